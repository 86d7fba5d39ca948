using Q.Core;
using Q.Terminal;

namespace Q.Input;

/// <summary>When a key means what it is bound to.</summary>
internal enum BindWhen : byte
{
    Always,
    AfterLeader,

    /// <summary>Only on an empty line, and where the terminal has shown that it sends extended keys.</summary>
    EmptyLine,
}

/// <summary>One key that a row is bound to.</summary>
internal sealed record BoundKey(BindingRow Row, Key Key, BindWhen When)
{
    /// <summary>Whatever the terminal is, it can send it.</summary>
    public bool IsEverywhere => !NeedsExtended && When is not BindWhen.EmptyLine
        && (When is BindWhen.AfterLeader || Key is not { Code: KeyCode.Rune, Mods: KeyMods.Alt });

    /// <summary>Without the kitty protocol or modifyOtherKeys no terminal sends it, or sends it as another.</summary>
    public bool NeedsExtended => Key.Mods.HasFlag(KeyMods.Super) || (Key.Mods.HasFlag(KeyMods.Ctrl) && (Key.Code, Key.Rune.Value) switch
    {
        (KeyCode.Tab or KeyCode.Enter, _) => true,
        (KeyCode.Rune, >= '0' and <= '9') => true,
        (KeyCode.Rune, _) => Key.Mods.HasFlag(KeyMods.Shift),
        _ => false,
    });
}

/// <summary><c>keys.NAME = "VALUE"</c>, and where that stands.</summary>
internal sealed record KeyChoice(string Name, string Value, string Place);

/// <summary>A key that the editor is to take for another one; for none when <paramref name="To"/> is.</summary>
internal sealed record KeyEdit(Key From, Key To);

/// <summary>
/// Which key does what: the defaults of the profile, and over them what a person chose. A choice that is not understood, or that
/// takes the key of something else, is refused with a sentence, and its default holds. Immutable.
/// </summary>
internal sealed class KeyBindings
{
    /// <summary>A key of the line's is one key: the leader's next one is the app's.</summary>
    private const string TakesEdit = "It takes keys that nothing else has, such as Ctrl+T or F5, with commas between, or none";

    private const string Takes = "It takes keys that nothing else has, such as Ctrl+T, F5 or \"Leader g\", with commas between, or none";

    private readonly List<KeyEdit> _edits = [];

    private readonly BoundKey[] _all;

    private KeyBindings(Key leader, BoundKey[] all) => (Leader, _all) = (leader, all);

    public static KeyBindings Default { get; } = Make("default", [], static _ => { });

    public Key Leader { get; }

    public IReadOnlyList<BoundKey> All => _all;

    /// <summary>The same for a key press, which allocates nothing.</summary>
    public ReadOnlySpan<BoundKey> Bound => _all;

    /// <param name="problem">Takes a sentence for each choice that is refused.</param>
    public static KeyBindings Make(string profile, IReadOnlyList<KeyChoice> chosen, Action<string> problem)
    {
        var maker = new Maker(profile, problem);
        foreach (var choice in chosen)
            maker.Take(choice);
        maker.Settle();
        var made = new KeyBindings(maker.Leader, [.. maker.All()]);
        if (maker.HasEdits)
            made.Translate();
        return made;
    }

    /// <summary>The key as the editor knows it; none when it means nothing any more.</summary>
    public Key Edit(Key key)
    {
        foreach (var (from, to) in _edits)
        {
            if (from == key with { Extended = false })
                return to;
        }
        return key;
    }

    /// <summary>The keys of a row as they are written, those that every terminal sends first.</summary>
    public IEnumerable<string> Shown(BindingRow row) => All.Where(bound => bound.Row == row).Select(Written);

    public string Written(BoundKey bound) => bound.When switch
    {
        BindWhen.AfterLeader => $"{KeyName.Of(Leader)} {KeyName.Of(bound.Key)}",
        BindWhen.EmptyLine => $"{KeyName.Of(bound.Key)} on an empty line",
        _ => KeyName.Of(bound.Key),
    };

