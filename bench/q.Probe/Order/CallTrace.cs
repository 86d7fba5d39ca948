using Q.Processes;

namespace Q.Probe.Order;

/// <summary>
/// Which compiled methods of a program run, in the order of their first call. A trap stands at the first byte of each
/// method and
/// goes when it was met. Owned by the thread that follows.
/// </summary>
internal sealed unsafe class CallTrace(SymbolTable symbols)
{
    private const int Exec = 4;
    private const byte Trap = 0xCC;

    private readonly ulong[] _methods = symbols.Methods();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, byte> _planted = [];

    /// <summary>Methods, in the order of their first call in all runs so far.</summary>
    public List<string> Called { get; } = [];

    /// <summary>Follows a program that is held (<see cref="Launch.Held"/>) to its end.</summary>
    public void Follow(int pid)
    {
        Posix.Seize(pid, Posix.FollowClones | Posix.StopAtExec | Posix.EndWithTracer);
        int status, one;
        while ((one = SpawnLibc.waitpid(-1, &status, Posix.AllThreads)) > 0)
        {
            if ((status & 0xff) != 0x7f)
            {
                if (one == pid)
                    return;
                continue;
            }
            var (signal, what) = ((status >> 8) & 0xff, status >> 16);
            if (what == Exec)
                Plant(pid);
            if (what != 0 || (signal == Posix.TrapSignal && Met(pid, one)))
                signal = 0;
            _ = Posix.ptrace(Posix.Continue, one, 0, signal);
        }
    }

    private void Plant(int pid)
    {
        _planted.Clear();
        using var memory = File.OpenHandle($"/proc/{pid}/mem", FileMode.Open, FileAccess.ReadWrite);
        var first = _methods[0];
        var code = new byte[_methods[^1] - first + 1];
        if (RandomAccess.Read(memory, code, (long)first) != code.Length)
            throw new InvalidOperationException("The code of the program cannot be read.");
        foreach (var method in _methods)
        {
            _planted[method] = code[method - first];
            code[method - first] = Trap;
        }
        RandomAccess.Write(memory, code, (long)first);
    }

    /// <summary>Whether it stopped at one of our traps, which is then written down and taken away.</summary>
    private bool Met(int pid, int thread)
    {
        Posix.Registers registers;
        if (Posix.ptrace(Posix.GetRegisters, thread, 0, (nint)(&registers)) != 0)
            return false;
        var at = registers.Instruction - 1;
        if (!_planted.TryGetValue(at, out var code))
            return false;
        using var memory = File.OpenHandle($"/proc/{pid}/mem", FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.Write(memory, [code], (long)at);
        registers.Instruction = at;
        _ = Posix.ptrace(Posix.SetRegisters, thread, 0, (nint)(&registers));
        foreach (var name in symbols.NamesAt(at))
        {
            if (_known.Add(name))
                Called.Add(name);
        }
        return true;
    }
}
