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
    public ValueTask Grew(long answer)
    {
        count.Answer = answer;
        return Fit();
    }

    /// <summary>What the answer or the step held is part of the conversation now.</summary>
    /// <param name="files">What stays beside it: the files that the session knows.</param>
    public void Kept(long files) => (count.Messages, count.Answer, count.Tools) = (context.Bytes, 0, files);

    /// <summary>The tools of the running step hold so much.</summary>
    public ValueTask ToolsHold(long bytes)
    {
        count.Tools = bytes;
        return Fit();
    }

    /// <summary>The turn is over.</summary>
    public void Ended(long files)
    {
        _request = null;
        Kept(files);
    }

    /// <summary>Nothing needs the conversation until the next request: it has been sent, and an answer that has begun is not asked for again.</summary>
    private async ValueTask Fit()
    {
        if (count.Over <= 0)
            return;
        _request?.LetGo();
        context.Forget();
        count.Messages = 0;
        await Spare();
    }

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
