using Microsoft.Data.Sqlite;
using Q.Core;

namespace Q.Store;

/// <summary>
/// The store's one writer: a thread that takes everything that waits and writes it in one transaction, in order. Writes
/// without a listener linger <see cref="Linger"/> for company, so that a prompt and what changes with it cost one sync. A
/// disk that is full or a file that is locked stops the queue, not the order: it tries again until it works or q ends.
/// Posting is safe from any thread; <c>_gate</c> guards the list of waiting writes and is never held while writing.
/// </summary>
/// <param name="trouble">Called by the writer when writing fails for the second time (a sentence), and when it works again (null).</param>
/// <param name="isTroubled">The person knows already that nothing can be written.</param>
internal sealed class WriteQueue(IWriteTarget target, string place, Action<string?> trouble, bool isTroubled = false) : IDisposable
{
    private const int Bound = 4096;
    private const int MostInBatch = 512;
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private readonly Queue<Write> _waiting = new();
    private readonly ManualResetEventSlim _ending = new();
    private Thread? _thread;
    private Write? _last;
    private int _urgent;
    private bool _writing;
    private bool _troubled = isTroubled;
    private IReadOnlyList<Write> _batch = [];

    public void Post(Write write)
    {
        string? refused = null;
        lock (_gate)
        {
            if (_ending.IsSet)
                refused = "q is ending; this was not stored.";
            else if (_waiting.Count >= Bound && write is not AppendWrite) // what was said is in memory anyway until it is stored
                refused = $"{Bound} writes wait for {place} already; this one was not stored.";
            else
                Enqueue(write);
        }
        if (refused is not null)
            write.Done?.Invoke(new(refused));
    }

    /// <summary>Waits until everything posted so far is written. False when that takes longer than <paramref name="limit"/>.</summary>
    public bool Flush(TimeSpan limit)
    {
        var until = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        lock (_gate)
        {
            _urgent++;
            Monitor.PulseAll(_gate);
            try
            {
                while (_waiting.Count > 0 || _writing)
                {
                    var left = until - Environment.TickCount64;
                    if (left <= 0 || !Monitor.Wait(_gate, (int)Math.Min(left, int.MaxValue)))
                        return _waiting.Count == 0 && !_writing;
                }
                return true;
            }
            finally
            {
                _urgent--;
            }
        }
    }

    /// <summary>What is not written yet, in order.</summary>
    public IReadOnlyList<Write> Unwritten()
    {
        lock (_gate)
            return [.. _batch, .. _waiting];
    }

    /// <summary>Writes what waits, tells those whose writes cannot be written, and ends the thread; does not wait for a stuck disk.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ending.Set();
            Monitor.PulseAll(_gate);
        }
        _thread?.Join(LongestWait);
        _thread = null;
    }

    private void Enqueue(Write write)
    {
        if (write is SaveWrite { Done: null } row && _last is SaveWrite { Done: null } older && older.Session.Id == row.Session.Id)
        {
            older.Session = row.Session; // a row is whole: while the disk is full a line that is typed is one write, not hundreds
            return;
        }
        _last = write;
        _waiting.Enqueue(write);
        if (write.Done is not null)
            _urgent++;
        if (_thread is null)
        {
            _thread = new Thread(Run) { Name = "q store", IsBackground = true };
            _thread.Start();
        }
        Monitor.PulseAll(_gate);
    }

    private void Run()
    {
        var batch = new List<Write>();
        while (Take(batch))
        {
            WriteAll(batch);
            lock (_gate)
            {
                (_writing, _batch) = (false, []);
                Monitor.PulseAll(_gate);
            }
        }
        target.Close();
    }

    /// <summary>Waits for work and takes it. False at the end, when nothing is left.</summary>
    private bool Take(List<Write> batch)
    {
        batch.Clear();
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_ending.IsSet)
                    return false;
                Monitor.Wait(_gate);
            }
            var until = Environment.TickCount64 + (long)Linger.TotalMilliseconds;
            while (_urgent == 0 && !_ending.IsSet && until - Environment.TickCount64 is > 0 and var left)
                Monitor.Wait(_gate, (int)left);
            while (batch.Count < MostInBatch && _waiting.TryDequeue(out var write))
            {
                batch.Add(write);
                if (write.Done is not null)
                    _urgent--;
            }
            if (_waiting.Count == 0)
                _last = null;
            (_writing, _batch) = (true, [.. batch]);
            return true;
        }
    }

    /// <param name="isLast">Behind it nothing is left of what was taken.</param>
    private void WriteAll(List<Write> batch, bool isLast = true)
    {
        var results = new StoreResult[batch.Count];
        var isHealed = false;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                target.Begin();
                for (var i = 0; i < batch.Count; i++)
                    results[i] = new(target.Apply(batch[i]));
                target.Commit();
                if (isLast)
                    Works();
                break;
            }
            catch (Exception e) when (Database.Passes(e))
            {
                target.Rollback(e);
                var sentence = Sentence(e);
                if (attempt == 2)
                    Stuck(sentence);
                if (_ending.Wait(Backoff.After(attempt, FirstWait, LongestWait, Random.Shared.NextDouble())))
                {
                    Array.Fill(results, new(sentence));
                    break;
                }
            }
            catch (Exception e) when (!isHealed && target.Heal(e))
            {
                isHealed = true;
            }
            catch (Exception e)
            {
                target.Rollback(e);
                if (batch.Count > 1)
                {
                    for (var i = 0; i < batch.Count; i++)
                        WriteAll([batch[i]], isLast && i == batch.Count - 1); // only the one that cannot be fails
                    return;
                }
                results[0] = new($"This could not be stored: {Database.Why(e)}.");
                break;
            }
        }
        for (var i = 0; i < batch.Count; i++)
            batch[i].Done?.Invoke(results[i]);
    }

    private void Stuck(string sentence)
    {
        if (_troubled)
            return;
        _troubled = true;
        trouble(sentence);
    }

    /// <summary>Good news only when nothing waits: what comes behind may not fit.</summary>
    private void Works()
    {
        if (!_troubled)
            return;
        lock (_gate)
        {
            if (_waiting.Count > 0)
                return;
        }
        _troubled = false;
        trouble(null);
    }

    private string Sentence(Exception e) => (e as SqliteException)?.SqliteErrorCode switch
    {
        13 => $"The disk is full: what you type waits, and is stored when there is room for {place}. Free some space.",
        5 or 6 => $"Another program holds {place}: what you type waits until it lets go. Close what has it open.",
        8 => $"{place} is read-only: what you type waits. Make it writable for you.",
        _ => $"{place} cannot be written: {Database.Why(e)}. What you type waits; see whether its disk and folder are there.",
    };
}
