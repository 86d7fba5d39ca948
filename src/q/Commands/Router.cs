using Q.Config;
using Q.Core;
using Q.Input;
using Q.Sessions;

namespace Q.Commands;

/// <summary>
/// Lines that begin with a slash: runs them, and completes them while they are typed. Owned by the app loop.
/// </summary>
internal sealed class Router
{
    private readonly Settings _settings;
    private readonly SlashDispatch _dispatch;
    private readonly CommandCandidates _candidates;
    private readonly UpkeepCommands _upkeep;
    private readonly TroubleCommands _trouble;
    private readonly SettingsCommands _chosen;

    public Router(Coordinator sessions, ICommandHost host, Settings settings, TimeProvider time, CommandHome home)
    {
        _settings = settings;
        var worktrees = new Worktrees(sessions, host);
        _dispatch = new(
            new ArchiveCommands(sessions, host, time, home),
            new ChatCommands(sessions, host, settings, home), new SessionCommands(sessions, host, settings, time, home, worktrees),
            _chosen = new(sessions, host, home.Settings),
            new TemplateCommands(sessions, settings, home), new TranscriptCommands(sessions, home),
            _trouble = new(sessions, settings, time, home),
            _upkeep = new(sessions, host, settings, time, home, worktrees));
        _candidates = new(sessions, home, time);
    }

    /// <summary>
    /// <c>/word</c> is a command, also one that does not exist. A path (<c>/usr/bin</c>), a comment (<c>/* … */</c>)
    /// and a line that begins with a blank are prompts.
    /// </summary>
    public static bool IsCommand(string line)
    {
        if (!line.StartsWith('/'))
            return false;
        foreach (var c in NameOf(line))
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
                return false;
        }
        return true;
    }

    /// <summary>
    /// Does what the line says at once, also while a turn runs; a problem is a sentence for the person.
    /// </summary>
    public Outcome Run(string line)
    {
        var name = NameOf(line);
        if (name.IsEmpty)
        {
            return Outcome.No("A command stands behind the slash; /help lists them. "
                + "To send the line as a prompt, begin it with a blank.");
        }
        var index = CommandTable.FindSlashIndex(name);
        if (index < 0)
            return UsageErrors.UnknownCommand(name);
        if (!_settings.MultiSessionEnabled && CommandTable.Slash(index).NeedsMany)
            return Outcome.No($"/{CommandTable.Slash(index).Name} needs many sessions. {ManySessions.HowToTurnOn}");
        return _dispatch.Run(index, line.AsSpan(1 + name.Length));
    }

    /// <summary>Any other line: sends it, after an offer to make room where that is needed.</summary>
    /// <param name="sent">Called when it is on its way; until then the line is the caller's to keep.</param>
    public Outcome Prompt(SessionId id, string line, Action sent) => _upkeep.Prompt(id, line, sent);

    /// <summary>Goes to a session, open or closed, after such an offer; then does what is wanted there.</summary>
    public Outcome Open(SessionId id, Action then) => _upkeep.Open(id, then);

    /// <summary>Completes when no setting is being written.</summary>
    public Task Done => _chosen.Done;

    /// <summary>What /debug says of a part, for a shell.</summary>
    public Outcome<string> Debug(string part) => DebugParts.Find(part) is { } known
        ? Outcome<string>.Ok(_trouble.Text(known))
        : Outcome<string>.No($"The q that runs knows no part {part} of itself. Use the same q for both.");

    /// <summary>For the line editor: commands and their arguments in a command, files in a prompt.</summary>
    public Candidates Complete(string text, int cursor, bool mayRead = true) => _candidates.Of(text, cursor, mayRead);

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> line)
    {
        var end = 1;
        while (end < line.Length && !char.IsWhiteSpace(line[end]))
            end++;
        return line[1..end];
    }
}
