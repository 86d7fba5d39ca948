using Q.Config;
using Q.Core;
using Q.Input;
using Q.Sessions;

namespace Q.Commands;

/// <summary>
/// What the word before the cursor may become: commands, their flags and choices, sessions, models, topics, files.
/// </summary>
internal sealed class CommandCandidates(Coordinator sessions, CommandHome home, TimeProvider time)
{
    private const int MostClosed = 200;

    /// <param name="text">The line.</param>
    /// <param name="cursor">Where in it.</param>
    /// <param name="mayRead">False: nothing is offered where files or the store would be read.</param>
    public Candidates Of(string text, int cursor, bool mayRead)
    {
        var before = text.AsSpan(0, cursor);
        if (!text.StartsWith('/') || before.Contains('\n'))
            return mayRead ? Files(text, cursor) : Candidates.None;
        var from = before.LastIndexOfAny(' ', '\t') + 1;
        var word = text[from..cursor];
        if (from == 0)
            return Names(word);
        var end = text.AsSpan().IndexOfAny(' ', '\t');
        if (CommandTable.FindSlash(text.AsSpan(1, end - 1)) is not { } command)
            return Candidates.None;
        var words = before[end..from].ToString().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (command.Tail is not null && words.Contains("--", StringComparer.Ordinal))
            return mayRead ? Files(text, cursor) : Candidates.None;
        var option = words is [.., var last] ? command.Named.FirstOrDefault(one => one.TakesValue && $"--{one.Name}" == last) : null;
        if (!mayRead && (option is null ? command.Placed.Any(Reads) : Reads(option)))
            return Candidates.None;
        if (option is { Completes: CompletionKind.Folder })
            return Folders(text, cursor);
        var setting = Setting(command, words);
        return Starting(from, word, option is null ? Arguments(command, words, word, setting) : Values(option)) with
        {
            Note = one => option is null ? Note(command, one, setting) : Note(option, one),
        };
    }

    /// <summary>The one whose value is typed; null where none is.</summary>
    private static SettingKey? Setting(CommandInfo command, string[] words) =>
        command.Placed.Any(place => place.Completes is CompletionKind.SettingValue)
            && Array.Find(words, word => !UsageErrors.IsOption(word)) is { } name && SettingKeys.Find(name).TryGet(out var key) ? key : null;

    /// <summary>By their whole names; by the last part once a letter of it is typed.</summary>
    private static IEnumerable<string> Settings(string word)
    {
        var names = SettingKeys.All.Select(key => key.FullName);
        return word.Length > 0 ? names.Concat(SettingKeys.All.Select(key => key.Name)) : names;
    }

    private static bool Reads(ParameterInfo parameter) =>
        parameter.Completes is CompletionKind.Folder or CompletionKind.Template || MayBeClosed(parameter);

    private Candidates Files(string text, int cursor) => FileCandidates.Of(text, cursor, sessions.Focused.Folder);

    private Candidates Folders(string text, int cursor)
    {
        var (from, words) = Files(text, cursor);
        return new(from, [.. words.Where(word => word.EndsWith('/'))]);
    }

