using Q.Input;
using Q.Terminal;

namespace Q.Cli;

/// <summary>Which of q's keys the multiplexer around it keeps for itself. Its files are read, it is not asked.</summary>
internal static class DoctorKeys
{
    /// <summary>What zellij's first mode takes, unless it was configured otherwise.</summary>
    private static readonly string[] s_zellij =
    [
        "Ctrl+P", "Ctrl+T", "Ctrl+N", "Ctrl+H", "Ctrl+S", "Ctrl+O", "Ctrl+Q", "Ctrl+G", "Ctrl+B", "Alt+N", "Alt+F", "Alt+H", "Alt+J", "Alt+K",
        "Alt+L", "Alt+I", "Alt+O", "Alt+P", "Alt+[", "Alt+]", "Alt+=", "Alt++", "Alt+-", "Alt+Up", "Alt+Down", "Alt+Left", "Alt+Right",
    ];

    public static IEnumerable<Finding> Look(Capabilities terminal, KeyBindings keys, Func<string, string?> environment)
    {
        if (terminal.IsPlain)
            yield break;
        var home = environment("HOME") ?? "";
        var config = environment("XDG_CONFIG_HOME") ?? Path.Join(home, ".config");
        if (terminal.Tmux)
        {
            var lines = Lines(Path.Join(home, ".tmux.conf"), Path.Join(config, "tmux", "tmux.conf"));
            var set = lines.Select(TmuxPrefix).OfType<string>().ToArray();
            foreach (var finding in Kept("tmux", set.Length > 0 ? set : ["C-b"], "another prefix", keys))
                yield return finding;
            var unsent = keys.All.Where(bound => bound.NeedsExtended).Select(keys.Written).ToList();
            if (unsent.Count > 0 && !lines.Any(line => Words(line) is ["set" or "set-option", .., "extended-keys", "on" or "always"]))
                yield return Finding.Ok("keys", $"tmux passes {unsent[0]} … {unsent[^1]} only with: set -s extended-keys on");
        }
        if (terminal.Screen)
        {
            var set = Lines(Path.Join(home, ".screenrc")).Select(ScreenEscape).OfType<string>().ToArray();
            foreach (var finding in Kept("screen", set.Length > 0 ? set : ["C-a"], "another escape key", keys))
            {
                if (!terminal.Tmux || finding is not { Level: FindingLevel.Ok, What: "leader" })
                    yield return finding; // in both, both keep theirs
            }
        }
        if (!string.IsNullOrEmpty(environment("ZELLIJ")) && Taken(s_zellij, keys) is { Count: > 0 } taken)
        {
            yield return Finding.Warn("keys", $"zellij keeps {string.Join(", ", taken)} for itself, unless it was told otherwise",
                "Ctrl+G locks zellij, and all keys come through; or bind others in [keys] of config.toml");
        }
    }

    private static IEnumerable<Finding> Kept(string program, string[] prefixes, string another, KeyBindings keys)
    {
        var leader = KeyName.Of(keys.Leader);
        var names = prefixes.Where(prefix => KeyName.TryRead(prefix, out _)).Select(prefix => KeyName.TryRead(prefix, out var key) ? KeyName.Of(key) : "").ToArray();
        yield return names.Contains(leader)
            ? Finding.Warn("leader", $"{program} keeps {leader}, which is q's leader: it does not reach q",
                $"press it twice, give {program} {another}, or choose keys.leader in config.toml")
            : Finding.Ok("leader", $"{leader} is free");
        var taken = Taken(names, keys);
        yield return Finding.Ok("keys", taken.Count > 0
            ? $"{program} keeps {string.Join(", ", taken)} for itself: pressed twice, or as {program} sends it, it reaches q"
            : $"{program} keeps {string.Join(", ", names)} for itself, which q does not need");
    }

    /// <summary>Those of q's keys, with what they would do.</summary>
    private static List<string> Taken(string[] names, KeyBindings keys) =>
    [
        .. names.Select(name => (name, Bound: keys.All.FirstOrDefault(bound => bound.When is not BindWhen.AfterLeader && KeyName.Of(bound.Key) == name)))
            .Where(static one => one.Bound is not null).Select(static one => $"{one.name} ({one.Bound!.Row.Name.Replace('_', ' ')})"),
    ];

    private static string[] Lines(params string[] places)
    {
        foreach (var place in places)
        {
            try
            {
                if (File.Exists(place))
                    return File.ReadAllLines(place);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // as if it were not there: the multiplexer could not read it either
            }
        }
        return [];
    }

    /// <summary><c>set -g prefix C-x</c>, in any of its spellings.</summary>
    private static string? TmuxPrefix(string line) =>
        Words(line) is ["set" or "set-option", .., "prefix" or "prefix2", var key] ? Caret(key) : null;

    /// <summary><c>escape ^Xx</c>.</summary>
    private static string? ScreenEscape(string line) => Words(line) is not ["escape", var keys, ..] ? null : keys.Trim('"', '\'') switch
    {
        ['\\', '0', '3', '0', ..] => "C-x",
        ['^', var letter, ..] => $"C-{letter}",
        _ => null,
    };

    private static string Caret(string key) => key is ['^', var letter] ? $"C-{letter}" : key;

    private static string[] Words(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
