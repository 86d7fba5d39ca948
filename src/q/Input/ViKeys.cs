using System.Text;
using Q.Terminal;

namespace Q.Input;

internal enum ViMode : byte
{
    Insert,
    Normal,
    Visual,

    /// <summary>R: what is typed takes the place of what is there.</summary>
    Replace,
}

/// <summary>What vi has heard so far.</summary>
/// <param name="Mode">Which keys mean what.</param>
/// <param name="Count">Typed before what comes; 0: none.</param>
/// <param name="Operator">d, c or y, which waits for its motion; <c>\0</c>: none.</param>
/// <param name="Times">The count before the operator.</param>
/// <param name="Waits">f, F, t, T, r, g, i, a, q, @ or ", which waits for a character.</param>
/// <param name="Find">The f, F, t or T to be repeated, and its character.</param>
/// <param name="Anchor">Where the visual selection began.</param>
/// <param name="Register">The letter that what is cut or copied is kept under, or put back from; <c>\0</c>: none.</param>
/// <param name="Over">What was typed over since R, each behind its <c>\0</c>; Backspace brings it back.</param>
/// <param name="Records">Keys are kept for a macro.</param>
internal readonly record struct ViState(
    ViMode Mode = ViMode.Insert, int Count = 0, char Operator = '\0', int Times = 0, char Waits = '\0', (char How, Rune What) Find = default, int Anchor = 0,
    char Register = '\0', string? Over = null, bool Records = false)
{
    /// <summary>The count of a command, with the one before its operator; at least 1.</summary>
    public int Repeat => Math.Min(Math.Max(Count, 1) * Math.Max(Times, 1), 10_000);

    public ViState Idle => this with { Count = 0, Operator = '\0', Times = 0, Waits = '\0', Register = '\0', Over = null };

    public ViState To(ViMode mode) => Idle with { Mode = mode };
}

internal enum ViDo : byte
{
    Nothing,

    /// <summary>The key is the editor's own.</summary>
    Pass,

    /// <summary>The cursor goes to <see cref="ViStep.Cursor"/>.</summary>
    Move,

    /// <summary>What lies between is replaced by the text, then the cursor moves.</summary>
    Change,

    /// <summary>Typing begins at <see cref="ViStep.Cursor"/>.</summary>
    Insert,
    Undo,
    Redo,

    /// <summary>The last change again; <see cref="ViStep.Cursor"/> is the count typed before, or 0.</summary>
    Repeat,
    Up,
    Down,
    Search,

    /// <summary>Further in the history, <see cref="ViStep.Cursor"/> steps of -1 or 1.</summary>
    SearchOn,

    /// <summary>What lies between goes, without a change of its own; a text comes for it, else the key is typed.</summary>
    Over,

    /// <summary>Keys are kept under the letter <see cref="ViStep.Cursor"/>, or no longer where that is 0.</summary>
    Record,

    /// <summary>The keys under the letter <see cref="ViStep.Cursor"/>, as often as <see cref="ViStep.From"/> says.</summary>
    Play,
}

/// <summary>What the editor does next.</summary>
/// <param name="State">What vi has heard now.</param>
/// <param name="Do">Which of the others count.</param>
/// <param name="Cursor">Where it stands after that.</param>
/// <param name="From">Of a change.</param>
/// <param name="To">Of a change, not included.</param>
/// <param name="Text">Of a change.</param>
/// <param name="Kept">What p puts back later; whole lines end with a line feed. Null keeps nothing.</param>
internal readonly record struct ViStep(ViState State, ViDo Do, int Cursor = 0, int From = 0, int To = 0, string Text = "", string? Kept = null);

/// <summary>The keys of vi as a pure state machine: state, key and text in; state and what to do out. Whole characters, lines by \n.</summary>
internal static class ViKeys
{
    private readonly record struct Reach(int To, bool Inclusive = false, bool Lines = false);

