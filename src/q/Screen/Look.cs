using Q.Terminal;

namespace Q.Screen;

/// <summary>What may be drawn here: symbols or their ASCII stand-ins, and in which colours.</summary>
/// <param name="Symbols">The signs of q's own.</param>
/// <param name="Theme">The colours; of marks alone with NO_COLOR.</param>
/// <param name="AsciiOnly">
/// The terminal does not read UTF-8, so text of others is folded too: its bytes would show as others, or act as controls.
/// </param>
internal sealed record Look(Symbols Symbols, Theme Theme, bool AsciiOnly)
{
    /// <summary>Another one counts from the next frame on that is drawn whole. App loop only.</summary>
    public Theme Theme { get; set; } = Theme;

    public static Look Of(Capabilities terminal, Theme? theme = null) => new(
        terminal.Unicode ? Symbols.Unicode : Symbols.Ascii,
        (theme ?? Theme.Find("dark")!).For(terminal.Inks),
        AsciiOnly: !terminal.Unicode && terminal.OutputIsTerminal);
}
