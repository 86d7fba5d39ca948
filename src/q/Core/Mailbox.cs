using System.Collections.Concurrent;

namespace Q.Core;

/// <summary>
/// Runs one handler at a time, in the order of posting, on the thread pool, and holds no thread while it has nothing to do.
/// Anyone may post. The handler must not throw: its owner turns a failure into an event.
/// </summary>
internal sealed class Mailbox<T>(Action<T> handle) : IThreadPoolWorkItem
{
    /// <summary>How many items one run takes before it lets others have the thread.</summary>
    private const int Budget = 64;

    private readonly ConcurrentQueue<T> _waiting = new();
    private int _running;
    private int _handled;

    /// <summary>Counts what was handled; it goes round.</summary>
    public int Handled => Volatile.Read(ref _handled);

    /// <summary>Something is being handled, or waits for it.</summary>
    public bool IsBusy => Volatile.Read(ref _running) != 0 || !_waiting.IsEmpty;

    public void Post(T item)
    {
        _waiting.Enqueue(item);
        Wake();
    }

    /// <summary>
    /// Handles the item here and now if nobody else is being handled or waits; false, and nothing done, otherwise. Saves a
    /// producer that has one item in flight two changes of thread for each.
    /// </summary>
    public bool TryRun(T item)
    {
        if (!_waiting.IsEmpty || Interlocked.Exchange(ref _running, 1) != 0)
            return false;
        var isFirst = _waiting.IsEmpty;
        if (isFirst)
            Handle(item);
        Rest();
        return isFirst;
    }

    void IThreadPoolWorkItem.Execute()
    {
        for (var left = Budget; left > 0 && _waiting.TryDequeue(out var item); left--)
            Handle(item);
        Rest();
    }

    /// <summary>Only one runs at a time, so only one counts.</summary>
    private void Handle(T item)
    {
        handle(item);
        Volatile.Write(ref _handled, _handled + 1);
    }

    private void Rest()
    {
        Interlocked.Exchange(ref _running, 0);
        if (!_waiting.IsEmpty)
            Wake(); // something came in after the last dequeue, or the budget ran out
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref _running, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