    /// <param name="kept">What p puts back.</param>
    public static ViStep Press(ViState state, Key key, TextBuffer text, string kept)
    {
        if (state.Mode is ViMode.Replace && TypedOver(state, key, text) is { } over)
            return over;
        if (state.Mode is ViMode.Insert or ViMode.Replace)
        {
            return key is { Code: KeyCode.Escape }
                ? new(state.To(ViMode.Normal), ViDo.Move, text.Cursor > text.LineStart ? text.Previous() : text.Cursor)
                : new(state with { Over = null }, ViDo.Pass);
        }
        if (key is { Code: KeyCode.Escape })
            return new(state.To(ViMode.Normal), ViDo.Move, OnCharacter(text, text.Cursor));
        if (key is { Code: KeyCode.Rune, Mods: KeyMods.Ctrl, Rune.Value: 'r' })
            return new(state.Idle, ViDo.Redo);
        if (Letter(key) is not { } letter)
            return new(state.Idle, ViDo.Pass);
        if (state.Waits is not '\0')
            return Awaited(state, letter, text);
        if (letter.Value is (>= '1' and <= '9') || (letter.Value == '0' && state.Count > 0))
            return new(state with { Count = Math.Min(state.Count * 10 + letter.Value - '0', 10_000) }, ViDo.Nothing);
        return letter.Value switch
        {
            'f' or 'F' or 't' or 'T' or 'g' => new(state with { Waits = (char)letter.Value }, ViDo.Nothing),
            '"' when state.Operator is '\0' => new(state with { Waits = '"' }, ViDo.Nothing),
            'i' or 'a' when state.Operator is not '\0' || state.Mode is ViMode.Visual => new(state with { Waits = (char)letter.Value }, ViDo.Nothing),
            'r' when state.Operator is '\0' => new(state with { Waits = 'r' }, ViDo.Nothing),
            ';' when state.Find.How is not '\0' => Go(state, Found(text, state.Find.How, state.Find.What, state.Repeat), text),
            ',' when state.Find.How is not '\0' => Go(state, Found(text, Turned(state.Find.How), state.Find.What, state.Repeat), text),
            'j' or 'k' when state.Operator is '\0' && state.Mode is ViMode.Normal => new(state.Idle, letter.Value == 'j' ? ViDo.Down : ViDo.Up),
            _ when Motion(letter.Value, state, text) is { } reach => Go(state, reach, text),
            _ when state.Operator is not '\0' => state.Operator == letter.Value ? Lines(state, text) : new(state.Idle, ViDo.Nothing),
            _ when state.Mode is ViMode.Visual => Selected(state, (char)Math.Min(letter.Value, 0xFFFF), text),
            _ => Command(state, letter.Value, text, kept),
        };
    }

    /// <summary>What is selected in visual mode: whole characters, the last one too.</summary>
    public static (int From, int To) Selection(ViState state, TextBuffer text) =>
        (Math.Min(state.Anchor, text.Cursor), After(text, Math.Max(state.Anchor, text.Cursor)));

    /// <summary>The keys without a letter that have one.</summary>
    private static Rune? Letter(Key key) => (key.Code, key.Mods) switch
    {
        (KeyCode.Rune, KeyMods.None or KeyMods.Shift) => key.Rune,
        (KeyCode.Left or KeyCode.Backspace, KeyMods.None) => new Rune('h'),
        (KeyCode.Right, KeyMods.None) => new Rune('l'),
        (KeyCode.Up, KeyMods.None) => new Rune('k'),
        (KeyCode.Down, KeyMods.None) => new Rune('j'),
        (KeyCode.Home, KeyMods.None) => new Rune('0'),
        (KeyCode.End, KeyMods.None) => new Rune('$'),
        (KeyCode.Delete, KeyMods.None) => new Rune('x'),
        _ => null,
    };