    /// <summary>What no longer means what the editor knows it as, and what means it now.</summary>
    private void Translate()
    {
        foreach (var row in BindingRow.All.Where(row => row.Action is KeyAction.None))
        {
            var known = Maker.Read(row, row.Keys, Leader)!;
            var now = All.Where(bound => bound.Row == row).Select(bound => bound.Key).ToList();
            _edits.AddRange(now.Select(key => new KeyEdit(key, known[0].Key)));
            _edits.AddRange(known.Where(bound => !now.Contains(bound.Key)).Select(bound => new KeyEdit(bound.Key, default)));
        }
        _edits.Sort((one, other) => (one.To == default).CompareTo(other.To == default)); // a key may be taken by another row
    }

    /// <summary>Puts choices over defaults until nothing is bound twice.</summary>
    private sealed class Maker(string profile, Action<string> problem)
    {
        private readonly Dictionary<BindingRow, KeyChoice> _chosen = [];
        private KeyChoice? _leader;

        public Key Leader { get; private set; } = Key.Of('x', KeyMods.Ctrl);

        public bool HasEdits => profile == "seed" || _chosen.Keys.Any(row => row.Action is KeyAction.None);

        public void Take(KeyChoice choice)
        {
            var name = choice.Name.Replace('-', '_').ToLowerInvariant();
            if (name == "leader")
            {
                if (KeyName.TryRead(choice.Value.Trim(), out var leader) && IsFree(leader) && MayFollow(leader))
                    (Leader, _leader) = (leader, choice);
                else
                    Refuse(choice, "is no key that can lead. It takes one key that nothing else has, such as Ctrl+X or Alt+X", "Ctrl+X");
            }
            else if (BindingRow.All.FirstOrDefault(row => row.Name == name) is { } row)
                _chosen[row] = choice;
            else
            {
                var nearest = NearestName.Of(name, BindingRow.All.Select(one => one.Name).Append("leader"));
                problem($"{choice.Place}: There is no key setting keys.{choice.Name}. {(nearest is null ? "/help keys lists what has keys." : $"Did you mean keys.{nearest}?")}");
            }
        }

        /// <summary>Refuses the last of those that cannot be, and looks again.</summary>
        public void Settle()
        {
            while (Conflict() is { } undo)
                undo();
        }

        public List<BoundKey> All()
        {
            var all = new List<BoundKey>(96);
            foreach (var row in BindingRow.All)
                Add(all, row);
            return all;
        }

        /// <summary>The keys of a text; null when it is none.</summary>
        public static List<BoundKey>? Read(BindingRow row, string text, Key leader)
        {
            var read = new List<BoundKey>();
            if (text.Trim() is "" or "none")
                return read;
            foreach (var one in text.Split(", ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var words = one.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (row.Action is not KeyAction.None && words is [var first, var second]
                    && Part(first, leader, out var led) && led == leader && Part(second, leader, out var then) && MayFollow(then))
                    read.Add(new(row, then, BindWhen.AfterLeader));
                else if (words is [var alone] && KeyName.TryRead(alone, out var key) && (IsFree(key) || row.Keys == one))
                    read.Add(new(row, key, BindWhen.Always));
                else
                    return null;
            }
            return read;
        }

        private static bool Part(string word, Key leader, out Key key)
        {
            key = leader;
            return word.Equals("Leader", StringComparison.OrdinalIgnoreCase) || KeyName.TryRead(word, out key);
        }

        /// <summary>These give the leader up.</summary>
        private static bool MayFollow(Key key) => key.Code is not KeyCode.Escape && !(key.Mods == KeyMods.Ctrl && key.Rune.Value is 'c' or 'g');

