using System.Collections.Concurrent;
using System.Text;
using Q.Core;
using Q.Sessions;
using Q.Turns;

namespace Q.Tests.Sessions;

/// <summary>An engine that does what the test says, when it says it. Notes what it was told.</summary>
internal sealed class FakeEngine(SessionSetup setup, ITurnSink sink, HistoryReader history) : ITurnEngine
{
    private readonly SemaphoreSlim _emits = new(1);

    public SessionSetup Setup { get; } = setup;

    /// <summary>What its session says by now, whether the coordinator has heard it or not.</summary>
    public SessionView Says => ((Session)sink).View;

    /// <summary>The conversation as it stands, as an engine would read it now.</summary>
    public Outcome<IReadOnlyList<Message>> History => history();

    public ConcurrentQueue<string> Told { get; } = new();

    /// <summary>The number of the turn that runs or ran last.</summary>
    public int Turn { get; private set; }

    /// <summary>Cancel ends the turn at once, as a quick engine does.</summary>
    public bool StopsAtOnce { get; set; } = true;

    /// <summary>What the mailbox runs into at each start.</summary>
    public Action OnStart { get; set; } = () => { };

    public void Start(int turn, Message prompt)
    {
        OnStart();
        Turn = turn;
        Told.Enqueue($"start {string.Concat(prompt.Parts.OfType<TextContent>().Select(text => text.Text))}");
    }

    public void Retry(int turn)
    {
        Turn = turn;
        Told.Enqueue("retry");
    }

    public void Answer(int question, Answer answer) => Told.Enqueue($"answer {question} {answer.Kind} {answer.Text}".TrimEnd());

    public void Cancel()
    {
        Told.Enqueue("cancel");
        if (StopsAtOnce)
            _ = Task.Run(() => End(TurnOutcome.Cancelled));
    }

    public void Clear() => Told.Enqueue("clear");

    public void Rest() => Told.Enqueue("rest");

    public string Describe() => "fake/engine";

    /// <summary>What it does before it has ended.</summary>
    public Task Ending { get; set; } = Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Told.Enqueue("dispose");
        return new(Ending);
    }

    /// <summary>One event after the other, as an engine does it, though a cancel may end the turn while the test plays it.</summary>
    public async Task Emit(params TurnEvent[] events)
    {
        await _emits.WaitAsync();
        try
        {
            foreach (var one in events)
                await sink.Send(one);
        }
        finally
        {
            _emits.Release();
        }
    }

    public Task Say(string text) => Emit(new TurnText(Turn, Encoding.UTF8.GetBytes(text)));

    /// <summary>A whole answer, stored and ended.</summary>
    public Task Finish(string text) => Emit(
        new TurnText(Turn, Encoding.UTF8.GetBytes(text)),
        new MessageReady(Turn, new(Role.Assistant, [new TextContent(text)], DateTimeOffset.UnixEpoch)),
        new TurnEnded(Turn, TurnOutcome.Complete, null, default));

    public Task Ask(int number, string command, string count = "") => Emit(new TurnAsked(
        Turn, new(number, QuestionKind.Permission, "execute_bash", $"execute_bash {command}", command, "/work") { Count = count }));

    public Task End(TurnOutcome outcome, string? problem = null) => Emit(new TurnEnded(Turn, outcome, problem, default));
}
