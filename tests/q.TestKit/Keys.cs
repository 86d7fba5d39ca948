using System.Runtime.CompilerServices;
using Q.Terminal;

namespace Q.TestKit;

/// <summary>
/// A keyboard as an interpolated string: literal text types itself, holes are keys. <c>Keys.Of($"fix teh{Alt('b')}{Enter}")</c>
/// with <c>using static Q.TestKit.Keys;</c>.
/// </summary>
[InterpolatedStringHandler]
internal readonly struct Keys
{
    private readonly List<Key> _keys;

    public Keys(int literalLength, int holes) => _keys = new List<Key>(literalLength + holes);

    public static Key Enter => Key.Of(KeyCode.Enter);
    public static Key Tab => Key.Of(KeyCode.Tab);
    public static Key Escape => Key.Of(KeyCode.Escape);
    public static Key Backspace => Key.Of(KeyCode.Backspace);
    public static Key Delete => Key.Of(KeyCode.Delete);
    public static Key Up => Key.Of(KeyCode.Up);
    public static Key Down => Key.Of(KeyCode.Down);
    public static Key Left => Key.Of(KeyCode.Left);
    public static Key Right => Key.Of(KeyCode.Right);
    public static Key Home => Key.Of(KeyCode.Home);
    public static Key End => Key.Of(KeyCode.End);

    public static Key Ctrl(char letter) => Key.Of(letter, KeyMods.Ctrl);

    public static Key Alt(char letter) => Key.Of(letter, KeyMods.Alt);

    public static Key Ctrl(Key key) => key with { Mods = key.Mods | KeyMods.Ctrl };

    public static Key Alt(Key key) => key with { Mods = key.Mods | KeyMods.Alt };

    public static Key Shift(Key key) => key with { Mods = key.Mods | KeyMods.Shift };

    public static IReadOnlyList<Key> Of(Keys keys) => keys._keys;

    public void AppendLiteral(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            _keys.Add(new Key(KeyCode.Rune, rune, KeyMods.None));
    }

    public void AppendFormatted(Key key) => _keys.Add(key);

    public void AppendFormatted(string text) => AppendLiteral(text);
}
