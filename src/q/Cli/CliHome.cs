using Q.Commands;
using Q.Config;
using Q.Core;
using Q.Store;

namespace Q.Cli;

/// <summary>The home as the verbs and /settings see it: where it is, and what is chosen in it.</summary>
internal sealed class CliHome(QPaths paths, CliHost host) : ISettingsHome
{
    public QPaths Paths { get; } = paths;

    /// <summary>What the command line of a q that runs says.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Flags { get; init; } = [];

    public SettingsStore Store { get; } = new(paths, host.Time, host.Tell);

    public static Outcome<CliHome> Find(CliHost host)
    {
        var found = QPaths.Find(host.Environment);
        return found.TryGet(out var paths)
            ? Outcome<CliHome>.Ok(new(paths, host))
            : Outcome<CliHome>.No(found.Problem!);
    }

    public Outcome<string> Allowed(SettingKey key, string value)
    {
        var kept = key.Check(value);
        return kept.TryGet(out var good) && SettingRefusals.Of(key, good, this, host) is { } refusal ? Outcome<string>.No(refusal) : kept;
    }

    /// <summary>All sources; what cannot be read is among the problems.</summary>
    public ResolvedSettings Resolve()
    {
        var stored = Store.List();
        var resolved = new SettingsSources
        {
            Environment = host.Environment,
            Database = stored.TryGet(out var rows) ? rows : [],
            File = ConfigFile.Read(Paths.Config),
            Flags = Flags,
        }.Resolve();
        var problems = new List<string>(resolved.Problems);
        if (stored.Problem is { } problem)
            problems.Insert(0, problem);
        BoundKeys.Of(resolved.Settings, problems.Add);
        SettingKeys.Find("ui.theme").TryGet(out var theme);
        if (resolved[theme!] is var chosen && host.ThemeProblem(chosen.Value, Paths) is { } unknown)
            problems.Add($"{chosen.Place}: {unknown}");
        return resolved with { Problems = problems };
    }
}
