using System.Buffers;
using System.IO.Pipes;

namespace Q.Processes;

/// <summary>
/// Reads a child's two pipes in one loop, so that one chunk is in flight. Ends when both are at their end, or when the child
/// has ended and nothing more of its own can come: something it left in the background may hold the pipes open for ever.
/// </summary>
internal sealed class ChildOutput(PipeStream output, PipeStream error, Task ended, TimeProvider time)
{
    private const int ChunkSize = 16 * 1024;

    /// <summary>A pipe holds this much: what comes after it, the child did not write before it ended.</summary>
    private const int PipeHolds = 64 * 1024;

    /// <summary>How long after the child's end its pipes may be silent before nobody reads them any more.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromMilliseconds(100);

    /// <summary>How long in all is waited for more then: some that was left in the background writes a little all the time.</summary>
    private static readonly TimeSpan s_mostWait = TimeSpan.FromMilliseconds(500);

    private int _readAfterEnd;
    private TimeSpan _waitedAfterEnd;

    public async Task Drain(ChildSink sink, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        byte[] outputBuffer = ArrayPool<byte>.Shared.Rent(ChunkSize), errorBuffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
        Task<int>? fromOutput = Read(output, outputBuffer, stop.Token), fromError = Read(error, errorBuffer, stop.Token);
        try
        {
            while (fromOutput is not null || fromError is not null)
            {
                if (!await SomethingCame(fromOutput, fromError, cancel))
                    break;
                if (fromOutput is { IsCompleted: true })
                    fromOutput = await Hand(ChildStream.Output, output, outputBuffer, fromOutput, sink, stop.Token);
                if (fromError is { IsCompleted: true })
                    fromError = await Hand(ChildStream.Error, error, errorBuffer, fromError, sink, stop.Token);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Settle(fromOutput);
            await Settle(fromError);
            ArrayPool<byte>.Shared.Return(outputBuffer);
            ArrayPool<byte>.Shared.Return(errorBuffer);
        }
    }

    private async Task<bool> SomethingCame(Task<int>? fromOutput, Task<int>? fromError, CancellationToken cancel)
    {
        var either = (fromOutput, fromError) switch
        {
            ({ } one, { } other) => (Task)Task.WhenAny(one, other),
            ({ } one, null) => one,
            _ => fromError!,
        };
        if (!ended.IsCompleted)
            await Task.WhenAny(either, ended).WaitAsync(cancel);
        if (either.IsCompleted || !ended.IsCompleted)
            return true;
        if (_readAfterEnd > 2 * PipeHolds || _waitedAfterEnd > s_mostWait)
            return false;
        var since = time.GetTimestamp();
        try
        {
            await either.WaitAsync(s_silence, time, cancel);
            return true;
        }
        catch (TimeoutException) when (!(fromOutput is not null && SpawnLibc.HasBytes(output)) && !(fromError is not null && SpawnLibc.HasBytes(error)))
        {
            return false;
        }
        catch (TimeoutException)
        {
            await either.WaitAsync(cancel); // it has written, and it is our thread that has not come yet
            return true;
        }
        finally
        {
            _waitedAfterEnd += time.GetElapsedTime(since);
        }
    }

    /// <summary>Hands on what was read and reads again; null at the end.</summary>
    private async Task<Task<int>?> Hand(
        ChildStream stream, Stream from, byte[] buffer, Task<int> read, ChildSink sink, CancellationToken stop)
    {
        var count = await read;
        if (count == 0)
            return null;
        if (ended.IsCompleted)
            _readAfterEnd += count;
        await sink(stream, buffer.AsMemory(0, count));
        stop.ThrowIfCancellationRequested();
        // A background process that never stops writing must not keep us here.
        return _readAfterEnd > 2 * PipeHolds ? null : Read(from, buffer, stop);
    }

    private static async Task<int> Read(Stream from, byte[] buffer, CancellationToken stop)
    {
        try
        {
            return await from.ReadAsync(buffer.AsMemory(0, ChunkSize), stop);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>No buffer goes back to the pool while a read may still write to it.</summary>
    private static async Task Settle(Task? read)
    {
        if (read is not null)
            await read.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
