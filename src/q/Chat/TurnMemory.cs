using Q.Core;
using Q.Model;
using Q.Turns;

namespace Q.Chat;

/// <summary>
/// Keeps a turn within what its session may hold: first the loaded conversation goes, which the store has, then the oldest
/// output, and only then the turn. Owned by the running turn.
/// </summary>
internal sealed class TurnMemory(int turn, MemoryCount count, Context context, ITurnSink sink)
{
    private ModelRequest? _request;

    /// <summary>A request is about to be sent: its conversation is needed whole.</summary>
    public async ValueTask Loaded(ModelRequest request)
    {
        (_request, count.Messages, count.Answer) = (request, context.Bytes, 0);
        await Spare();
    }

    /// <summary>So much of the answer has come.</summary>
    public async ValueTask Grew(long answer)
    {
        count.Answer = answer;
        if (count.Over <= 0)
            return;
        _request?.LetGo(); // it has been sent, and an answer that has begun is not asked for again
        context.Forget();
        count.Messages = 0;
        await Spare();
    }

    /// <summary>The turn is over.</summary>
    public void Ended() => (_request, count.Messages, count.Answer) = (null, context.Bytes, 0);

    private async ValueTask Spare()
    {
        if (count.Over <= 0)
            return;
        await sink.Send(new MemoryShort(turn, count.Over));
        if (count.Over <= 0)
            return;
        var (needs, most) = (Megabytes(count.Over + count.Most), Megabytes(count.Most));
        throw new ModelException(
            $"This session needs {needs} MB of memory and may hold {most} MB (sessions.max_session_memory_mb), though its older output was "
            + "let go. Raise the limit and /retry, empty it with /clear, or begin another with /new.", ModelFault.TooLong);
    }

    private static long Megabytes(long bytes) => (bytes + (1 << 20) - 1) >> 20;
}
