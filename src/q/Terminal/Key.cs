using System.Text;

namespace Q.Terminal;

[Flags]
internal enum KeyMods : byte
{
    None = 0,
    Shift = 1,
    Alt = 2,
    Ctrl = 4,
    Super = 8,
}

/// <summary>Keys that are not a character. <see cref="Rune"/> means: see <see cref="Key.Rune"/>.</summary>
internal enum KeyCode : byte
{
    Rune,
    Enter,
    Tab,
    Backspace,
    Escape,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    Insert,
    Delete,
    F1,
    F2,
    F3,
    F4,
    F5,
    F6,
    F7,
    F8,
    F9,
    F10,
    F11,
    F12,
}

/// <summary>
/// One key press. Letters with Ctrl are lower case (<c>Ctrl+A</c> is Rune 'a' with Ctrl). <paramref name="Extended"/> is true
/// when it came in an unambiguous form (kitty, modifyOtherKeys), so that e.g. <c>Ctrl+1</c> is really that key.
/// </summary>
internal readonly record struct Key(KeyCode Code, Rune Rune, KeyMods Mods, bool Extended = false)
{
    public static Key Of(char character, KeyMods mods = KeyMods.None) => new(KeyCode.Rune, new Rune(character), mods);

    public static Key Of(KeyCode code, KeyMods mods = KeyMods.None) => new(code, default, mods);
}
