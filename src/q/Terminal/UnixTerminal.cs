using System.Runtime.InteropServices;
using Q.Core;

namespace Q.Terminal;

/// <summary>
/// The tty of this process. Its thread does nothing but wait for bytes, decode and post; writes come from the app loop. Where
/// input or output is no terminal, or a dumb one, nothing is made raw and lines come in as they were sent.
/// </summary>
internal sealed class UnixTerminal(Capabilities capabilities, int input = 0, int output = 1) : ITerminal
{
    private const int ReadSize = 32 * 1024;

    /// <summary>The pieces of one answer come sooner than so many milliseconds, over slow lines too.</summary>
    private const int AnswerWait = 500;

    /// <summary>For the crash handlers: where to write what undoes all modes, and whether alternate screen and title are to be undone.</summary>
    private static int s_output = -1;
    private static int s_patience = 100;
    private static int s_alternate;
    private static int s_titled;
    private static int s_hooked;

    /// <summary>Where it does not block to write to; the terminal itself where that cannot be had.</summary>
    private readonly int _writer = IsTerminal(output) && Libc.OpenAgain(output) is >= 0 and var own ? own : output;
    private int _patience = int.MaxValue;
    private Thread? _reader;
    private int _wakeRead = -1;
    private int _wakeWrite = -1;
    private bool _gone;

    /// <summary>
    /// Another job of the shell has the terminal: to read from it or to change it would stop this process.
    /// </summary>
    public static bool IsInBackground => IsTerminal(0) && Libc.ForegroundGroup(0) is > 0 and var group && group != Libc.OwnGroup();

    /// <summary>Null where the terminal does not know it.</summary>
    public static TerminalSize? SizeOf(int descriptor) => Libc.TryGetSize(descriptor, out var size) ? size : null;

    public bool IsPlain { get; private set; } = capabilities.IsPlain;

    /// <summary>Hears each byte before it is decoded, on the reader's thread: for <c>q keys test</c>.</summary>
    public Action<byte>? Heard { get; set; }

    public TerminalSize Size => Libc.TryGetSize(output, out var size) ? size : new TerminalSize(80, 24);

    /// <summary>
    /// The last resort, for a crash or an exit that nobody planned: undoes every mode and puts the tty back. Does nothing when
    /// the terminal was left already. Any thread.
    /// </summary>
    public static void Restore() => PutBack(isCrash: true);

    private static void PutBack(bool isCrash)
    {
        if (!RawMode.IsRaw)
            return;
        var isAlternate = Interlocked.Exchange(ref s_alternate, 0) != 0;
        if (Interlocked.Exchange(ref s_titled, 0) != 0)
            WriteAll(s_output, Ansi.TakeTitleBack, ref s_patience);
        WriteAll(s_output, isAlternate ? Ansi.UndoEverything : Ansi.UndoOnMainScreen, ref s_patience);
        if (isCrash && !isAlternate)
            WriteAll(s_output, Ansi.BelowLine, ref s_patience); // what is said next stands below what was typed
        RawMode.PutBack();
    }

