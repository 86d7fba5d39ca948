using System.Globalization;
using Q.TestKit;

namespace Q.E2E;

/// <summary>
/// One program in one tmux pane, on a tmux server of its own (socket by name), so that tests neither see each other nor
/// the
/// tmux of whoever runs them. The pane stays when its program ends, to be looked at.
/// </summary>
internal sealed class TmuxPane : IAsyncDisposable
{
    public const int Columns = 120;
    public const int Rows = 40;

    private static int s_count;
    private readonly string _socket;
    private readonly string _folder;
    private readonly int _server;

    private TmuxPane(string socket, string folder, int server, int pid, string tty) =>
        (_socket, _folder, _server, Pid, Tty) = (socket, folder, server, pid, tty);

    /// <summary>The process that the pane was started with: q itself, or the shell q was typed into.</summary>
    public int Pid { get; }

    /// <summary>The pane's terminal device.</summary>
    public string Tty { get; }

    /// <summary>Starts a program. The environment is exactly what is given, with PATH, TERM, LANG and HOME where
    /// not.</summary>
    public static async Task<TmuxPane> Start(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment = null,
        string? folder = null, int columns = Columns, int rows = Rows)
    {
        var socket = $"q-e2e-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}";
        var own = Directory.CreateTempSubdirectory("q-e2e-").FullName;
        var all = new Dictionary<string, string>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
            ["LANG"] = "C.UTF-8",
            ["HOME"] = own,
            ["SHELL"] = "/bin/sh",
            ["PS1"] = "$ ",
            ["TMUX_TMPDIR"] = own,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            all[name] = value;
        }

        List<string> arguments =
        [
            "-L", socket, "-f", "/dev/null", "start-server",
            ";", "set", "-g", "status", "off", ";", "set", "-g", "remain-on-exit", "on",
            // The remark about a dead program would push the uppermost row off the screen.
            ";", "set", "-g", "remain-on-exit-format", "",
            ";", "set", "-s", "escape-time", "0", ";", "set", "-g", "history-limit", "20000",
            ";", "set", "-g", "default-terminal", all.GetValueOrDefault("TERM", "tmux-256color"),
            ";", "set", "-s", "extended-keys", "on",
            ";", "new-session", "-d", "-P", "-F", "#{pid} #{pane_pid} #{pane_tty}", "-c", folder ?? own,
            "-x", $"{columns}", "-y", $"{rows}",
        ];
        // By way of env, because tmux hands a single word to a shell, whose id and signals would be another's.
        arguments.AddRange(["/usr/bin/env", .. command]);
        var started = await Run.Program("tmux", arguments, all);
        if (started.ExitCode != 0)
        {
            Directory.Delete(own, recursive: true);
            throw new InvalidOperationException($"tmux did not start: {started.Error}");
        }

