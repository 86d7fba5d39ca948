using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Q.Cli;
using Q.Commands;
using Q.Config;
using Q.Core;
using Q.Output;
using Q.Sessions;
using Q.Store;
using Q.Store.Exports;
using Q.TestKit;
using Q.Turns;

namespace Q.Tests.Commands;

/// <summary>A real coordinator over a store in memory, a router on it, and a host that notes what it is asked for.</summary>
internal sealed class CommandsFixture : ICommandHost, IDisposable
{
    private readonly ConcurrentDictionary<SessionId, PlayedEngine> _engines = new();
    private readonly ConcurrentQueue<Action> _later = new();

    public CommandsFixture(Settings? settings = null, ISessionStore? store = null, TurnEngineFactory? engines = null, bool hasHome = true, string? ui = null)
    {
        var chosen = settings ?? new Settings();
        Chosen = new(Home.Paths, new(static _ => 0, Environment.GetValueOrDefault, static _ => { }, static _ => { }, Time) { ThemeProblem = Themes.WhyNot })
        {
            Flags = ui is null ? [] : [new("ui.mode", ui)],
        };
        store ??= new MemoryStore();
        Sessions = new(
            store, engines ?? ((setup, sink, _) => _engines[setup.Session] = new PlayedEngine(sink, setup)),
            chosen, Time, Home.Folder, e => e.Message, () => { });
        Sessions.Start(null);
        Router = new(Sessions, this, chosen, Time, new(Home.Folder)
        {
            Store = store as ISessionArchive ?? new MemoryStore(),
            Models = static () => ["qwen3-coder", "qwen3:8b"],
            AboutModel = model => Task.FromResult($"about '{model}'"),
            ModelProblem = model => model == "nobody" ? "There is no model nobody." : null,
            Templates = new(Home.Paths.Templates),
            LogFile = Home.Paths.Log,
            Settings = hasHome ? Chosen : null,
        });
    }

    public TempHome Home { get; } = new();

