using Q.Core;
using Q.Output;

namespace Q.Sessions;

/// <summary>
/// Where sessions put output that leaves memory: files of this process in q's own folder, made when the first is needed, and
/// what dead processes left there. Any thread.
/// </summary>
/// <param name="folder">Null when there is none: nothing is put anywhere.</param>
/// <param name="mostBytes">What one session may have there.</param>
/// <param name="host">Where pids mean what they mean here: another container may have the same home, and its own pid 7.</param>
internal sealed class SpillFolder(string? folder, long mostBytes, string host = "here")
{
    private const string Extension = ".output";

    public static SpillFolder None { get; } = new(null, 0);

    /// <summary>A place for one session's output; null when there is none.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="what">Tells two files of one session apart.</param>
    public SpillFile? For(SessionId id, string what) => folder is null || mostBytes == 0
        ? null
        : new(Path.Combine(folder, $"{Environment.ProcessId}-{host}-{id}-{what}{Extension}"), mostBytes);

    /// <summary>Removes what processes left that have ended.</summary>
    /// <param name="isAlive">Whether a process of this number runs.</param>
    public void Sweep(Func<int, bool> isAlive)
    {
        if (folder is null || !Directory.Exists(folder))
            return;
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder, $"*{Extension}*"))
            {
                var name = Path.GetFileName(file.AsSpan());
                var dash = name.IndexOf('-');
                if (dash > 0 && name[(dash + 1)..].StartsWith($"{host}-", StringComparison.Ordinal) && int.TryParse(name[..dash], out var pid) && pid != Environment.ProcessId && !isAlive(pid))
                    File.Delete(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // another q sweeps too, or the folder is not ours: a later start tries again
        }
    }
}