        var parts = started.Output.Trim().Split(' ');
        return new TmuxPane(socket, own, Number(parts[0]), Number(parts[1]), parts[2]);
    }

    /// <summary>Starts a plain shell, for tests of what is left behind; programs are typed into it.</summary>
    public static Task<TmuxPane> StartShell(IReadOnlyDictionary<string, string>? environment = null, string? folder = null) =>
        Start(["/bin/sh"], environment, folder);

    /// <summary>Types text as it is.</summary>
    public Task Type(string text) => Tmux("send-keys", "-l", "--", text);

    /// <summary>Types text, then Enter.</summary>
    public async Task Line(string text)
    {
        await Type(text);
        await Press("Enter");
    }

    /// <summary>Types /quit once no session is at work, also not on an answer that is shown and not yet stored: q would ask first.</summary>
    public async Task Quit()
    {
        await UntilGone("processing");
        await Line("/quit");
    }

    /// <summary>Presses keys by tmux's names: Enter, Escape, Up, C-x, M-a, F1.</summary>
    public Task Press(params string[] keys) => Tmux(["send-keys", .. keys]);

    /// <summary>Sends bytes that no key has a name for.</summary>
    public Task Bytes(params byte[] bytes) => Tmux(["send-keys", "-H", .. Array.ConvertAll(bytes, static b => $"{b:x2}")]);

    /// <summary>Pastes text, bracketed if the program asked for that.</summary>
    public async Task Paste(string text)
    {
        await Tmux("set-buffer", "-b", "test", "--", text);
        await Tmux("paste-buffer", "-p", "-r", "-d", "-b", "test");
    }

    /// <summary>What the screen shows, a line a row, without colours.</summary>
    public Task<string> Screen() => Tmux("capture-pane", "-p");

    /// <summary>As <see cref="Screen"/>, with colours and attributes as escapes.</summary>
    public Task<string> ColouredScreen() => Tmux("capture-pane", "-p", "-e");

    /// <summary>As <see cref="ColouredScreen"/>, with the blanks at the ends of rows.</summary>
    public Task<string> AllCells() => Tmux("capture-pane", "-p", "-e", "-N");

    /// <summary>The screen and what scrolled off it.</summary>
    public Task<string> History() => Tmux("capture-pane", "-p", "-S", "-");

    /// <summary>The screen once it satisfies; else, at the limit, a failure that shows it.</summary>
    public Task<string> Until(string what, Func<string, bool> satisfied, TimeSpan? limit = null) =>
        Poll.Until(what, Screen, satisfied, static screen => screen, limit);

    public Task<string> UntilShows(string text) => Until($"“{text}” on the screen", screen => screen.Contains(text, StringComparison.Ordinal));

    public Task<string> UntilGone(string text) => Until($"“{text}” to leave the screen", screen => !screen.Contains(text, StringComparison.Ordinal));

    public Task Resize(int columns, int rows) => Tmux("resize-window", "-x", $"{columns}", "-y", $"{rows}");

    public async Task<PaneModes> Modes() => PaneModes.Parse(await Tmux("display-message", "-p", PaneModes.Format));

    /// <summary>Column and row of the cursor, from zero.</summary>
    public async Task<(int Column, int Row)> Cursor()
    {
        var parts = (await Tmux("display-message", "-p", "#{cursor_x} #{cursor_y}")).Trim().Split(' ');
        return (Number(parts[0]), Number(parts[1]));
    }

    public async Task<string> Title() => (await Tmux("display-message", "-p", "#{pane_title}")).TrimEnd('\n');

    /// <summary>The settings of the pane's terminal, in the form that stty itself can read.</summary>
    public async Task<string> Stty() => (await Run.Tool("stty", "-g", "-F", Tty)).Trim();

    /// <summary>From now on programs may put text on the pane's clipboard.</summary>
    public Task TakeCopies() => Tmux("set", "-s", "set-clipboard", "on");

    /// <summary>The beginning of what a program put on the clipboard; empty while there is nothing.</summary>
    public Task<string> Copied() => Tmux("list-buffers", "-F", "#{buffer_sample}");

    /// <summary>All of it.</summary>
    public Task<string> CopiedWhole() => Tmux("show-buffer");

    /// <summary>Appends every byte that the program writes from now on to a file.</summary>
    public Task RecordTo(string file) => Tmux("pipe-pane", "-o", $"cat >> '{file}'");

    /// <summary>The process group in the foreground of the pane's terminal: q, when it was typed into a
    /// shell.</summary>
    public async Task<int> Foreground()
    {
        var stat = await File.ReadAllTextAsync($"/proc/{Pid}/stat");
        return Number(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[5]);
    }

    /// <summary>Sends a signal by name (TERM, KILL, HUP) to a process.</summary>
    public static Task Signal(int pid, string signal) => Run.Tool("/bin/kill", "-s", signal, $"{pid}");

    public Task Signal(string signal) => Signal(Pid, signal);

    /// <summary>The terminal goes away, as when a connection is lost; what runs in it is hung up.</summary>
    public Task Hang() => Tmux("kill-server");

    /// <summary>The pane's program is gone; what is sent to it then goes nowhere.</summary>
    public async Task<bool> HasEnded() => (await Tmux("display-message", "-p", "#{pane_dead}")).Trim() == "1";

    /// <summary>The signal that ended it; empty where none did.</summary>
    public async Task<string> EndedBy() => (await Tmux("display-message", "-p", "#{pane_dead_signal}")).Trim();

    /// <summary>The exit code of the pane's program once it has ended, -1 if a signal ended it. tmux 3.3 now and then sees the
    /// terminal close and misses the signal that the child is gone; a child of its own makes it collect all of them.</summary>
    public async Task<int> Ended()
    {
        const string format = "#{pane_dead}:#{pane_dead_status}:#{pane_dead_signal}";
        const string ended = "1::";
        var line = await Poll.Until("the program in the pane to end", async () =>
        {
            var seen = (await Tmux("display-message", "-p", format)).Trim();
            if (seen == ended)
                await Tmux("run-shell", "true");
            return seen;
        }, static state => state.StartsWith('1') && state != ended);
        var status = line.Split(':')[1];
        return status.Length > 0 ? Number(status) : -1;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Tmux("kill-server");
        }
        catch (InvalidOperationException)
        {
            // The server ended with its last program.
        }

        await Poll.Until("the tmux server to end", () => !Directory.Exists($"/proc/{_server}"));
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> Tmux(params string[] arguments)
    {
        var run = await Run.Program("tmux", ["-L", _socket, .. arguments], new Dictionary<string, string>
        {
            ["TMUX_TMPDIR"] = _folder,
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
            ["LANG"] = "C.UTF-8",
        });
        return run.ExitCode == 0
            ? run.Output
            : throw new InvalidOperationException($"tmux {string.Join(' ', arguments)}: {run.Error}");
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
