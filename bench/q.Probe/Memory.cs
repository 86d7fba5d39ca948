using System.Globalization;

namespace Q.Probe;

/// <summary>Memory and processor time of another process, as Linux tells them.</summary>
internal static class Memory
{
    /// <summary>Proportional share of memory now, in MB.</summary>
    public static double Pss(int pid) => Kilobytes($"/proc/{pid}/smaps_rollup", "Pss:") / 1000;

    /// <summary>The most that was ever resident, in MB.</summary>
    public static double Peak(int pid) => Kilobytes($"/proc/{pid}/status", "VmHWM:") / 1000;

    /// <summary>All descendants and the process itself: what a multiplexer's server and its programs take.</summary>
    public static double PssOf(IEnumerable<int> pids) => pids.Sum(Pss);

    /// <summary>Ticks of 10 ms that all its threads have run.</summary>
    public static long Ticks(int pid)
    {
        var fields = File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1].Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture)
            + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }

    /// <summary>Microseconds that all its threads have run: ticks are coarse.</summary>
    public static double Microseconds(int pid) => Directory.GetDirectories($"/proc/{pid}/task")
        .Sum(static task =>
            double.Parse(File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ')[0],
                CultureInfo.InvariantCulture)) / 1000;

    /// <summary>
    /// Runs a program and gives its peak in MB. It is stopped at its exit and asked: what wait4 tells would hold our
    /// own peak
    /// too, since a child that is spawned begins in our memory.
    /// </summary>
    public static unsafe double PeakOf(Launch launch)
    {
        var pid = launch.Held().Start();
        Posix.Seize(pid, Posix.StopAtExit);
        var peak = double.NaN;
        int status;
        while (Processes.SpawnLibc.waitpid(pid, &status, 0) == pid && (status & 0xff) == 0x7f)
        {
            if (status >> 8 == Posix.ExitStop)
                peak = Peak(pid);
            var signal = (status >> 8) & 0xff;
            _ = Posix.ptrace(Posix.Continue, pid, 0, status >> 16 != 0 || signal == Posix.TrapSignal ? 0 : signal);
        }
        return peak;
    }

    private static double Kilobytes(string file, string name)
    {
        foreach (var line in File.ReadLines(file))
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
                return double.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(),
                    CultureInfo.InvariantCulture) * 1.024;
        }
        return double.NaN;
    }
}
