using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading.Channels;
using Q.Config;

namespace Q.Telemetry;

/// <summary>
/// <c>logs/audit.log</c>: what tools did and who allowed it, a JSON object a line, appended and never changed. Written by one task
/// of its own that lives while there is something to write; the file is opened for each batch, locked against another q, so that
/// lines of two never mix. Nothing is lost silently: what could not be written is tried again, and what had to be dropped is
/// counted in the log itself and told to the person.
/// </summary>
internal sealed class AuditLog(QPaths paths, TimeProvider time, Action<string> tell, AuditBounds? bounds = null)
{
    private sealed record Queued(AuditEntry Entry, DateTimeOffset At);

    private const int MostWhat = 1000;
    private const int MostBatch = 256;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly AuditBounds _bounds = bounds ?? new();
    private readonly AuditFile _file = new(paths, bounds ?? new());
    private readonly Channel<Queued> _queue =
        Channel.CreateBounded<Queued>(new BoundedChannelOptions((bounds ?? new()).Queue) { SingleReader = true });

    private readonly ArrayBufferWriter<byte> _unwritten = new();
    private Task? _writer;
    private bool _isStarted;
    private object? _starting;
    private long _lost;
    private bool _hasTold;

    /// <summary>Any thread. Completes at once unless the queue is full; who then waits longest loses its entry, which is counted.</summary>
    public async ValueTask Write(AuditEntry entry)
    {
        // The form with a lock: without one, two that come first together would start two tasks.
        _ = LazyInitializer.EnsureInitialized(ref _writer, ref _isStarted, ref _starting, () => Task.Run(Work));
        if (_queue.Writer.TryWrite(new(entry, time.GetUtcNow())))
            return;
        try
        {
            await _queue.Writer.WriteAsync(new(entry, time.GetUtcNow())).AsTask().WaitAsync(s_patience, time);
        }
        catch (Exception e) when (e is TimeoutException or ChannelClosedException)
        {
            Interlocked.Increment(ref _lost);
        }
    }

    /// <summary>Writes what is on its way, at most so long.</summary>
    public async Task Finish(TimeSpan most)
    {
        _queue.Writer.TryComplete();
        if (_writer is { } writer)
            await writer.WaitAsync(most, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Work()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            for (var left = MostBatch; left > 0 && _queue.Reader.TryRead(out var next); left--)
                Take(next.Entry, next.At);
            if (await _file.Append(_unwritten.WrittenMemory) is { } problem)
            {
                Tell(problem);
                continue;
            }
            _unwritten.Clear();
            _hasTold = false;
        }
    }

    /// <summary>Puts an entry behind those that wait for the disk, or counts it.</summary>
    private void Take(AuditEntry entry, DateTimeOffset at)
    {
        if (_unwritten.WrittenCount > _bounds.Unwritten)
        {
            Interlocked.Increment(ref _lost);
            return;
        }
        if (Interlocked.Exchange(ref _lost, 0) is var lost and > 0)
            Line(to => to.WriteNumber("count", lost), "lost", at);
        Line(
            to =>
            {
                to.WriteString("session", entry.Session.Value);
                to.WriteString("name", entry.Name);
                to.WriteString("tool", entry.Tool);
                to.WriteString("what", entry.What.Length <= MostWhat ? entry.What : string.Concat(entry.What.AsSpan(0, MostWhat), "…"));
                to.WriteString("outcome", entry.Outcome);
                to.WriteString("sha256", Convert.ToHexStringLower(SHA256.HashData(entry.Content.Span)));
            },
            entry.Operation, at);
    }

    private void Line(Action<Utf8JsonWriter> write, string operation, DateTimeOffset at)
    {
        // The default encoder leaves no control byte and nothing but ASCII: the log may be shown in a terminal.
        using (var to = new Utf8JsonWriter(_unwritten))
        {
            to.WriteStartObject();
            to.WriteString("at", at.UtcDateTime);
            to.WriteNumber("pid", Environment.ProcessId);
            to.WriteString("op", operation);
            write(to);
            to.WriteEndObject();
        }
        _unwritten.Write("\n"u8);
    }

    private void Tell(string problem)
    {
        if (_hasTold)
            return;
        _hasTold = true;
        tell($"The audit log {paths.Audit} cannot be written: {problem.TrimEnd('.')}. Tools go on; what they do is kept for it and written when it can be.");
    }
}

/// <summary>Where the audit log begins anew, and how much waits for it.</summary>
/// <param name="File">Bytes; then it becomes <c>audit.log.1</c>.</param>
/// <param name="Keep">How many of those are kept.</param>
/// <param name="Queue">Entries on their way to the writer.</param>
/// <param name="Unwritten">Bytes that wait for a disk.</param>
internal sealed record AuditBounds(long File = 10 << 20, int Keep = 9, int Queue = 1024, int Unwritten = 1 << 20);
