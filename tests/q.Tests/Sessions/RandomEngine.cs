using System.Text;
using Q.Model;
using Q.Turns;

namespace Q.Tests.Sessions;

/// <summary>
/// An engine that does what a seed says: streams, asks, uses tools, fails, is slow to stop. It takes a place at the gate for each
/// answer, as the real one does, and ends each turn once.
/// </summary>
internal sealed class RandomEngine(SessionSetup setup, ITurnSink sink, CallGate gate, int seed, Func<bool> isCalm) : ITurnEngine
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);
    private CancellationTokenSource _cancel = new();
    private Task _running = Task.CompletedTask;
    private TaskCompletionSource<Answer>? _open;
    private int _question;

    /// <summary>A question is open: a person must come.</summary>
    public bool IsAsking
    {
        get { lock (_lock) return _open is not null; }
    }

    public void Start(int turn, Message prompt) => Go(turn);

    public void Retry(int turn) => Go(turn);

    public void Answer(int question, Answer answer)
    {
        lock (_lock)
        {
            if (question == _question)
                _open?.TrySetResult(answer);
        }
    }

    public void Cancel() => _ = _cancel.CancelAsync();

    public void Clear() => Cancel();

    public void Rest()
    {
        // there is nothing that it could read again
    }

    public string Describe() => "random";

    public async ValueTask DisposeAsync()
    {
        await _cancel.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Go(int turn)
    {
        _cancel = new();
        var (before, cancel) = (_running, _cancel.Token);
        _running = Task.Run(async () =>
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            TurnEnded ended;
            try
            {
                ended = new(turn, await Steps(turn, cancel), "No route to the model. /retry tries again.", default);
            }
            catch (OperationCanceledException)
            {
                ended = new(turn, TurnOutcome.Cancelled, null, default);
            }
            await sink.Send(ended);
        });
    }

    private async Task<TurnOutcome> Steps(int turn, CancellationToken cancel)
    {
        for (var steps = isCalm() ? 1 : _random.Next(1, 4); steps > 0; steps--)
        {
            using (await gate.Enter(new(setup.Session, "key"), static _ => ValueTask.CompletedTask, cancel))
            {
                for (var pieces = _random.Next(0, 4); pieces > 0; pieces--)
                    await sink.Send(new TurnText(turn, Encoding.UTF8.GetBytes($"piece {pieces} ")));
                cancel.ThrowIfCancellationRequested();
            }
            if (!isCalm() && _random.Next(8) == 0)
                return TurnOutcome.Failed;
            if (!isCalm() && _random.Next(4) == 0)
                await Ask(turn, cancel);
            await Task.Yield();
        }
        await sink.Send(new MessageReady(turn, new(Role.Assistant, [new TextContent("answer")], DateTimeOffset.UnixEpoch)));
        return TurnOutcome.Complete;
    }

    private async Task Ask(int turn, CancellationToken cancel)
    {
        var open = new TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously);
        int number;
        lock (_lock)
            (number, _open) = (++_question, open);
        try
        {
            await sink.Send(new TurnAsked(turn, new(number, QuestionKind.Permission, "execute_bash", "execute_bash make", "make\n", "/work")));
            await open.Task.WaitAsync(cancel);
        }
        finally
        {
            lock (_lock)
                _open = null;
        }
    }
}