    /// <summary>The character that was waited for.</summary>
    private static ViStep Awaited(ViState state, Rune letter, TextBuffer text)
    {
        var next = state with { Waits = '\0' };
        if (state.Waits == 'g')
            return letter.Value == 'g' ? Go(next, new(0, Lines: true), text) : new(state.Idle, ViDo.Nothing);
        if (state.Waits == '"')
            return new(ViRegisters.IsOne(letter.Value) ? next with { Register = (char)letter.Value } : state.Idle, ViDo.Nothing);
        if (state.Waits is 'q' && char.IsAsciiLetterOrDigit((char)letter.Value))
            return new(state.Idle with { Records = true }, ViDo.Record, letter.Value);
        if (state.Waits is 'q' or '@')
            return new(state.Idle, state.Waits is 'q' ? ViDo.Nothing : ViDo.Play, letter.Value, state.Repeat);
        if (state.Waits is 'i' or 'a')
            return Object(next, ViObjects.Of(text, letter.Value, state.Waits == 'a', state.Repeat), text);
        if (state.Waits != 'r')
            return Go(next with { Find = (state.Waits, letter) }, Found(text, state.Waits, letter, state.Repeat), text);
        var end = Ahead(text, text.Cursor, state.Repeat, out var moved);
        return moved < state.Repeat
            ? new(state.Idle, ViDo.Nothing)
            : Changed(state, ViMode.Normal, text.Cursor, end, string.Concat(Enumerable.Repeat(letter.ToString(), state.Repeat)),
                text.Cursor + ((state.Repeat - 1) * letter.Utf16SequenceLength));
    }

    /// <summary>A character takes the place of the one at the cursor, Backspace brings that back; null for other keys.</summary>
    private static ViStep? TypedOver(ViState state, Key key, TextBuffer text)
    {
        var at = text.Cursor;
        if (key is { Code: KeyCode.Rune, Mods: KeyMods.None or KeyMods.Shift, Rune.Value: >= ' ' })
        {
            var end = Ahead(text, at, 1, out _);
            return new(state with { Over = $"{state.Over}\0{text.Text[at..end]}" }, ViDo.Over, at, at, end);
        }
        if (key is not { Code: KeyCode.Backspace, Mods: KeyMods.None })
            return null;
        var before = Motion('h', state, text)!.Value.To;
        return state.Over?.LastIndexOf('\0') is >= 0 and var last
            ? new(state with { Over = state.Over[..last] }, ViDo.Over, before, before, at, state.Over[(last + 1)..])
            : new(state with { Over = null }, ViDo.Move, before);
    }

    /// <summary>A text object: selected, or what the operator does is done to it.</summary>
    private static ViStep Object(ViState state, (int From, int To)? found, TextBuffer text)
    {
        if (found is not { } there)
            return new(state.Idle, ViDo.Nothing);
        if (state.Operator is not '\0')
            return Operate(state, there.From, there.To, text, lines: false);
        return there.From == there.To
            ? new(state.Idle, ViDo.Nothing)
            : new(state.Idle with { Anchor = there.From }, ViDo.Move, Probe(text, there.To).Previous());
    }

    private static Reach? Motion(int letter, ViState state, TextBuffer text)
    {
        var (all, at, times) = (text.Text, text.Cursor, state.Repeat);
        switch (letter)
        {
            case 'h':
                for (; times > 0 && at > text.LineStart; times--)
                    at = Probe(text, at).Previous();
                return new(at);
            case 'l' or ' ':
                return new(Ahead(text, at, times, out _));
            case '0':
                return new(text.LineStart);
            case '^':
                return new(FirstOf(text, text.LineStart));
            case '$':
                return new(text.LineEnd, Inclusive: false);
            case 'w' or 'W' when state.Operator == 'c' && at < all.Length && Class(all, at, letter == 'W') != 0:
                return new(EndOfWord(all, at, times, letter == 'W', stays: true), Inclusive: true);
            case 'w' or 'W':
                for (; times > 0; times--)
                    at = NextWord(all, at, letter == 'W', state.Operator is not '\0' && times == 1);
                return new(at);
            case 'b' or 'B':
                for (; times > 0; times--)
                    at = WordBefore(all, at, letter == 'B');
                return new(at);
            case 'e' or 'E':
                return new(EndOfWord(all, at, times, letter == 'E', stays: false), Inclusive: true);
            case 'j' or 'k':
                var probe = Probe(text, at);
                for (; times > 0 && probe.OtherLine(letter == 'j' ? 1 : -1) is >= 0 and var other; times--)
                    probe.MoveTo(other);
                return new(probe.Cursor, Lines: true);
            case '%':
                return ViObjects.Match(all, at, text.LineEnd) is >= 0 and var match ? new(match, Inclusive: true) : null;
            case 'G':
                return new(all.Length, Lines: true);
            default:
                return null;
        }
    }

