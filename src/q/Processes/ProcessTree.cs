using System.Globalization;

namespace Q.Processes;

/// <summary>
/// A child and everything it started, as of now. On Linux read from /proc, because a shell with job control gives each job a
/// group of its own; elsewhere the child's own group. Immutable.
/// </summary>
internal sealed class ProcessTree
{
    private readonly HashSet<int> _family;
    private readonly HashSet<int> _groups;

    private ProcessTree(HashSet<int> family, HashSet<int> groups) => (_family, _groups) = (family, groups);

    /// <summary>When a process that runs began, in the kernel's words; null when none runs or /proc is missing.</summary>
    public static string? StartOf(int pid) => Read(pid) is { State: not "Z", Start: var start } ? start : null;

    public static ProcessTree Of(int root)
    {
        HashSet<int> family = [root], groups = [root];
        var all = Everyone();
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var one in all)
            {
                if ((one.Session == root || family.Contains(one.Parent)) && family.Add(one.Pid))
                {
                    groups.Add(one.Group);
                    grown = true;
                }
            }
        }
        return new(family, groups);
    }

    public void Signal(int signal)
    {
        foreach (var group in _groups)
        {
            if (group > 1)
                _ = SpawnLibc.kill(-group, signal); // a group that is gone is what is wanted
        }
    }

    /// <summary>Nobody is left but zombies; where /proc is missing that is not known, and true.</summary>
    public bool IsGone()
    {
        foreach (var pid in _family)
        {
            if (Read(pid) is { State: not "Z" })
                return false;
        }
        return true;
    }

    private static List<Entry> Everyone()
    {
        var all = new List<Entry>();
        if (!OperatingSystem.IsLinux() || !Directory.Exists("/proc"))
            return all;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, null, out var pid) && Read(pid) is { } entry)
                all.Add(entry);
        }
        return all;
    }

    private static Entry? Read(int pid)
    {
        try
        {
            // "pid (name) state ppid pgrp session …"; the name may hold anything, a parenthesis too
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ', 21);
            return new(pid, fields[0], int.Parse(fields[1]), int.Parse(fields[2]), int.Parse(fields[3]), fields[19]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return null; // it ended while we looked
        }
    }

    private sealed record Entry(int Pid, string State, int Parent, int Group, int Session, string Start);
}
