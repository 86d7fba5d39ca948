using System.Text;
using Q.Commands;
using Q.Input;
using Q.Terminal;

namespace Q.Cli;

/// <summary>What <c>q keys test</c> says of each thing that arrives: its bytes, what q understands, what it would do. One thread at a time.</summary>
internal sealed class KeyReport(KeyBindings bindings)
{
    private const int BytesColumn = 22;
    private const int KeyColumn = 15;

    private const int BytesInRow = 7;
    private const int MostRows = 4;

    /// <summary>The cursor stands in the middle of it, so that each key of the editor changes something.</summary>
    private static readonly EditorState s_line = new("one two\nthree four\nfive six", 13);

    private readonly Keymap _keymap = new(bindings);
    private Key _last;

    /// <summary>Ctrl+C twice, or q and Enter.</summary>
    public bool IsDone { get; private set; }

    public static string Head => $"{"bytes",-BytesColumn}{"q understands",-KeyColumn}and would\n";

    public string Line(ReadOnlySpan<byte> bytes, TerminalEvent told)
    {
        var (key, does) = told switch
        {
            KeyPressed(var pressed) => (KeyName.Of(pressed), Meaning(pressed)),
            Pasted(var text) => ("a paste", $"put {text.Length} characters into the line"),
            FocusChanged(var has) => (has ? "focus" : "no focus", "know whether somebody looks"),
            Replied(ReplyKind.KittyFlags, _, _) => ("an answer", "use the kitty keyboard, which it speaks"),
            Replied(ReplyKind.DeviceAttributes, _, _) => ("an answer", _keymap.IsProven ? "go on" : "wait for a key that proves more"),
            Replied => ("an answer", "note it"),
            NotKnown => ("no key", "do nothing: q knows no key for this"),
            _ => ("something else", "do nothing"),
        };
        var most = (told is Pasted ? 1 : MostRows) * BytesInRow; // of what is long the beginning is enough
        var shown = bytes.Length > most || told is Pasted ? bytes[..Math.Min(most - 1, bytes.Length)] : bytes;
        var rows = new StringBuilder();
        for (var from = 0; from == 0 || from < shown.Length; from += BytesInRow)
        {
            var to = Math.Min(from + BytesInRow, shown.Length);
            var row = Written(shown[from..to], to < shown.Length ? 0 : bytes.Length - to);
            rows.Append(from == 0 ? $"{row,-BytesColumn}{key,1 - KeyColumn} {does}" : row.TrimEnd()).Append('\n');
        }
        return rows.ToString();
    }

    private string Meaning(Key key)
    {
        var (isQuit, isLed) = (key.Code is KeyCode.Enter && _last == Key.Of('q'), _keymap.IsPending);
        var isInterrupt = key is { Code: KeyCode.Rune, Rune.Value: 'c', Mods: KeyMods.Ctrl };
        IsDone |= isQuit || (isInterrupt && _last == Key.Of('c', KeyMods.Ctrl));
        _last = key with { Extended = false };
        var action = _keymap.Of(key, lineIsEmpty: true);
        var row = KeyTable.Rows.FirstOrDefault(row => row.Actions.Contains(action is >= KeyAction.Slot1 and <= KeyAction.Slot9 ? KeyAction.Slot1 : action));
        return action switch
        {
            KeyAction.Leader => "wait for the next key, which chooses",
            KeyAction.UnknownChord => "do nothing: no key of the leader's",
            KeyAction.None when isLed => "give the leader up",
            KeyAction.None => InTheLine(key),
            _ => row is null ? "do nothing" : row.Does,
        };
    }

    private string InTheLine(Key key)
    {
        if (bindings.All.FirstOrDefault(bound => bound.Row.Action is KeyAction.None && bound.Key == _last) is { Row: { } row })
            return $"edit the line: {row.Name.Replace('_', ' ')}";
        key = bindings.Edit(key);
        if (key == default)
            return "do nothing: it is bound to nothing";
        if (key.Code is KeyCode.Tab && key.Mods is KeyMods.None or KeyMods.Shift)
            return "complete";
        if (key.Code is KeyCode.Escape)
            return "close what is open";
        var line = new LineEditor(new History(null)); // it knows best
        line.Restore(s_line);
        var result = line.Press(key);
        var (from, to) = line.Selected;
        return result is EditResult.Submit ? "send the line"
            : from != to ? "select"
            : line.Text.Length > s_line.Text.Length ? key.Code is KeyCode.Enter ? "begin a new line" : "type it"
            : line.Text.Length < s_line.Text.Length ? "delete"
            : line.Cursor != s_line.Cursor ? "move in the line"
            : "do nothing";
    }

    private static string Written(ReadOnlySpan<byte> bytes, int more)
    {
        var text = new StringBuilder();
        foreach (var one in bytes)
            text.Append($"{one:x2} ");
        return (more > 0 ? text.Append('+').Append(more).Append(' ') : text).ToString();
    }
}
