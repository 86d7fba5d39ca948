using System.Text;

namespace Q.Terminal;

/// <summary>Which bytes are which keys. Data only; an answer of <c>default</c> means: no key that we know.</summary>
internal static class KeyTables
{
    private const int CachedMods = 8;

    /// <summary>An event for every common key, made once: typing allocates nothing. Written by any thread, all write the same.</summary>
    private static readonly KeyPressed?[] s_events = new KeyPressed?[(128 + (int)KeyCode.F12 + 1) * CachedMods];

    public static KeyPressed Event(Key key)
    {
        if (key.Extended || (int)key.Mods >= CachedMods || key.Rune.Value >= 128)
            return new KeyPressed(key);
        var row = key.Code == KeyCode.Rune ? key.Rune.Value : 128 + (int)key.Code;
        return s_events[row * CachedMods + (int)key.Mods] ??= new KeyPressed(key);
    }

    /// <summary>One byte below 0x80. Ambiguous ones are the key that people mean; 0x0a is not Enter.</summary>
    public static Key Byte(byte value, KeyMods mods) => value switch
    {
        0x09 => Key.Of(KeyCode.Tab, mods),
        0x0D => Key.Of(KeyCode.Enter, mods),
        0x1B => Key.Of(KeyCode.Escape, mods),
        0x7F => Key.Of(KeyCode.Backspace, mods),
        0x00 => Key.Of(' ', mods | KeyMods.Ctrl),
        < 0x1B => Key.Of((char)(value + 'a' - 1), mods | KeyMods.Ctrl),
        < 0x20 => Key.Of((char)(value + '@'), mods | KeyMods.Ctrl),
        _ => Key.Of((char)value, mods),
    };

    /// <summary>The modifier number of a sequence: 1 and a bit for each. Meta counts as Alt; locks and Hyper do not count.</summary>
    public static KeyMods Mods(int number)
    {
        var bits = Math.Max(number - 1, 0);
        return (KeyMods)(bits & 0xF) | ((bits & 0x20) != 0 ? KeyMods.Alt : KeyMods.None);
    }

    public static KeyCode Function(int number) => (KeyCode)((int)KeyCode.F1 + number - 1);

    public static Key Letter(char final, KeyMods mods) => final switch
    {
        'A' => Key.Of(KeyCode.Up, mods),
        'B' => Key.Of(KeyCode.Down, mods),
        'C' => Key.Of(KeyCode.Right, mods),
        'D' => Key.Of(KeyCode.Left, mods),
        'H' => Key.Of(KeyCode.Home, mods),
        'F' => Key.Of(KeyCode.End, mods),
        'P' => Key.Of(KeyCode.F1, mods),
        'Q' => Key.Of(KeyCode.F2, mods),
        'R' => Key.Of(KeyCode.F3, mods),
        'S' => Key.Of(KeyCode.F4, mods),
        'a' => Key.Of(KeyCode.Up, mods | KeyMods.Shift), // rxvt
        'b' => Key.Of(KeyCode.Down, mods | KeyMods.Shift),
        'c' => Key.Of(KeyCode.Right, mods | KeyMods.Shift),
        'd' => Key.Of(KeyCode.Left, mods | KeyMods.Shift),
        _ => default,
    };

    public static Key Tilde(int number, KeyMods mods) => number switch
    {
        1 or 7 => Key.Of(KeyCode.Home, mods),
        2 => Key.Of(KeyCode.Insert, mods),
        3 => Key.Of(KeyCode.Delete, mods),
        4 or 8 => Key.Of(KeyCode.End, mods),
        5 => Key.Of(KeyCode.PageUp, mods),
        6 => Key.Of(KeyCode.PageDown, mods),
        >= 11 and <= 15 => Key.Of(Function(number - 10), mods),
        >= 17 and <= 21 => Key.Of(Function(number - 11), mods),
        23 or 24 => Key.Of(Function(number - 12), mods),
        _ => default,
    };

