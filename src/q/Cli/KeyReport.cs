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
            _ => ("something else", "do nothing"),
        };
        var shown = told is Pasted ? bytes[..Math.Min(BytesInRow - 1, bytes.Length)] : bytes; // of a paste the beginning is enough
        var rows = new StringBuilder();
        for (var from = 0; from == 0 || from < shown.Length; from += BytesInRow)
        {
            var row = Written(shown[from..Math.Min(from + BytesInRow, shown.Length)], bytes.Length - shown.Length);
            rows.Append(from == 0 ? $"{row,-BytesColumn}{key,-KeyColumn}{does}" : row.TrimEnd()).Append('\n');
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
        if (bindings.Edit(key) == default)
            return "do nothing: it is bound to nothing";
        return (key.Code, key.Mods) switch
        {
            (KeyCode.Rune, KeyMods.None or KeyMods.Shift) => "type it",
            (KeyCode.Enter, KeyMods.None) => "send the line",
            (KeyCode.Enter, _) => "begin a new line",
            (KeyCode.Tab, _) => "complete",
            (KeyCode.Backspace or KeyCode.Delete, _) => "delete",
            (KeyCode.Up or KeyCode.Down or KeyCode.Left or KeyCode.Right or KeyCode.Home or KeyCode.End, _) => "move in the line",
            (KeyCode.Escape, _) => "close what is open",
            _ => "do nothing",
        };
    }

    private static string Written(ReadOnlySpan<byte> bytes, int more)
    {
        var text = new StringBuilder();
        foreach (var one in bytes)
            text.Append($"{one:x2} ");
        return (more > 0 ? text.Append('+').Append(more).Append(' ') : text).ToString();
    }
}