    /// <summary>Moves, selects further, or does what the operator does to what lies between.</summary>
    private static ViStep Go(ViState state, Reach? reach, TextBuffer text)
    {
        if (reach is not { } found)
            return new(state.Idle, ViDo.Nothing);
        if (state.Operator is '\0')
            return new(state.Idle, ViDo.Move, OnCharacter(text, found.To));
        var (from, to) = (Math.Min(text.Cursor, found.To), Math.Max(text.Cursor, found.To));
        if (found.Lines)
            return Operate(state, LineStart(text, from), Probe(text, to).LineEnd, text, lines: true);
        return Operate(state, from, found.Inclusive ? After(text, to) : to, text, lines: false);
    }

    /// <summary>dd, cc, yy.</summary>
    private static ViStep Lines(ViState state, TextBuffer text)
    {
        var probe = Probe(text, text.Cursor);
        for (var more = state.Repeat - 1; more > 0 && probe.OtherLine(+1) is >= 0 and var below; more--)
            probe.MoveTo(below);
        return Operate(state, text.LineStart, probe.LineEnd, text, lines: true);
    }

    private static ViStep Operate(ViState state, int from, int to, TextBuffer text, bool lines)
    {
        var kept = text.Text[from..to] + (lines ? "\n" : "");
        switch (state.Operator)
        {
            case 'y':
                return new(state.To(ViMode.Normal), ViDo.Move, lines ? text.Cursor : from, Kept: kept);
            case 'c':
                return new(state.To(ViMode.Insert), ViDo.Change, from, from, to, "", kept);
            default:
                if (!lines)
                    return from == to ? new(state.Idle, ViDo.Nothing) : Changed(state, ViMode.Normal, from, to, "", from, kept);
                (from, to) = to < text.Text.Length ? (from, to + 1) : (Math.Max(0, from - 1), to); // a line feed goes with them
                return Changed(state, ViMode.Normal, from, to, "", to < text.Text.Length ? from : Math.Max(0, text.Text.LastIndexOf('\n', Math.Max(0, from - 1)) + 1), kept);
        }
    }

    private static ViStep Selected(ViState state, char letter, TextBuffer text)
    {
        var (from, to) = Selection(state, text);
        switch (letter)
        {
            case 'd' or 'x' or 'c' or 's' or 'y':
                return Operate(state with { Operator = letter is 'x' ? 'd' : letter is 's' ? 'c' : letter }, from, to, text, lines: false);
            case '~':
                return Changed(state, ViMode.Normal, from, to, Turned(text.Text[from..to]), from);
            case 'J':
                return Join(state, Probe(text, from), text.Text.AsSpan(from, to - from).Count('\n'));
            case 'v':
                return new(state.To(ViMode.Normal), ViDo.Nothing);
            default:
                return new(state.Idle, ViDo.Nothing);
        }
    }

