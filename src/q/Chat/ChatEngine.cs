using Q.Core;
using Q.Model;
using Q.Tools;
using Q.Turns;

namespace Q.Chat;

/// <summary>Our engine: one conversation, one turn at a time on the thread pool. Called from its session's mailbox, but for Cancel.</summary>
internal sealed class ChatEngine(
    ChatParts parts, SessionSetup setup, Workspace workspace, ITurnSink sink, HistoryReader history) : ITurnEngine
{
    private readonly Context _context = new(history);
    private readonly FileMemory _known = new();
    private readonly Trust _trust = new(parts.Trust);
    private readonly Asking _asking = new();
    private Task _running = Task.CompletedTask;
    private volatile CancellationTokenSource _cancel = new();

    public void Start(int turn, Message prompt) => Go(turn, prompt);

    public void Retry(int turn) => Go(turn, prompt: null);

    public void Answer(int question, Answer answer) => _asking.Answer(question, answer);

    // Not awaited, and not on this thread: what is registered may end processes.
    public void Cancel() => _ = _cancel.CancelAsync();

    public void Clear()
    {
        Cancel();
        _running = After(_running, () =>
        {
            _context.Forget();
            _known.Clear();
            setup.Memory.Tools = 0;
        });
    }

    public void Rest() => _running = After(_running, () =>
    {
        _context.Forget();
        _known.LetGo();
        setup.Memory.Tools = 0;
    });

    public string Describe()
    {
        var found = parts.Model(setup.Model);
        return found.TryGet(out var client) ? $"{client.Provider}/{client.Model}" : "no model";
    }

    public async ValueTask DisposeAsync()
    {
        await _cancel.CancelAsync();
        parts.Shared.Locks.GiveBackAll(workspace.Session); // whatever becomes of the turn
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Go(int turn, Message? prompt)
    {
        // Never disposed: Cancel may come at any time, and without a timer in it there is nothing to give back.
        _cancel = new();
        var cancel = _cancel.Token;
        var before = _running;
        _running = Task.Run(() => Run(before, turn, prompt, cancel));
    }

    /// <summary>The turn before may still be on its way out of the event that let the session start this one.</summary>
    private async Task Run(Task before, int turn, Message? prompt, CancellationToken cancel)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await new Turn(turn, parts, setup, workspace, _context, _known, _trust, _asking, sink).Run(prompt, cancel);
        parts.Memory.LetGo(_context.End());
        parts.Memory.Trim(); // the session may have come to the end of the turn before this
        setup.Memory.Messages = _context.Bytes;
    }

    private static async Task After(Task before, Action act)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        act();
    }
}

/// <summary>What all sessions' engines share.</summary>
/// <param name="Model">
/// The client of now for the model that a session names, or for none; asked at each turn, so that the choice may change. The
/// problem fails the turn.
/// </param>
/// <param name="Gate">How many calls to models run at once.</param>
internal sealed record ChatParts(
    Func<string, Outcome<IModelClient>> Model, ToolTable Tools, TrustChoice Trust, RetryPolicy Retry, CallGate Gate, TimeProvider Time)
{
    /// <summary>Hears what is let go of.</summary>
    public MemoryTrim Memory { get; init; } = MemoryTrim.Shared;

    /// <summary>What the tools of all sessions share.</summary>
    public ToolShared Shared { get; init; } = ToolShared.Of(Time);
}

/// <summary>Makes the engine of each session.</summary>
/// <param name="home">The person's home folder, for <c>~</c> in paths.</param>
internal sealed class ChatEngineFactory(ChatParts parts, string? home)
{
    public ITurnEngine Make(SessionSetup setup, ITurnSink sink, HistoryReader history) =>
        new ChatEngine(parts, setup, new Workspace(setup.Session, setup.Folder, home), sink, history);
}