        /// <summary>Not what types, sends, completes, moves or stops, in any of its spellings.</summary>
        private static bool IsFree(Key key) => (key.Code, key.Mods & ~KeyMods.Shift) switch
        {
            (KeyCode.Escape, _) => false,
            (KeyCode.Rune, KeyMods.None) => false,
            (KeyCode.Rune, KeyMods.Ctrl) when key.Rune.Value is 'c' or 'm' or 'i' or 'h' or '[' or '@' => false,
            (KeyCode.Enter or KeyCode.Tab or KeyCode.Backspace or KeyCode.Delete, KeyMods.None) => false,
            (KeyCode.Up or KeyCode.Down or KeyCode.Left or KeyCode.Right, _) => key.Mods != KeyMods.None,
            _ => true,
        };

        private void Add(List<BoundKey> to, BindingRow row)
        {
            if (_chosen.TryGetValue(row, out var choice))
            {
                to.AddRange(Read(row, choice.Value, Leader)!);
                if (row.Action is KeyAction.Interrupt) // always: nobody locks themselves in
                    to.Add(new(row, Key.Of('c', KeyMods.Ctrl), BindWhen.Always));
                return;
            }
            foreach (var bound in Read(row, row.Keys, Leader)!)
            {
                if (profile != "seed" || row.Action is not KeyAction.None || !IsSeeds(bound.Key))
                    to.Add(bound);
            }
            if (row.OnEmptyLine.Length > 0 && KeyName.TryRead(row.OnEmptyLine, out var key))
                to.Add(new(row, key, profile == "seed" ? BindWhen.Always : BindWhen.EmptyLine));
        }

        private static bool IsSeeds(Key key) => key.Mods == KeyMods.Ctrl && key.Rune.Value is 'n' or 'w';

        /// <summary>What undoes the first conflict; null when there is none.</summary>
        private Action? Conflict()
        {
            foreach (var (row, choice) in _chosen)
            {
                if (Read(row, choice.Value, Leader) is null)
                    return () => Drop(row, "is not understood");
            }
            var seen = new Dictionary<(Key, bool), BoundKey>();
            foreach (var bound in All())
            {
                if (bound.When is BindWhen.Always && bound.Key == Leader)
                    return () => FreeLeader(bound.Row);
                var place = (bound.Key, bound.When is BindWhen.AfterLeader);
                if (seen.TryAdd(place, bound) || IsTheLinesToo(seen[place], bound) || IsTheLinesToo(bound, seen[place]))
                    continue;
                var (one, other) = (seen[place].Row, bound.Row);
                if (!_chosen.ContainsKey(other))
                    (one, other) = (other, one);
                if (!_chosen.ContainsKey(other))
                    return () => FreeLeader(one); // Leader Leader is another's now
                return () => Drop(other, $"is taken: {new KeyBindings(Leader, []).Written(bound)} is {(one == other ? "there twice" : one.Name)}");
            }
            return null;
        }

        /// <summary>A leader that was chosen gives way to what has its key, and that to the built-in leader.</summary>
        private void FreeLeader(BindingRow row)
        {
            if (_leader is not { } leader)
            {
                Drop(row, $"is taken: {KeyName.Of(Leader)} is the leader");
                return;
            }
            (Leader, _leader) = (Key.Of('x', KeyMods.Ctrl), null);
            var free = $"keys.{row.Name} = \"none\" would free it";
            Refuse(leader, $"is taken by {row.Name}. It takes one key that nothing else has; {free}", "Ctrl+X");
        }

        /// <summary>On an empty line it is the app's, on any other the editor's.</summary>
        private static bool IsTheLinesToo(BoundKey one, BoundKey other) => one.When is BindWhen.EmptyLine && other.Row.Action is KeyAction.None;

        private void Drop(BindingRow row, string why)
        {
            if (_chosen.Remove(row, out var choice))
                Refuse(choice, $"{why}. {(row.Action is KeyAction.None ? TakesEdit : Takes)}", row.Keys);
        }

        private void Refuse(KeyChoice choice, string why, string usual) =>
            problem($"{choice.Place}: keys.{choice.Name} = \"{choice.Value}\" {why}. The default is used: {usual.Replace("Leader", KeyName.Of(Leader), StringComparison.Ordinal)}.");
    }
}
