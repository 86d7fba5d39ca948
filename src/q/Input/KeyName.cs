using System.Text;
using Q.Terminal;

namespace Q.Input;

/// <summary>Keys as people write them: <c>Ctrl+X</c>, <c>Alt+Shift+A</c>, <c>PageUp</c>, <c>F5</c>, <c>?</c>. Pure.</summary>
internal static class KeyName
{
    private static readonly (string Name, KeyMods Mod)[] s_mods =
    [
        ("Ctrl", KeyMods.Ctrl), ("Alt", KeyMods.Alt), ("Shift", KeyMods.Shift), ("Super", KeyMods.Super),
        ("Control", KeyMods.Ctrl), ("C", KeyMods.Ctrl), ("Meta", KeyMods.Alt), ("Option", KeyMods.Alt), ("M", KeyMods.Alt), ("Cmd", KeyMods.Super),
    ];

    private static readonly (string Name, KeyCode Code)[] s_others =
    [
        ("Return", KeyCode.Enter), ("Esc", KeyCode.Escape), ("PgUp", KeyCode.PageUp), ("PgDn", KeyCode.PageDown), ("Ins", KeyCode.Insert),
        ("Del", KeyCode.Delete),
    ];

    /// <summary>By <see cref="KeyCode"/>.</summary>
    private static readonly string[] s_codes =
    [
        "", "Enter", "Tab", "Backspace", "Escape", "Up", "Down", "Left", "Right", "Home", "End", "PageUp", "PageDown", "Insert", "Delete",
        "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F11", "F12",
    ];

    public static string Of(Key key)
    {
        var text = new StringBuilder();
        foreach (var (name, mod) in s_mods.AsSpan(0, 4))
        {
            if (key.Mods.HasFlag(mod))
                text.Append(name).Append('+');
        }
        if (key.Code is not KeyCode.Rune)
            return text.Append(s_codes[(int)key.Code]).ToString();
        var hasMods = text.Length > 0;
        if (hasMods && Rune.IsUpper(key.Rune) && !key.Mods.HasFlag(KeyMods.Shift))
            text.Append("Shift+"); // it is in the character already
        return text.Append(key.Rune.Value == ' ' ? "Space" : (hasMods ? Rune.ToUpperInvariant(key.Rune) : key.Rune).ToString()).ToString();
    }

    /// <summary>Reads what <see cref="Of"/> writes, in any case, and the usual other names.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out Key key)
    {
        key = default;
        var mods = KeyMods.None;
        while (text.Length > 1 && text[..^1].IndexOfAny('+', '-') is > 0 and var sign)
        {
            if (!TryMod(text[..sign], out var mod))
                return false;
            mods |= mod;
            text = text[(sign + 1)..];
        }
        if (Rune.DecodeFromUtf16(text, out var rune, out var used) is System.Buffers.OperationStatus.Done && used == text.Length)
        {
            key = Typed(rune, mods);
            return rune.Value > ' ';
        }
        if (text.Equals("Space", StringComparison.OrdinalIgnoreCase))
            key = Key.Of(' ', mods);
        else if (Named(text) is { } code)
            key = Key.Of(code, mods);
        return key != default;
    }

    /// <summary>As a terminal sends it: with Ctrl a small letter, else Shift is in the character.</summary>
    private static Key Typed(Rune rune, KeyMods mods)
    {
        if (mods.HasFlag(KeyMods.Ctrl) || (mods & ~KeyMods.Shift) != KeyMods.None && !mods.HasFlag(KeyMods.Shift))
            rune = Rune.ToLowerInvariant(rune);
        else if (mods.HasFlag(KeyMods.Shift))
            (rune, mods) = (Rune.ToUpperInvariant(rune), mods & ~KeyMods.Shift);
        return new Key(KeyCode.Rune, rune, mods);
    }

    private static bool TryMod(ReadOnlySpan<char> text, out KeyMods mod)
    {
        foreach (var (name, one) in s_mods)
        {
            if (text.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                mod = one;
                return true;
            }
        }
        mod = default;
        return false;
    }

    private static KeyCode? Named(ReadOnlySpan<char> text)
    {
        foreach (var (name, code) in s_others)
        {
            if (text.Equals(name, StringComparison.OrdinalIgnoreCase))
                return code;
        }
        for (var code = 1; code < s_codes.Length; code++)
        {
            if (text.Equals(s_codes[code], StringComparison.OrdinalIgnoreCase))
                return (KeyCode)code;
        }
        return null;
    }
}
