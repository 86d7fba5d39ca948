using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Q.Commands;
using Q.Config;
using Q.Core;
using Q.Input;
using Q.Screen;
using Q.Sessions;
using Q.Store;
using Q.Terminal;
using Q.Tests.Sessions;
using Q.TestKit;

namespace Q.Tests.App;

/// <summary>The whole interactive program in this process: keys in, screen out, engines that the test plays, time moved by hand.</summary>
internal sealed class AppFixture : IAsyncDisposable
{
    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(20);
    private readonly ConcurrentDictionary<SessionId, FakeEngine> _engines = new();
    private readonly AppInbox _inbox = new();
    private readonly AppLoop _loop;
    private readonly Task<int> _running;

    public AppFixture(int columns = 80, int rows = 24, Func<ITerminal, Look, IScreen>? screen = null, bool resumePicker = false,
        Settings? settings = null, ISessionStore? store = null, string? prompt = null,
        bool isPlain = false, Landing? landing = null,
        Func<string, string, CancellationToken, Task<Outcome>>? editor = null, bool isVi = false, string? logFile = null,
        string folder = "/srv/api", int mostFiles = 1000, Func<ITerminal, Look, IScreen>? lines = null, bool areLinesTyped = false, bool isPiped = false,
        KeyBindings? keys = null, ISettingsHome? chosen = null)
    {
        settings ??= new Settings();
        Store = store ?? new MemoryStore();
        Terminal = new(columns, rows, isPlain);
        Sessions = new(
            Store, (setup, sink, history) => _engines[setup.Session] = new(setup, sink, history), settings, Time, folder, e => e.Message,
            _inbox.Ring);
        Router? router = null;
        var capabilities = Capabilities.From(
            name => name switch { "LANG" => "C.UTF-8", "TERM" => "xterm-256color", _ => null }, inputIsTerminal: true, outputIsTerminal: true);
        var parts = new LoopParts(
            Terminal, screen?.Invoke(Terminal, Look.Of(capabilities)) ?? new Renderer(Terminal, Look.Of(capabilities), hasMouse: settings.Mouse), Sessions, _inbox,
            new LineEditor(new History(null), (text, cursor, mayRead) => router!.Complete(text, cursor, mayRead), new(mostFiles)) { IsVi = isVi }, new Keymap(keys),
            new ExtendedKeys(capabilities), settings, Time, folder)
        {
            RunEditor = editor ?? ((_, _, _) => Task.FromResult(Outcome.No("There is no editor here."))),
            AreLinesTyped = areLinesTyped,
            HasInterruptKey = areLinesTyped && !isPiped,
            Suspend = () => Suspended++,
            Restyle = (before, now) => Restyled.Enqueue($"{before.Theme} {now.Theme}"),
            Lines = lines is null ? null : () => lines(Terminal, Look.Of(capabilities)),
            Store = Store as ISessionArchive ?? new MemoryStore(),
        };
        _loop = new AppLoop(parts, host => router = new Router(Sessions, host, settings, Time, new(folder) { Store = Store as ISessionArchive ?? new MemoryStore(), LogFile = logFile, Settings = chosen }));
        Remote = new(_inbox, Sessions, Store, settings, Time, () => _loop.UsedAt, static e => e.Message) { Debug = word => router!.Debug(word) };
        _running = Task.Factory.StartNew(
            () => _loop.Run(landing ?? Landing.Usual(prompt), resumePicker ? () => _loop.Picker(PickerScope.All) : null), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public ISessionStore Store { get; }

    public VirtualTerminal Terminal { get; }

    /// <summary>Belongs to the loop: read values of it only.</summary>
    public Coordinator Sessions { get; }

    /// <summary>The themes before and after each change of a setting.</summary>
    public ConcurrentQueue<string> Restyled { get; } = new();

    public int Suspended { get; private set; }

    /// <summary>What other processes ask.</summary>
    public RemoteRequests Remote { get; }

    /// <summary>The exit code, once the program has ended.</summary>
    public Task<int> Ended => _running;

    public void Type(string text) => Terminal.Type(text);

    /// <summary>A line as it comes in where there are lines alone.</summary>
    public void Line(string text) => Terminal.Line(text);

    /// <summary>Done on the loop, which takes nothing else meanwhile and draws nothing.</summary>
    public void OnLoop(Action work) => _inbox.Post(AppEvent.Of(work));

    /// <summary>What the loop, which alone may look, finds in its sessions.</summary>
    public Task<T> Looked<T>(Func<IReadOnlyList<SessionView>, T> look)
    {
        var found = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        OnLoop(() => found.SetResult(look(Sessions.Views)));
        return found.Task;
    }

    /// <summary>Until so many sessions are open.</summary>
    public Task Counts(int sessions) => Poll.Until($"{sessions} sessions", () =>
    {
        Time.Advance(s_frame);
        return Looked(static views => views.Count);
    }, count => count == sessions);

    /// <summary>SIGINT: from outside, or Ctrl+C of a terminal that is not raw.</summary>
    public void Interrupt() => OnLoop(() => _loop.Interrupted(130));

    public void Signal(AppSignal signal) => _inbox.Post(AppEvent.Of(signal));

    /// <summary>Waits until the screen shows it; time goes on by a frame at each look.</summary>
    public Task Shows(string text) => Screen($"'{text}' on the screen", picture => picture.Contains(text, StringComparison.Ordinal));

    public Task ShowsNot(string text) => Screen($"no '{text}' on the screen", picture => !picture.Contains(text, StringComparison.Ordinal));

    public Task Screen(string what, Func<string, bool> satisfied) => Poll.Until(
        what, () =>
        {
            Time.Advance(s_frame);
            return Task.FromResult(Terminal.Picture);
        },
        satisfied, picture => picture);

    /// <summary>The engine of the session with this name, once it has a turn with this prompt.</summary>
    public async Task<FakeEngine> Engine(string prompt)
    {
        FakeEngine? found = null;
        await Screen($"an engine that was asked '{prompt}'", _ =>
        {
            found = _engines.Values.FirstOrDefault(engine => engine.Told.Contains($"start {prompt}"));
            return found is not null;
        });
        return found!;
    }

    public Task Told(FakeEngine engine, string what) => Poll.Until($"the engine is told '{what}'", () =>
    {
        Time.Advance(s_frame);
        return engine.Told.Contains(what);
    });

    /// <summary>All that was pressed so far was heard, or q has left. Thousands of keys at once would fill the inbox, in which a clock that is moved by
    /// hand rings on the loop's own thread.</summary>
    public async Task Heard()
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _inbox.Post(AppEvent.Of(heard.SetResult));
        await Task.WhenAny(heard.Task, _running);
    }

    public async ValueTask DisposeAsync()
    {
        _inbox.Post(AppEvent.Of(() => _loop.Leave(0)));
        await _running;
        _loop.Dispose();
        _inbox.Close();
        Terminal.Dispose();
    }
}
