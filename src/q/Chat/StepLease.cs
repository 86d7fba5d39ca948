using Q.Tools;
using Q.Turns;

namespace Q.Chat;

/// <summary>
/// The files that the writes of one step hold together, from before they are prepared until all have run. While a person is
/// asked it may lapse; it is then taken again, whole, before the first write. Owned by the step.
/// </summary>
internal sealed class StepLease(int turn, ToolShared shared, Workspace workspace, IReadOnlyList<string> paths, ITurnSink sink) : IDisposable
{
    private FileLease? _lease;

    /// <summary>Waits until all are free. The problem is a sentence for the model.</summary>
    public async Task<string?> Take(string title, CancellationToken cancel)
    {
        if (paths.Count == 0)
            return null;
        cancel.ThrowIfCancellationRequested();
        _lease?.Dispose();
        _lease = shared.Locks.Request(workspace.Session, paths);
        while (true)
        {
            var news = await _lease.Next(cancel);
            switch (news.State)
            {
                case LeaseState.Granted:
                    return null;
                case LeaseState.Waiting:
                    var holder = shared.NameOf(news.Holder!.Session);
                    await sink.Send(new ToolWaits(turn, title, $"held by {holder}", news.Holder.Since));
                    break;
                default:
                    return Problem(news.Holder);
            }
        }
    }

    /// <summary>Runs a write while no other session can write one of the files.</summary>
    public async Task<ToolResult> Write(string title, Func<Task<ToolResult>> run, CancellationToken cancel)
    {
        while (_lease?.TryBeginWrite() == false)
        {
            if (await Take(title, cancel) is { } problem)
                return ToolResult.Failed(problem, "held");
        }
        try
        {
            return await run();
        }
        finally
        {
            _lease?.EndWrite();
        }
    }

    public void Dispose() => _lease?.Dispose();

    private string Problem(FileHolder? holder)
    {
        if (holder is null)
            return "This session is being closed, so nothing was written.";
        var since = (int)(shared.Time.GetUtcNow() - holder.Since).TotalSeconds;
        return $"{PlainText.Line(workspace.Short(holder.Path))} is held by {shared.NameOf(holder.Session)}, {since} s, and did not become free within "
            + $"{shared.Locks.Term.TotalSeconds:0} s, so nothing was written. Do something else first, or ask the person to answer that session's question.";
    }
}
