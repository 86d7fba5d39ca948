using Q.Core;
using Q.Sessions;

namespace Q.Commands;

/// <summary>The commands for what sessions have said. Called on the app loop.</summary>
[CommandGroup("Sessions", Order = 1)]
internal sealed class TranscriptCommands(Coordinator sessions, CommandHome home)
{
    /// <summary>Write all a session has said into a new file, also what has scrolled out.</summary>
    /// <remarks>Plain text. What was evicted from memory is kept up to max_spill_mb.</remarks>
    /// <param name="name">Which session.</param>
    /// <param name="file">The file; it must not exist.</param>
    /// <example>/save-output api api.txt</example>
    [SlashCommand("save-output")]
    public Outcome SaveOutput(
        [Value("name", Completes = CompletionKind.Session)] ReadOnlySpan<char> name,
        [Value("file", ToEnd = true)] ReadOnlySpan<char> file)
    {
        var found = sessions.Find(name);
        if (!found.TryGet(out var view))
            return Outcome.No(found.Problem!);
        var path = file.Trim().ToString();
        if (path.Contains('\0'))
            return Outcome.No("A file's name has no NUL in it.");
        if (path.StartsWith("~/", StringComparison.Ordinal) && home.Home is { Length: > 0 } folder)
            path = Path.Join(folder, path[1..]);
        return sessions.SaveOutput(view.Id, Path.GetFullPath(path, sessions.Focused.Folder));
    }
}
