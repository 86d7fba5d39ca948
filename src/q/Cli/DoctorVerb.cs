using ConsoleAppFramework;
using Q.Commands;
using Q.Terminal;

namespace Q.Cli;

/// <summary><c>q doctor</c>: looks, and changes nothing.</summary>
[RegisterCommands]
[CommandGroup("About q", Order = 4)]
internal sealed class DoctorVerb(VerbCall call)
{
    /// <summary>Check that q has what it needs, and say what to do where it has not.</summary>
    /// <remarks>Exit code 1 when there is a problem; a warning is none.</remarks>
    [Command("doctor")]
    public void Doctor() => call.Do(() =>
    {
        var size = Libc.TryGetSize(1, out var found) ? found : default;
        var findings = DoctorChecks.All(call.Host, Capabilities.From(
            call.Host.Environment, Libc.IsTerminal(0) == 1, Libc.IsTerminal(1) == 1), size);
        call.Host.Out(DoctorReport.Text(findings));
        return findings.Any(finding => finding.Level is FindingLevel.Problem) ? 1 : 0;
    });
}