    private static ViStep Command(ViState state, int letter, TextBuffer text, string kept)
    {
        var at = text.Cursor;
        var normal = state.To(ViMode.Normal);
        var ahead = Ahead(text, at, state.Repeat, out _);
        return letter switch
        {
            'd' or 'c' or 'y' => new(state with { Operator = (char)letter, Times = state.Count, Count = 0 }, ViDo.Nothing),
            'D' => Operate(state with { Operator = 'd' }, at, text.LineEnd, text, lines: false),
            'C' => Operate(state with { Operator = 'c' }, at, text.LineEnd, text, lines: false),
            'Y' => Lines(state with { Operator = 'y' }, text),
            'S' => Lines(state with { Operator = 'c' }, text),
            's' => Operate(state with { Operator = 'c' }, at, ahead, text, lines: false),
            'x' => Operate(state with { Operator = 'd' }, at, ahead, text, lines: false),
            'X' => Go(state with { Operator = 'd' }, Motion('h', state, text), text),
            '~' => Changed(state, ViMode.Normal, at, ahead, Turned(text.Text[at..ahead]), ahead),
            'p' or 'P' when kept.Length > 0 => Put(state, letter == 'p', text, kept),
            'u' => new(normal, ViDo.Undo),
            '.' => new(normal, ViDo.Repeat, state.Count),
            'i' => new(state.To(ViMode.Insert), ViDo.Insert, at),
            'a' => new(state.To(ViMode.Insert), ViDo.Insert, Ahead(text, at, 1, out _)),
            'I' => new(state.To(ViMode.Insert), ViDo.Insert, FirstOf(text, text.LineStart)),
            'A' => new(state.To(ViMode.Insert), ViDo.Insert, text.LineEnd),
            'o' => new(state.To(ViMode.Insert), ViDo.Change, text.LineEnd + 1, text.LineEnd, text.LineEnd, "\n"),
            'O' => new(state.To(ViMode.Insert), ViDo.Change, text.LineStart, text.LineStart, text.LineStart, "\n"),
            'v' => new(state.To(ViMode.Visual) with { Anchor = at }, ViDo.Nothing),
            'R' => new(state.To(ViMode.Replace), ViDo.Insert, at),
            'J' => Join(state, text, state.Repeat - 1),
            'q' when state.Records => new(normal with { Records = false }, ViDo.Record),
            'q' or '@' => new(state with { Waits = (char)letter }, ViDo.Nothing),
            'n' or 'N' => new(normal, ViDo.SearchOn, letter == 'n' ? -1 : 1),
            '/' => new(state.To(ViMode.Insert), ViDo.Search),
            _ => new(normal, ViDo.Nothing),
        };
    }

    private static ViStep Put(ViState state, bool after, TextBuffer text, string kept)
    {
        var many = string.Concat(Enumerable.Repeat(kept, state.Repeat));
        if (!kept.EndsWith('\n'))
        {
            var at = after ? Ahead(text, text.Cursor, 1, out _) : text.Cursor;
            return Changed(state, ViMode.Normal, at, at, many, at + many.Length - 1);
        }
        var line = after ? text.LineEnd : text.LineStart;
        return Changed(state, ViMode.Normal, line, line, after ? "\n" + many[..^1] : many, after ? line + 1 : line);
    }

    /// <summary>So many lines below, at least one, become part of this one, a blank between.</summary>
    private static ViStep Join(ViState state, TextBuffer text, int more)
    {
        var (all, first, end, cursor, joined) = (text.Text, text.LineEnd, text.LineEnd, text.Cursor, "");
        for (more = Math.Max(more, 1); more > 0 && end < all.Length; more--)
        {
            var next = FirstOf(text, end + 1);
            end = Probe(text, next).LineEnd;
            var isApart = joined.Length > 0 ? joined[^1] is ' ' or '\t' : first == 0 || all[first - 1] is ' ' or '\t' or '\n';
            cursor = first + joined.Length;
            joined += (isApart || next == end || all[next] == ')' ? "" : " ") + all[next..end];
        }
        return end == first ? new(state.Idle, ViDo.Nothing) : Changed(state, ViMode.Normal, first, end, joined, cursor);
    }

