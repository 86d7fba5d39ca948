using ConsoleAppFramework;
using Q.Commands;
using Q.Host;

namespace Q.Cli;

/// <summary><c>q debug …</c>: for whoever looks for a fault, or turns a feature off. All but the settings is asked of the q that runs.</summary>
[RegisterCommands("debug")]
[CommandGroup("About q", Order = 5)]
internal sealed class DebugVerbs(VerbCall call)
{
    /// <summary>Show every setting as it counts now, and where it comes from.</summary>
    /// <example>q debug config | grep multi_session_enabled</example>
    [Command("config")]
    public void Config() => call.Do(() => SettingsPages.List(call, sources: true, json: false));

    /// <summary>Show each session as the q that runs knows it.</summary>
    [Command("sessions")]
    public void Sessions() => Ask(DebugPart.Sessions);

    /// <summary>Show what all sessions of the q that runs share: places, calls to models, memory, what is not stored.</summary>
    [Command("coordinator")]
    public void Coordinator() => Ask(DebugPart.Coordinator);

    /// <summary>Show which session of the q that runs holds which file.</summary>
    [Command("locks")]
    public void Locks() => Ask(DebugPart.Locks);

    /// <summary>Show how much output each session of the q that runs keeps in memory.</summary>
    [Command("buffers")]
    public void Buffers() => Ask(DebugPart.Buffers);

    /// <summary>Show what providers told the q that runs of their limits.</summary>
    [Command("rate-limit")]
    public void RateLimit() => Ask(DebugPart.RateLimit);

    private void Ask(DebugPart part) => call.Do(() =>
    {
        var found = CliHome.Find(call.Host);
        if (!found.TryGet(out var home))
            return call.Fail(found.Problem!);
        if (new ControlClient(home.Paths).UsedLast() is not { } running)
        {
            return call.Fail($"No q runs on {home.Paths.Home}, so there is nothing to ask it. "
                + "`q` in another terminal opens one; `q sessions list --all` shows what is stored.");
        }
        var asked = ControlClient.Ask(running, new() { Verb = ControlVerb.Debug, Name = DebugParts.Word(part) });
        if (!asked.TryGet(out var said))
            return call.Fail(asked.Problem!);
        call.Host.Out(said);
        return 0;
    });
}
