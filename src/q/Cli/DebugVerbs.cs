using ConsoleAppFramework;
using Q.Commands;

namespace Q.Cli;

/// <summary><c>q debug …</c>: for whoever looks for a fault, or turns a feature off.</summary>
[RegisterCommands("debug")]
[CommandGroup("About q", Order = 5)]
internal sealed class DebugVerbs(VerbCall call)
{
    /// <summary>Show every setting as it counts now, and where it comes from.</summary>
    /// <example>q debug config | grep multi_session_enabled</example>
    [Command("config")]
    public void Config() => call.Do(() => SettingsPages.List(call, sources: true, json: false));
}