    private static ViStep Changed(ViState state, ViMode mode, int from, int to, string with, int cursor, string? kept = null) =>
        new(state.To(mode), ViDo.Change, cursor, from, to, with, kept);

    private static Reach? Found(TextBuffer text, char how, Rune what, int times)
    {
        var (at, on) = (text.Cursor, how is 'f' or 't');
        var (start, end, sign) = (text.LineStart, text.LineEnd, what.ToString());
        for (var i = 0; i < times; i++)
        {
            at = on
                ? at + 1 < end ? text.Text.IndexOf(sign, at + 1, end - at - 1, StringComparison.Ordinal) : -1
                : at > start ? text.Text.LastIndexOf(sign, at - 1, at - start, StringComparison.Ordinal) : -1;
            if (at < 0)
                return null;
        }
        return how switch
        {
            'f' => new(at, Inclusive: true),
            't' => new(Probe(text, at).Previous(), Inclusive: true),
            'T' => new(After(text, at)),
            _ => new(at),
        };
    }

    private static char Turned(char how) => char.IsUpper(how) ? char.ToLowerInvariant(how) : char.ToUpperInvariant(how);

    private static string Turned(string text) => string.Concat(text.Select(Turned));

    /// <summary>0 blank, 1 word, 2 the rest; of blank-separated words there is no rest.</summary>
    public static int Class(string text, int at, bool isBig) =>
        char.IsWhiteSpace(text[at]) ? 0 : isBig || char.IsLetterOrDigit(text[at]) || text[at] == '_' || char.IsSurrogate(text[at]) ? 1 : 2;

    private static int NextWord(string text, int at, bool isBig, bool staysInLine)
    {
        for (var of = at < text.Length ? Class(text, at, isBig) : 0; at < text.Length && of != 0 && Class(text, at, isBig) == of;)
            at++;
        while (at < text.Length && Class(text, at, isBig) == 0 && !(staysInLine && text[at] == '\n'))
            at++;
        return at;
    }

    private static int WordBefore(string text, int at, bool isBig)
    {
        while (at > 0 && Class(text, at - 1, isBig) == 0)
            at--;
        for (var of = at > 0 ? Class(text, at - 1, isBig) : 0; at > 0 && Class(text, at - 1, isBig) == of;)
            at--;
        return at;
    }

    private static int EndOfWord(string text, int at, int times, bool isBig, bool stays)
    {
        for (; times > 0; times--)
        {
            if (!stays)
                at++;
            stays = false;
            while (at < text.Length && Class(text, at, isBig) == 0)
                at++;
            while (at + 1 < text.Length && Class(text, at + 1, isBig) == Class(text, at, isBig))
                at++;
        }
        return Math.Min(at, Math.Max(0, text.Length - 1));
    }

    private static int FirstOf(TextBuffer text, int at)
    {
        while (at < text.Text.Length && text.Text[at] is ' ' or '\t')
            at++;
        return at;
    }

    /// <summary>So many characters further on, within the line.</summary>
    private static int Ahead(TextBuffer text, int at, int times, out int moved)
    {
        var probe = Probe(text, at);
        for (moved = 0; moved < times && probe.Cursor < probe.LineEnd; moved++)
            probe.MoveTo(probe.Next());
        return probe.Cursor;
    }

    private static int After(TextBuffer text, int at) => Probe(text, at).Next();

    private static int LineStart(TextBuffer text, int at) => Probe(text, at).LineStart;

    /// <summary>Outside of typing the cursor stands on a character, not behind the last of its line.</summary>
    public static int OnCharacter(TextBuffer text, int at)
    {
        var probe = Probe(text, at);
        return probe.Cursor == probe.LineEnd && probe.Cursor > probe.LineStart ? probe.Previous() : probe.Cursor;
    }

    private static TextBuffer Probe(TextBuffer text, int at)
    {
        var probe = new TextBuffer();
        probe.Set(text.Text, at);
        return probe;
    }
}
