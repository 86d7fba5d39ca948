using Q.Store;

namespace Q.Sessions;

/// <summary>
/// A prompt on its way into a session, with the session's row as it is once the prompt is sent: without it among those that wait.
/// The loop makes it, the session's mailbox stores both at once; <c>_gate</c> is held while they are handed to the store, so that
/// what the loop stores of a session that it closes comes before or after them, and never between.
/// </summary>
/// <param name="text">What was typed.</param>
/// <param name="row">Null when it is stored as it is.</param>
internal sealed class SentPrompt(string text, StoredSession? row)
{
    private readonly Lock _gate = new();
    private StoredSession? _row = row;
    private bool _isTaken;

    public string Text { get; } = text;

    /// <summary>Hands the row, if it is to be stored still, to whoever stores the prompt; nothing once it was taken back.</summary>
    public void Store(Action<StoredSession?> store)
    {
        lock (_gate)
        {
            if (!_isTaken)
                store(_row);
            _isTaken = true;
        }
    }

    /// <summary>The row is not to be stored any more: the loop stores another one.</summary>
    public void Withdraw()
    {
        lock (_gate)
            _row = null;
    }

    /// <summary>What was typed, when the session hangs before it: the loop keeps it then. Null when the session has stored it.</summary>
    public string? TakeBack()
    {
        lock (_gate)
        {
            var isOurs = !_isTaken;
            _isTaken = true;
            return isOurs ? Text : null;
        }
    }
}