    /// <summary>What commands see of the variables.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>What is chosen in the home, by a q that was started with or without --ui.</summary>
    public CliHome Chosen { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public Coordinator Sessions { get; }

    public Router Router { get; }

    public SessionView Focused => Sessions.Focused;

    /// <summary>What the host was asked for, in order.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>What a yes to the last question would do.</summary>
    public Action? Yes { get; private set; }

    public void Quit() => Asked.Add("quit");

    public void Confirm(string question, Action whenYes)
    {
        Asked.Add(question);
        Yes = whenYes;
    }

    public void ShowCard(SessionId session, AnswerKind lean) => Asked.Add($"card {View(session).Name} {lean}");

    public void ShowSearch(string text) => Asked.Add($"search {text}");

    public void ShowReplay(ExportedSession said, double speed) => Asked.Add(FormattableString.Invariant($"replay {said.Session.Name} {said.Messages.Count} {speed}"));

    public bool HasLinesOnly { get; set; }

    public bool ShowLog(string name, LogTail log, IReadOnlyList<string> lines)
    {
        Asked.Add($"log {name} {lines.Count}");
        return FollowsLogs;
    }

    /// <summary>The host shows logs itself, as it does where there is a screen.</summary>
    public bool FollowsLogs { get; set; }

    public Outcome ShowBeside(SessionId other, bool isStacked)
    {
        Asked.Add($"beside {View(other).Name}{(isStacked ? " stacked" : "")}");
        Sessions.ShowBeside(other);
        return Outcome.Ok;
    }

    public bool EndSplit()
    {
        var was = Sessions.Beside is not null;
        Sessions.ShowBeside(null);
        return was;
    }

    public void ShowPicker() => Asked.Add("picker");

    public int Columns { get; set; } = 80;

    public void Later(Action work) => _later.Enqueue(work);

    public void Prefill(string text) => Asked.Add($"prefill {text}");

    public Outcome Copy(string text)
    {
        Asked.Add($"copy {text}");
        return Outcome.Ok;
    }

    public void OpenEditor(string? text = null) => Asked.Add($"editor {text}");

    public void ToggleOutput() => Asked.Add("output");

    public void ToggleOutput(int call) => Asked.Add($"output {call}");

    public void ShowFind(string text) => Asked.Add($"find {text}");

    public void Use(Settings settings) => Used = settings;

    /// <summary>The settings that the host was told to draw by.</summary>
    public Settings? Used { get; private set; }

    public void ToggleRaw() => Asked.Add("raw");

    public SessionView View(SessionId id) => Sessions.Views.Single(view => view.Id == id);

    public SessionView Named(string name) => Sessions.Views.Single(view => view.Name == name);

    /// <summary>Runs a line that must go well.</summary>
    public async Task Run(params string[] lines)
    {
        foreach (var line in lines)
            await Assert.That(Router.Run(line).Problem).IsNull();
    }

    /// <summary>What was posted to the loop is done, and news are read.</summary>
    public void Turn()
    {
        while (_later.TryDequeue(out var work))
            work();
        Sessions.Refresh();
    }

    /// <summary>What q itself told the session in focus last, when it is that.</summary>
    public Task Said(string text, OutputKind kind = OutputKind.Notice) => Said(said => said == text, kind);

    public Task Said(Func<string, bool> isIt, OutputKind kind = OutputKind.Notice) => Poll.Until(
        "what q says", () =>
        {
            while (_later.TryDequeue(out var work))
                work();
            return Task.FromResult(LastOf(kind));
        }, isIt);

    /// <summary>A session in the background with a turn that the test plays.</summary>
    public async Task<PlayedEngine> Working(string name, string prompt)
    {
        var id = Sessions.Create(null, name, Focus.Keep).Session!.Id;
        await Assert.That(Sessions.Prompt(id, prompt).Problem).IsNull();
        await Until($"the turn of {name}", () => _engines.TryGetValue(id, out var engine) && engine.Turn > 0);
        await Until($"{name} at work", () => View(id).Status is SessionStatus.Processing);
        return _engines[id];
    }

    public PlayedEngine? Engine(string name) => _engines.GetValueOrDefault(Named(name).Id);

    public Task Until(string what, Func<bool> satisfied) => Poll.Until(what, () =>
    {
        Turn();
        return satisfied();
    });

    public void Dispose() => Home.Dispose();

    /// <summary>What q itself told the session in focus from this position of its ring on.</summary>
    public IReadOnlyList<string> NoticesSince(long position) => TextsOf(OutputKind.Notice, Math.Max(position, Focused.Ring!.Oldest));

    private string LastOf(OutputKind kind) => TextsOf(kind, Focused.Ring!.Oldest) is [.., var last] ? last : "";

    private List<string> TextsOf(OutputKind kind, long from)
    {
        var reader = new OutputReader(Focused.Ring!);
        var buffer = new byte[OutputRing.MaxRecordBytes];
        var texts = new List<string>();
        for (var at = from; reader.At(at, buffer, out var record) is ReadStatus.Read; at = record.Next)
        {
            if (record.Kind != kind)
                continue;
            var text = Encoding.UTF8.GetString(buffer, 0, record.Length);
            if (record.Begins || texts.Count == 0)
                texts.Add(text);
            else
                texts[^1] += text;
        }
        return texts;
    }

    /// <summary>An engine that waits for the test.</summary>
    internal sealed class PlayedEngine(ITurnSink sink, SessionSetup setup) : ITurnEngine
    {
        private int _turn;

        public int Turn => Volatile.Read(ref _turn);

        public bool WasRetried { get; private set; }

        public string Model => setup.Model;

        public string Prompt { get; private set; } = "";

        public void Start(int turn, Message prompt)
        {
            Prompt = string.Concat(prompt.Parts.OfType<TextContent>().Select(text => text.Text));
            Volatile.Write(ref _turn, turn);
        }

        public void Retry(int turn)
        {
            WasRetried = true;
            Volatile.Write(ref _turn, turn);
        }

        public void Answer(int question, Answer answer)
        {
            // the card answers, not a command
        }

        public void Cancel() => _ = Task.Run(() => End(TurnOutcome.Cancelled, null));

        public void Rest()
        {
            // there is nothing that it could read again
        }

        public void Clear()
        {
            // nothing is kept
        }

        public string Describe() => "played";

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public ValueTask Ask(string command) => sink.Send(new TurnAsked(
            Turn, new(1, QuestionKind.Permission, "execute_bash", $"execute_bash {command}", command, "/work")));

        public async Task Finish(string text)
        {
            await sink.Send(new TurnText(Turn, Encoding.UTF8.GetBytes(text)));
            await sink.Send(new MessageReady(Turn, new(Role.Assistant, [new TextContent(text)], DateTimeOffset.UnixEpoch)));
            await End(TurnOutcome.Complete, null);
        }

        public async Task End(TurnOutcome outcome, string? problem) =>
            await sink.Send(new TurnEnded(Turn, outcome, problem, default));
    }
}
