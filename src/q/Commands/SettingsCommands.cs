using System.Text;
using Q.Config;
using Q.Core;
using Q.Output;
using Q.Sessions;

namespace Q.Commands;

/// <summary>
/// <c>/settings</c>. Called on the app loop; files and the database are read and written beside it, one command after the other.
/// </summary>
[CommandGroup("This chat", Order = 2)]
internal sealed class SettingsCommands(Coordinator sessions, ICommandHost host, ISettingsHome? home)
{
    /// <summary>Completes when all that was asked so far is done.</summary>
    public Task Done { get; private set; } = Task.CompletedTask;

    /// <summary>Show what is chosen and where, or one setting and what it takes, or change one.</summary>
    /// <remarks>What is kept is what `q settings` keeps. The answer says whether a change counts at once or from the next start of q on.</remarks>
    /// <param name="key">Its name, with or without its section; without one what is not at its default is listed.</param>
    /// <param name="value">The new value.</param>
    /// <param name="all">List those at their default, too.</param>
    /// <param name="unset">Forget a change: config.toml or the default counts again.</param>
    /// <example>/settings ui.theme light</example>
    /// <example>/settings theme --unset</example>
    [SlashCommand("settings")]
    public Outcome Settings(
        [Value("key", Completes = CompletionKind.Setting)] ReadOnlySpan<char> key = default,
        [Value("value", Completes = CompletionKind.SettingValue)] ReadOnlySpan<char> value = default,
        bool all = false, bool unset = false)
    {
        if (unset ? key.IsEmpty || !value.IsEmpty || all : all && !key.IsEmpty)
            return Outcome.No("--all stands alone, --unset behind one setting: /settings --all, /settings ui.theme --unset.");
        if (home is not { } at)
            return Outcome.No(QPaths.Find(static _ => null).Problem!);
        if (key.IsEmpty)
            return Do(id => Tell(id, Listed(at, all)));
        if (!SettingKeys.Find(key.ToString()).TryGet(out var one))
            return Outcome.No(SettingKeys.Find(key.ToString()).Problem!);
        if (value.IsEmpty && !unset)
            return Do(id => Tell(id, About(at, one)));
        var wanted = unset ? null : value.ToString();
        return wanted is not null && one.Check(wanted).Problem is { } problem ? Outcome.No(problem) : Do(id => Change(id, at, one, wanted));
    }

    /// <summary>Where there are lines alone nothing waits for a frame: there it is done before the next line is read.</summary>
    /// <param name="work">Takes the session that is to be told.</param>
    private Outcome Do(Action<SessionId> work)
    {
        var id = sessions.Focused.Id;
        if (host.HasLinesOnly)
            work(id);
        else
            Done = Done.ContinueWith(_ => work(id), TaskScheduler.Default);
        return Outcome.Ok;
    }

    /// <param name="now">What is to be drawn by from now on; null where nothing of that changed.</param>
    private void Tell(SessionId id, string text, OutputKind kind = OutputKind.Notice, Settings? now = null)
    {
        if (host.HasLinesOnly)
            sessions.Say(id, kind, text);
        else
        {
            host.Later(() =>
            {
                if (now is not null)
                    host.Use(now);
                sessions.Say(id, kind, text);
            });
        }
    }

    private static string Listed(ISettingsHome home, bool all)
    {
        var now = home.Resolve();
        IReadOnlyList<SettingValue> shown = all ? now.Values : [.. now.Values.Where(one => one.Source is not SettingSource.Default)];
        var text = new StringBuilder(shown.Count > 0 ? SettingsText.List(shown, sources: true) : "Every setting is at its default.\n");
        foreach (var sentence in now.Problems.Concat(now.Warnings))
            text.Append(sentence).Append('\n');
        return text.Append($"/settings KEY says what one does and takes{(all ? "" : ", /settings --all lists all")}.\n").ToString();
    }

    private string About(ISettingsHome home, SettingKey key)
    {
        var now = home.Resolve();
        var text = new StringBuilder($"{now[key].Told}{key.Doc}\nIt takes {key.Allowed}; its default is {(key.Default is "" ? "none" : key.Default)}. ")
            .Append($"A change counts {When(key)}.\n");
        foreach (var sentence in SettingsText.ProblemsOf(key, now))
            text.Append(sentence).Append('\n');
        return text.ToString();
    }

    /// <param name="value">Null forgets what was chosen.</param>
    private void Change(SessionId id, ISettingsHome home, SettingKey key, string? value)
    {
        var kept = value is null ? default : home.Allowed(key, value);
        if ((kept.Problem ?? (value is null ? home.Store.Unset(key) : home.Store.Set(key, value)).Problem) is { } problem)
        {
            Tell(id, problem + "\n", OutputKind.Error);
            return;
        }
        var now = home.Resolve();
        kept.TryGet(out var good);
        var text = good is null ? now[key].Told : $"{key.FullName} = {good}\n";
        if (good is not null && key.Warning(good) is { } warning)
            text += $"{warning}\n";
        var stronger = SettingsText.Overruled(now[key]);
        Tell(id, $"{text}{stronger ?? $"It counts {When(key)}."}\n", now: IsAtOnce(key) ? now.Settings : null);
    }

    private string When(SettingKey key) => IsAtOnce(key) ? "at once" : "from the next start of q on";

    /// <summary>Lines alone stay as they were written.</summary>
    private bool IsAtOnce(SettingKey key) => key.IsAtOnce && !host.HasLinesOnly;
}
