using Q.Config;
using Q.Core;
using Q.Naming;
using Q.Store;
using Q.Telemetry;
using Q.Turns;

namespace Q;

/// <summary>
/// <c>q chat --no-interactive</c>: one prompt, one answer on stdout, nothing else. A session of its own, stored before the
/// request leaves and Completed at the end; no screen, no mailbox.
/// </summary>
internal sealed class Headless(
    ISessionStore store, Settings settings, TimeProvider time, Func<ReadOnlyMemory<byte>, bool> write, Action<string> error) : ITurnSink
{
    private const int Turn = 1;

    private readonly SessionId _id = SessionId.New();
    /// <summary>A prompt is on the disk in milliseconds, or the disk is away: full, read-only, held by another program.</summary>
    private static readonly TimeSpan s_storing = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource<TurnEnded> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITurnEngine? _engine;
    private byte _lastByte = (byte)'\n';
    private bool _isOutputGone;

    /// <summary>Stops the turn: the person or a signal does not want the answer any more. Any thread.</summary>
    public void Cancel()
    {
        _stopped.TrySetResult();
        Volatile.Read(ref _engine)?.Cancel();
    }

    /// <returns>0, 1 for any failure, 130 when it was stopped.</returns>
    public async Task<int> Run(string prompt, string folder, TurnEngineFactory engines)
    {
        var now = time.GetUtcNow();
        var message = Message.OfUser(prompt, now);
        var guess = NameMaker.Guess([prompt], settings.NameMaxLength);
        var row = new StoredSession
        {
            Id = _id,
            Folder = folder,
            CreatedAt = now,
            LastActive = now,
            Type = guess.Type,
            Status = SessionStatus.Processing,
            Name = NameMaker.Unique(guess.Name, guess.Type, settings.NameMaxLength, name => store.NameTaken(name, _id)),
        };
        store.Save(row);
        var kept = Append(message);
        await Task.WhenAny(kept, _stopped.Task, Task.Delay(s_storing, time));
        if (_stopped.Task.IsCompleted)
        {
            store.Save(row with { Status = SessionStatus.Completed });
            return 130;
        }
        var problem = kept.IsCompleted ? (await kept).Problem : "the database cannot be written now. `q doctor` says more.";
        if (problem is not null)
            error($"q: this run is not stored: {problem}");
        await using var engine = engines(new(_id, folder), this, () => Outcome<IReadOnlyList<Message>>.Ok([message]));
        Volatile.Write(ref _engine, engine);
        Log.To.Session(_id.Value, $"turn {Turn} began");
        engine.Start(Turn, message);
        if (_stopped.Task.IsCompleted)
            engine.Cancel(); // it was stopped before there was something to stop
        var ended = await _ended.Task;
        Log.To.TurnEnded(_id.Value, Turn, $"{ended.Outcome}", ended.Usage.InputTokens, ended.Usage.OutputTokens);
        if (_lastByte != (byte)'\n')
            write("\n"u8.ToArray());
        store.Save(row with { Status = SessionStatus.Completed, LastActive = time.GetUtcNow() });
        store.Flush(TimeSpan.FromSeconds(2));
        if (ended.Outcome is TurnOutcome.Failed)
        {
            Log.To.SessionTrouble(_id.Value, $"turn {Turn} failed: {ended.Problem}");
            error($"q: {WithoutCommands(ended.Problem)}");
        }
        return ended.Outcome switch
        {
            TurnOutcome.Complete => 0,
            TurnOutcome.Failed => 1,
            TurnOutcome.Cancelled => _isOutputGone ? 1 : 130,
        };
    }

    /// <summary>There is no line here to type a command on.</summary>
    private static string? WithoutCommands(string? problem) => problem?
        .Replace("/retry asks again", "Ask again", StringComparison.Ordinal)
        .Replace("then /retry", "then ask again", StringComparison.Ordinal)
        .Replace("; Ask", "; ask", StringComparison.Ordinal);

    public ValueTask Send(TurnEvent turnEvent)
    {
        switch (turnEvent)
        {
            case TurnText(_, { Length: > 0 } utf8):
                Show(utf8);
                break;
            case ToolStarted when _lastByte != (byte)'\n':
                Show("\n"u8.ToArray()); // what is said after a tool begins on a line of its own
                break;
            case MessageReady(_, var message):
                store.Append(_id, [message]);
                break;
            case TurnNotice(_, var text):
                error($"q: {text}");
                break;
            case TurnEnded ended:
                _ended.TrySetResult(ended);
                break;
        }
        return ValueTask.CompletedTask;
    }

    /// <summary>When nobody reads any more there is no use in going on.</summary>
    private void Show(ReadOnlyMemory<byte> utf8)
    {
        _lastByte = utf8.Span[^1];
        if (_isOutputGone || write(utf8))
            return;
        _isOutputGone = true;
        Cancel();
    }

    private Task<StoreResult> Append(Message message)
    {
        var done = new TaskCompletionSource<StoreResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Append(_id, [message], done.SetResult);
        return done.Task;
    }
}
