using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Q.Processes;
using Q.Terminal;
using Q.TestKit;

namespace Q.Probe;

/// <summary>
/// A program in a terminal of 120×40: keys in, bytes out, with the instant at which each came. What it asks of the
/// terminal it
/// is answered, as a plain xterm would. Owned by one thread.
/// </summary>
internal sealed class PtyProgram : IDisposable
{
    private const int Columns = 120;
    private const int Rows = 40;

    private readonly int _emulator;
    private readonly byte[] _chunk = new byte[64 * 1024];
    private readonly List<byte> _shown = [];
    private readonly VirtualScreen _screen = new(Columns, Rows);
    private readonly List<byte> _screenBehind = [];
    private bool _ended;

    public PtyProgram(Launch launch)
    {
        (_emulator, var terminal) = OpenTerminal();
        Posix.Resize(_emulator, Columns, Rows);
        Began = Stopwatch.GetTimestamp();
        Pid = launch.StartIn(terminal);
    }

    public int Pid { get; }

    public long Began { get; }

    /// <summary>All it wrote since the last <see cref="Forget"/>.</summary>
    public string Shown => Encoding.UTF8.GetString([.. _shown]);

    public void Forget() => _shown.Clear();

    public unsafe void Type(string keys)
    {
        var bytes = Encoding.UTF8.GetBytes(keys);
        fixed (byte* from = bytes)
            _ = Libc.Write(_emulator, from, (nuint)bytes.Length);
    }

    /// <summary>Reads until the text was shown, and gives the instant. Only what came since <see cref="Forget"/> is
    /// looked at.</summary>
    public long Await(string text, int milliseconds = 10_000)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        var until = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 1000 * milliseconds);
        while (true)
        {
            if (CollectionsMarshal.AsSpan(_shown).IndexOf(wanted) >= 0)
                return Stopwatch.GetTimestamp();
            var left = (int)Math.Max(0, (until - Stopwatch.GetTimestamp()) * 1000 / Stopwatch.Frequency);
            if (left == 0 || !Read(left))
                throw new TimeoutException($"'{text}' was not shown within {milliseconds} ms. Shown was: {Tail()}");
        }
    }

    /// <summary>Reads until the text stands on the screen, however it came there.</summary>
    public void AwaitSeen(string text, int milliseconds = 60_000)
    {
        var until = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 1000 * milliseconds);
        while (!Picture().Contains(text, StringComparison.Ordinal))
        {
            if (Stopwatch.GetTimestamp() > until)
                throw new TimeoutException($"'{text}' does not stand on the screen after {milliseconds} ms. There stands:\n{Picture()}");
            _ = Read(50);
        }
    }

    /// <summary>Reads until nothing came for a while, and gives the instant of the last byte; 0 when none
    /// came.</summary>
    public long Quiet(int milliseconds) => Quiet(milliseconds, milliseconds);

    /// <summary>The same, and the first byte has longer to come.</summary>
    public long Quiet(int milliseconds, int first)
    {
        var last = 0L;
        while (Read(last == 0 ? first : milliseconds))
            last = Stopwatch.GetTimestamp();
        return last;
    }

    /// <summary>Lets time pass, as a person does, and reads what is shown meanwhile.</summary>
    public void Pause(int milliseconds)
    {
        var until = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 1000 * milliseconds);
        while ((until - Stopwatch.GetTimestamp()) * 1000 / Stopwatch.Frequency is > 0 and var left)
            _ = Read((int)left);
    }

    /// <summary>Ends it the hard way, where asking has not helped.</summary>
    public void Dispose()
    {
        _ = SpawnLibc.kill(Pid, SpawnLibc.SigTerm);
        var until = Stopwatch.GetTimestamp() + (5 * Stopwatch.Frequency);
        while (!SpawnLibc.HasEnded(Pid) && Stopwatch.GetTimestamp() < until)
            _ = Read(20);
        _ = SpawnLibc.kill(Pid, SpawnLibc.SigKill);
        _ = Launch.Wait(Pid);
        _ = Libc.Close(_emulator);
    }

    private unsafe bool Read(int milliseconds)
    {
        if (_ended)
        {
            Thread.Sleep(milliseconds);
            return false;
        }
        Libc.PollEntry entry = new() { Descriptor = _emulator, Wanted = Libc.PollIn };
        if (Libc.Poll(&entry, 1, milliseconds) <= 0)
            return false;
        fixed (byte* to = _chunk)
        {
            var count = (int)Libc.Read(_emulator, to, (nuint)_chunk.Length);
            _ended = count <= 0;
            if (_ended)
                return false;
            Answer(_chunk.AsSpan(0, count));
            _shown.AddRange(_chunk.AsSpan(0, count));
            _screenBehind.AddRange(_chunk.AsSpan(0, count));
        }
        return true;
    }

    /// <summary>Bytes are applied when somebody looks, so that no measured time holds it.</summary>
    private string Picture()
    {
        _screen.Apply(CollectionsMarshal.AsSpan(_screenBehind));
        _screenBehind.Clear();
        return _screen.Picture;
    }

    private void Answer(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOf("\e[c"u8) >= 0 || bytes.IndexOf("\e[0c"u8) >= 0)
            Type("\e[?62;22c");
        if (bytes.IndexOf("\e[6n"u8) >= 0)
            Type("\e[1;1R");
    }

    private string Tail()
    {
        var shown = Shown;
        return shown[Math.Max(0, shown.Length - 400)..].Replace("\e", "␛", StringComparison.Ordinal);
    }

    private static unsafe (int Emulator, string Terminal) OpenTerminal()
    {
        fixed (byte* path = "/dev/ptmx\0"u8)
        {
            var emulator = Posix.open(path, 2 | 0x100 | 0x80000);
            int locked = 0, number;
            _ = Posix.ioctl(emulator, 0x40045431, &locked);
            _ = Posix.ioctl(emulator, 0x80045430, &number);
            return (emulator, $"/dev/pts/{number}");
        }
    }
}
