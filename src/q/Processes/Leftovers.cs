using System.Globalization;
using Q.Core;

namespace Q.Processes;

/// <summary>A command that runs though its q is dead. <paramref name="Title"/> is one line for people.</summary>
internal sealed record Leftover(SessionId Session, int Pid, string Title, string Command)
{
    /// <summary>It could not be ended: another user's, mostly.</summary>
    public bool StillRuns { get; init; }
}

/// <summary>
/// Notes of the commands that run, a file each in q's own folder, so that a q that was killed leaves nothing running
/// unnoticed: who has the session next ends it, if the q that noted it is dead: where the store was away, its row may not say
/// that it lives. Linux alone tells a process from another one of its number; elsewhere
/// nothing is noted. Any thread.
/// </summary>
/// <param name="host">Where pids mean what they mean here: containers may share a home, each with its own pid 7.</param>
internal sealed class Leftovers(string folder, string host)
{
    private const string Extension = ".command";

    /// <summary>Notes a command that has begun; gives what <see cref="Forget"/> takes, or null.</summary>
    public string? Note(Leftover begun)
    {
        if (ProcessTree.StartOf(begun.Pid) is not { } start || ProcessTree.StartOf(Environment.ProcessId) is not { } own)
            return null;
        try
        {
            OwnerFolder.Make(folder);
            var path = Path.Combine(folder, $"{begun.Pid}-{host}{Extension}");
            using var writer = new StreamWriter(SharedFile.Open(path, FileMode.Create, FileAccess.Write));
            writer.Write($"{begun.Session}\n{start}\n{Environment.ProcessId} {own}\n{begun.Title}\n{begun.Command}");
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // a full disk keeps no command from running
        }
    }

    /// <summary>The command has ended.</summary>
    public static void Forget(string? note)
    {
        try
        {
            if (note is not null)
                File.Delete(note);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // it names a process that is gone: who reads it knows
        }
    }

    /// <summary>Ends what dead q left running of these sessions, and gives it. Old notes go too.</summary>
    public async Task<List<Leftover>> End(Predicate<SessionId> isOfThese)
    {
        var ended = new List<Leftover>();
        foreach (var path in Noted())
        {
            if (Read(path) is not var (left, start, isKept))
                continue;
            var runs = ProcessTree.StartOf(left.Pid) == start;
            if (runs && (isKept || !isOfThese(left.Session)))
                continue; // its q lives, or another one has its session
            if (runs)
            {
                await ChildProcess.End(left.Pid, Task.CompletedTask);
                left = left with { StillRuns = ProcessTree.StartOf(left.Pid) == start };
                ended.Add(left);
            }
            if (!left.StillRuns)
                Forget(path);
        }
        return ended;
    }

    private string[] Noted()
    {
        try
        {
            return Directory.GetFiles(folder, $"*-{host}{Extension}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Null for what is being written at this moment, or never was to its end.</summary>
    private static (Leftover Left, string Start, bool IsKept)? Read(string path)
    {
        try
        {
            var name = Path.GetFileName(path.AsSpan());
            var parts = File.ReadAllText(path).Split('\n', 5);
            return parts.Length == 5 && SessionId.TryParse(parts[0], out var session)
                && int.TryParse(name[..name.IndexOf('-')], NumberStyles.None, null, out var pid)
                && parts[2].Split(' ') is [var owner, var begun] && int.TryParse(owner, NumberStyles.None, null, out var q)
                ? (new(session, pid, parts[3], parts[4]), parts[1], ProcessTree.StartOf(q) == begun)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