    /// <summary>
    /// Names before aliases: <c>/s</c> alone offers what begins with it, and the alias is one of them.
    /// </summary>
    private static Candidates Names(string word)
    {
        var all = CommandTable.AllSlash.Select(command => $"/{command.Name}")
            .Concat(CommandTable.AllSlash.SelectMany(command => command.Aliases).Select(alias => $"/{alias}"));
        return new(0, [.. all.Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase))]) { Note = CommandNote };
    }

    private static string? CommandNote(string name) => CommandTable.FindSlash(name.TrimStart('/'))?.Summary;

    /// <summary>Of a flag, or of what may stand at one of the command's places.</summary>
    private string? Note(CommandInfo command, string word, SettingKey? setting)
    {
        if (command.Named.FirstOrDefault(one => word == $"--{one.Name}") is { } flag)
            return flag.Doc;
        if (setting is not null)
            return word == setting.Default ? "default" : null;
        return command.Placed.Any(place => IsChoice(place, word)) ? null
            : command.Placed.Select(place => Note(place, word)).FirstOrDefault(note => note is not null);
    }

    private string? Note(ParameterInfo parameter, string word)
    {
        if (parameter.Completes is CompletionKind.Topic)
            return CommandNote(word);
        if (parameter.Completes is CompletionKind.Setting)
            return SettingKeys.Find(word).TryGet(out var key) ? key.Doc : null;
        var mayBeClosed = MayBeClosed(parameter);
        var isSession = mayBeClosed
            || parameter.Completes is CompletionKind.Session or CompletionKind.Target or CompletionKind.Half;
        if (isSession && sessions.Views.FirstOrDefault(view => view.Name == word) is { } open)
            return Note(open);
        return mayBeClosed ? "closed" : null; // else the word says it
    }

    private static bool MayBeClosed(ParameterInfo parameter) =>
        parameter.Completes is CompletionKind.Closed or CompletionKind.Any;

    /// <summary>Why it waits or what it does, else its state.</summary>
    private string Note(SessionView view) => view.Id == sessions.Focused.Id ? "here"
        : SessionWords.Why(view, time.GetUtcNow()) is { Length: > 0 } why ? why
        : view.Status is SessionStatus.Paused ? "paused" : "idle";

    /// <summary>An optional choice that the words before left out has made room for the next place.</summary>
    private IEnumerable<string> Arguments(CommandInfo command, string[] words, string word, SettingKey? setting)
    {
        var candidates = new List<string>();
        var left = new Queue<string>(words.Where((word, at) => !UsageErrors.IsOption(word) && !(at > 0 && IsOption(command, words[at - 1]))));
        foreach (var parameter in command.Placed)
        {
            if (left.TryPeek(out var before))
            {
                if (parameter.Choices.Length == 0 || IsChoice(parameter, before))
                    left.Dequeue();
                continue;
            }
            candidates.AddRange(parameter.Completes switch
            {
                CompletionKind.Setting => Settings(word),
                CompletionKind.SettingValue => setting is { FullName: "model.model" } ? home.Models() : setting?.Words ?? [],
                _ => Values(parameter),
            });
            if (parameter.Required || parameter.Choices.Length == 0)
                break;
        }
        return candidates.Concat(command.Named.Select(flag => $"--{flag.Name}").Except(words, StringComparer.Ordinal));
    }

    private IEnumerable<string> Values(ParameterInfo parameter) => parameter.Completes switch
    {
        CompletionKind.Session => Sessions(),
        CompletionKind.Target => Sessions(),
        CompletionKind.Half => Sessions().Append("off"),
        CompletionKind.Closed => sessions.Views.Where(view => view.Status is SessionStatus.Paused).Select(view => view.Name)
            .Concat(Closed()),
        CompletionKind.Any => Sessions().Concat(Closed()),
        CompletionKind.Template => home.Templates.List().TryGet(out var all) ? all.Select(one => one.Name) : [],
        CompletionKind.Group => sessions.Views.Select(view => view.Group).Where(group => group.Length > 0).Append("none"),
        CompletionKind.Topic => CommandHelp.Topics.Concat(CommandTable.AllSlash.Select(command => command.Name)),
        CompletionKind.Model => home.Models(),
        CompletionKind.None or CompletionKind.Folder or CompletionKind.Verb or CompletionKind.Setting or CompletionKind.SettingValue
            or CompletionKind.Provider or CompletionKind.Tools or CompletionKind.FrontEnd => parameter.Words,
    };

    /// <summary>The one used last comes first; the one in focus last.</summary>
    private IEnumerable<string> Sessions() => sessions.Views
        .OrderBy(view => view.Id == sessions.Focused.Id).ThenByDescending(view => view.LastActive)
        .Select(view => view.Name);

    private IEnumerable<string> Closed() => sessions.Historical(MostClosed).Select(closed => closed.Name);

    private static bool IsOption(CommandInfo command, string word) =>
        command.Named.Any(one => one.TakesValue && $"--{one.Name}" == word);

    private static bool IsChoice(ParameterInfo parameter, string word) =>
        parameter.Choices.Any(choice => choice.Words.Contains(word, StringComparer.OrdinalIgnoreCase));

    private static Candidates Starting(int from, string word, IEnumerable<string> all)
    {
        var found = all.Where(one => one.StartsWith(word, StringComparison.OrdinalIgnoreCase));
        return new(from, [.. found.Distinct(StringComparer.Ordinal)]);
    }
}
