using Q.Terminal;

namespace Q.Screen;

/// <summary>What may be drawn here: symbols or their ASCII stand-ins, colours or none.</summary>
/// <param name="Symbols">The signs of q's own.</param>
/// <param name="Colour">False with NO_COLOR: bold, dim and reverse remain.</param>
/// <param name="AsciiOnly">
/// The terminal does not read UTF-8, so text of others is folded too: its bytes would show as others, or act as controls.
/// </param>
internal sealed record Look(Symbols Symbols, bool Colour, bool AsciiOnly)
{
    public static Look Of(Capabilities terminal) => new(
        terminal.Unicode ? Symbols.Unicode : Symbols.Ascii,
        terminal.Colour,
        AsciiOnly: !terminal.Unicode && terminal.OutputIsTerminal);
}
