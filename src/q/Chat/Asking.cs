using Q.Turns;

namespace Q.Chat;

/// <summary>
/// The one open question of a session. The running turn opens it and waits; the session's mailbox answers. An answer with
/// another number than the open question's does nothing.
/// </summary>
internal sealed class Asking
{
    private Open? _open;
    private int _count;

    public async Task<Answer> Ask(Func<int, Question> make, Func<Question, ValueTask> send, CancellationToken cancel)
    {
        var question = make(++_count);
        var open = new Open(question.Number, new(TaskCreationOptions.RunContinuationsAsynchronously));
        Volatile.Write(ref _open, open); // before it is sent: the answer may come while it is being sent
        try
        {
            await send(question);
            return await open.Reply.Task.WaitAsync(cancel);
        }
        finally
        {
            Volatile.Write(ref _open, null);
        }
    }

    public void Answer(int question, Answer answer)
    {
        if (Volatile.Read(ref _open) is { } open && open.Number == question)
            open.Reply.TrySetResult(answer);
    }

    private sealed record Open(int Number, TaskCompletionSource<Answer> Reply);
}