    public void Start(Action<TerminalEvent> post)
    {
        if (!Libc.TryPipe(out _wakeRead, out _wakeWrite))
            Fail.InvalidOperation("No file descriptor is left to read the terminal with.");
        _reader = new Thread(() => ReadUntilWoken(post)) { IsBackground = true, Name = "tty" };
        _reader.Start();
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_gone)
            return;
        if (!IsPlain)
        {
            Note(bytes, Ansi.EnterAlternateScreen, Ansi.LeaveAlternateScreen, ref s_alternate);
            Note(bytes, Ansi.KeepTitle, Ansi.TakeTitleBack, ref s_titled);
        }
        _gone = !WriteAll(_writer, bytes, ref _patience);
    }

    /// <summary>
    /// The process is to end: a terminal that does not read is waited for no longer, also not by a write that is under way. Any thread.
    /// </summary>
    public void GiveUp()
    {
        Volatile.Write(ref _patience, 3);
        Volatile.Write(ref s_patience, 3);
    }

    public void Enter()
    {
        if (IsPlain || !RawMode.Take(input))
            return;
        s_output = _writer;
        if (Interlocked.Exchange(ref s_hooked, 1) == 0)
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Restore();
            AppDomain.CurrentDomain.UnhandledException += (_, _) => Restore();
        }
    }

    public void Leave() => PutBack(isCrash: false);

    public void UseLines()
    {
        Restore();
        IsPlain = true;
    }

    public void Dispose()
    {
        Leave();
        Stop();
        if (_writer != output)
            _ = Libc.Close(_writer);
    }

    public unsafe void Stop()
    {
        if (_reader is null)
            return;
        byte wake = 0;
        _ = Libc.Write(_wakeWrite, &wake, 1);
        if (_reader != Thread.CurrentThread)
            _reader.Join();
        _ = Libc.Close(_wakeRead);
        _ = Libc.Close(_wakeWrite);
        _reader = null;
    }

    /// <summary>
    /// Notes which of two came last in these bytes: leaving an alternate screen that is not there moves the cursor, and a title that was
    /// not kept is somebody else's.
    /// </summary>
    private static void Note(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> on, ReadOnlySpan<byte> off, ref int isOn)
    {
        var (lastOn, lastOff) = (bytes.LastIndexOf(on), bytes.LastIndexOf(off));
        if (lastOn != lastOff)
            Volatile.Write(ref isOn, lastOn > lastOff ? 1 : 0);
    }

    private unsafe void ReadUntilWoken(Action<TerminalEvent> post)
    {
        var told = new List<TerminalEvent>();
        var decoder = new InputDecoder(told.Add);
        using var lines = IsPlain ? new LineDecoder(post) : null;
        var buffer = new byte[ReadSize];
        var entries = stackalloc Libc.PollEntry[2];
        while (true)
        {
            entries[0] = new Libc.PollEntry { Descriptor = input, Wanted = Libc.PollIn };
            entries[1] = new Libc.PollEntry { Descriptor = _wakeRead, Wanted = Libc.PollIn };
            var wait = decoder.IsUndecided ? (int)capabilities.EscapeWait.TotalMilliseconds : decoder.IsHeld ? AnswerWait : -1;
            var ready = Libc.Poll(entries, 2, wait);
            if (ready < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted)
                continue;
            if (entries[1].Got != 0)
                return;
            if (ready == 0)
            {
                if (decoder.IsUndecided)
                    decoder.Flush();
                else
                    decoder.Release();
                HandOver(told, post);
                continue;
            }
            nint count;
            fixed (byte* to = buffer)
                count = ready < 0 ? -1 : Libc.Read(input, to, ReadSize);
            if (count > 0)
            {
                var bytes = buffer.AsSpan(0, (int)count);
                if (lines is null && Heard is { } heard)
                {
                    for (var i = 0; i < bytes.Length; i++)
                    {
                        heard(bytes[i]);
                        decoder.Feed(bytes.Slice(i, 1));
                        if (told.Count == 0 && decoder.IsAtRest)
                            told.Add(new NotKnown());
                        HandOver(told, post);
                    }
                }
                else if (lines is null)
                {
                    decoder.Feed(bytes);
                    HandOver(told, post);
                }
                else
                    lines.Feed(bytes);
                continue;
            }
            if (count < 0 && Marshal.GetLastPInvokeError() is var error && (error == Libc.Interrupted || error == Libc.WouldBlock))
                continue;
            if (lines is null)
                post(new HungUp());
            else
                lines.End();
            return;
        }
    }

    /// <summary>What came together is one event: the loop is woken once for it, and draws once.</summary>
    private void HandOver(List<TerminalEvent> told, Action<TerminalEvent> post)
    {
        if (told.Count <= 1 || Heard is not null)
            told.ForEach(post);
        else
            post(new Burst([.. told]));
        told.Clear();
    }

    public static bool IsTerminal(int descriptor) => Libc.IsTerminal(descriptor) == 1;

    /// <summary>All that comes until the end, as text; what is longer than the bound is not cut in silence but refused in a sentence.</summary>
    public static unsafe Outcome<string> ReadAll(int descriptor, int most)
    {
        using var all = new PooledBuffer();
        while (true)
        {
            if (all.Length > most)
            {
                return Outcome<string>.No($"More than {most / 1024 / 1024} MB came in, which is more than a model can read. "
                    + "Name the file in the prompt instead: it is then read piece by piece.");
            }
            var room = all.GetSpan(ReadSize);
            nint count;
            fixed (byte* to = room)
                count = Libc.Read(descriptor, to, (nuint)room.Length);
            if (count > 0)
                all.Advance((int)count);
            else if (count == 0 || Marshal.GetLastPInvokeError() != Libc.Interrupted)
                return Outcome<string>.Ok(PastedText.From(all.Written));
        }
    }

    /// <summary>False when the other side is gone.</summary>
    public static bool WriteAll(int descriptor, ReadOnlySpan<byte> bytes)
    {
        var forever = int.MaxValue;
        return WriteAll(descriptor, bytes, ref forever);
    }

    /// <param name="descriptor">Where to.</param>
    /// <param name="bytes">What is written whole.</param>
    /// <param name="patience">So many tenths of a second may go by without one byte taken; may become less meanwhile.</param>
    private static unsafe bool WriteAll(int descriptor, ReadOnlySpan<byte> bytes, ref int patience)
    {
        var waited = 0;
        fixed (byte* start = bytes)
        {
            for (nint at = 0; at < bytes.Length;)
            {
                var count = Libc.Write(descriptor, start + at, (nuint)(bytes.Length - at));
                if (count >= 0)
                {
                    (at, waited) = (at + count, 0);
                    continue;
                }
                var error = Marshal.GetLastPInvokeError();
                if (error == Libc.WouldBlock) // the writer is one of these, and somebody who shares the tty may have made it one
                {
                    if (waited++ >= Volatile.Read(ref patience))
                        return false;
                    var entry = new Libc.PollEntry { Descriptor = descriptor, Wanted = Libc.PollOut };
                    _ = Libc.Poll(&entry, 1, 100);
                }
                else if (error != Libc.Interrupted)
                {
                    return false;
                }
            }
        }
        return true;
    }
}
