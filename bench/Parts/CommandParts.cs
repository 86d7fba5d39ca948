using Q.Cli;
using Q.Commands;
using Q.Config;
using Q.Core;
using Q.Sessions;
using Q.Store;
using Q.Turns;

namespace Q.Bench.Parts;

internal static class CommandParts
{
    /// <summary>From the arguments of a process to what chat was asked for.</summary>
    public static Func<int> Arguments()
    {
        var host = new CliHost(
            static options => options.Model!.Length, static _ => null, static _ => { }, static _ => { }, TimeProvider.System);
        string[] args = ["chat", "--model=offline", "--trust-tools", "fs_read", "why is the build slow?"];
        return () => Q.Cli.CommandLine.Run(args, host);
    }

    /// <summary>A line to its command; the coordinator is there and not asked.</summary>
    public static Func<int> Line()
    {
        var settings = new Settings();
        var sessions = new Coordinator(
            new MemoryStore(), static (_, _, _) => Fail.InvalidOperation<ITurnEngine>("no turn runs here"), settings,
            TimeProvider.System, "/", static e => e.Message, static () => { });
        var host = new CountingHost();
        var router = new Router(sessions, host, settings, TimeProvider.System, new("/"));
        return () =>
        {
            router.Run("/switch");
            return host.Shown;
        };
    }

    private sealed class CountingHost : ICommandHost
    {
        public int Shown { get; private set; }

        public int Columns => 80;

        public bool HasLinesOnly => false;

        public void ShowSearch(string text) => Shown--;

        public void Later(Action work) => Shown--;

        public void Use(Settings settings) => Shown--;

        public void ShowPicker() => Shown++;

        public void Quit() => Shown--;

        public void Confirm(string question, Action whenYes) => Shown--;

        public void ShowCard(SessionId session, AnswerKind lean) => Shown--;

        public Outcome ShowBeside(SessionId other, bool isStacked) => Outcome.Ok;

        public bool EndSplit() => false;

        public Outcome Copy(string text) => Outcome.Ok;

        public void OpenEditor(string? text = null) => Shown--;

        public void ToggleOutput() => Shown--;

        public void ToggleOutput(int call) => Shown--;

        public void ShowFind(string text) => Shown--;

        public void ShowReplay(Q.Store.Exports.ExportedSession session, double speed) => Shown--;

        public bool ShowLog(string name, LogTail log, IReadOnlyList<string> lines)
        {
            Shown--;
            return true;
        }

        public void ToggleRaw() => Shown--;

        public void Prefill(string text) => Shown--;
    }
}