    /// <summary>After SS3: arrows and F1–F4 in application mode, and the keypad.</summary>
    public static bool TrySs3(byte final, KeyMods mods, out Key key)
    {
        key = (char)final switch
        {
            'M' => Key.Of(KeyCode.Enter, mods),
            'I' => Key.Of(KeyCode.Tab, mods),
            ' ' => Key.Of(' ', mods),
            'X' => Key.Of('=', mods),
            >= 'j' and <= 'y' => Key.Of((char)(final - 0x40), mods), // * + , - . / 0–9
            'a' or 'b' or 'c' or 'd' => Letter((char)(final - 0x20), mods | KeyMods.Ctrl), // rxvt
            var letter => Letter(letter, mods),
        };
        return key != default;
    }

    /// <summary>
    /// A key in an unambiguous form. With Ctrl, letters are lower case; without, Shift is already in the character, as it is
    /// when the same key comes as plain text.
    /// </summary>
    /// <param name="code">The key's character without Shift, or its number in the private use area.</param>
    /// <param name="shifted">What Shift makes of it; 0 when the terminal does not say.</param>
    /// <param name="text">What it types; 0 when the terminal does not say.</param>
    /// <param name="number">Modifier number as on the wire.</param>
    /// <param name="latin">The key in this place of a Latin layout; 0 when the terminal does not say.</param>
    public static Key Extended(int code, int shifted, int text, int number, int latin = 0)
    {
        var mods = Mods(number);
        if (latin > 0 && code >= 0x80 && (mods & (KeyMods.Ctrl | KeyMods.Alt)) != KeyMods.None)
            (code, shifted) = (latin, 0); // Ctrl+C is that key in a Cyrillic layout too
        if (mods == KeyMods.Ctrl && code is ('[' or 'i' or 'm'))
            (code, mods) = (code == '[' ? 27 : code == 'i' ? 9 : 13, KeyMods.None); // what these have always been
        var function = code switch
        {
            8 or 127 => KeyCode.Backspace,
            9 => KeyCode.Tab,
            13 or 57414 => KeyCode.Enter,
            27 => KeyCode.Escape,
            57417 => KeyCode.Left,
            57418 => KeyCode.Right,
            57419 => KeyCode.Up,
            57420 => KeyCode.Down,
            57421 => KeyCode.PageUp,
            57422 => KeyCode.PageDown,
            57423 => KeyCode.Home,
            57424 => KeyCode.End,
            57425 => KeyCode.Insert,
            57426 => KeyCode.Delete,
            _ => KeyCode.Rune,
        };
        if (function != KeyCode.Rune)
            return new Key(function, default, mods, Extended: true);

        code = code switch
        {
            >= 57399 and <= 57408 => '0' + (code - 57399),
            >= 57409 and <= 57413 => "./*-+"[code - 57409],
            57415 => '=',
            57416 => ',',
            >= 0xE000 and < 0xF900 => 0, // media keys, locks, modifiers alone
            < ' ' => 0,
            _ => code,
        };
        var typed = code;
        if ((mods & KeyMods.Ctrl) == KeyMods.None)
        {
            if (text >= ' ' && (mods & KeyMods.Alt) == KeyMods.None)
                typed = text;
            else if ((mods & KeyMods.Shift) != KeyMods.None && code != 0)
                typed = shifted > 0 ? shifted : Upper(code);
            if (typed != code || shifted == code || Upper(code) == code && char.IsUpper((char)Math.Min(code, 0xFFFF)))
                mods &= ~KeyMods.Shift;
        }
        else
        {
            typed = Lower(code);
            if ((mods & KeyMods.Shift) != KeyMods.None && shifted > 0 && Upper(shifted) == Lower(shifted))
                (typed, mods) = (shifted, mods & ~KeyMods.Shift); // a sign, as Ctrl+_
        }
        return code != 0 && Rune.TryCreate(typed, out var rune)
            ? new Key(KeyCode.Rune, rune, mods, Extended: true)
            : default;
    }

    private static int Upper(int code) => Rune.TryCreate(code, out var rune) ? Rune.ToUpperInvariant(rune).Value : code;

    private static int Lower(int code) => Rune.TryCreate(code, out var rune) ? Rune.ToLowerInvariant(rune).Value : code;
}
