using System.Text;
using ConsoleAppFramework;
using Q.Commands;
using Q.Config;
using Q.Terminal;

namespace Q.Cli;

/// <summary><c>q keys …</c></summary>
[RegisterCommands("keys")]
[CommandGroup("About q", Order = 5)]
internal sealed class KeysVerbs(VerbCall call)
{
    /// <summary>Press keys and see which bytes arrive, what q understands, and what it would do.</summary>
    /// <remarks>Nothing is done. It ends with Ctrl+C twice, or q and Enter. What [keys] of config.toml binds is used.</remarks>
    [Command("test")]
    public void Test() => call.Do(() =>
    {
        var terminal = Capabilities.From(call.Host.Environment, Libc.IsTerminal(0) == 1, Libc.IsTerminal(1) == 1);
        if (terminal.IsPlain)
            return call.Fail("keys come from a terminal that can move its cursor, and here is none. Start it without a pipe, and with TERM set.");
        var settings = CliHome.Find(call.Host).TryGet(out var home) ? home.Resolve().Settings : new Settings();
        var report = new KeyReport(BoundKeys.Of(settings));
        Watch(new UnixTerminal(terminal), new ExtendedKeys(terminal), report);
        return 0;
    });

    /// <summary>All happens on the reader's thread, which alone writes until it is done.</summary>
    private static void Watch(UnixTerminal terminal, ExtendedKeys extended, KeyReport report)
    {
        var bytes = new List<byte>();
        using var done = new ManualResetEventSlim();
        using (terminal)
        {
            terminal.Enter();
            terminal.Heard = bytes.Add;
            Write("Press keys. Ctrl+C twice ends this, or q and Enter.\n" + KeyReport.Head);
            terminal.Write(Ansi.PasteModeOn);
            terminal.Write(ExtendedKeys.Questions);
            terminal.Start(told =>
            {
                if (told is Replied reply && extended.Heard(reply))
                    terminal.Write(extended.SwitchOn);
                Write(report.Line(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes), told));
                bytes.Clear();
                if (report.IsDone || told is HungUp)
                    done.Set();
            });
            done.Wait();
        }

        void Write(string text) => terminal.Write(Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal)));
    }
}
