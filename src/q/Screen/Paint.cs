using Q.Terminal;

namespace Q.Screen;

/// <summary>How a cell looks in the end: two of the terminal's own sixteen colours and marks, never a colour of ours.</summary>
internal readonly record struct Paint(Ink Front, Ink Back, Attr Attr)
{
    /// <summary>The same where the terminal has eight colours: a bright letter is a bold one.</summary>
    public Paint OfEight() => new(Dark(Front), Dark(Back), Front >= Ink.BrightBlack ? Attr | Attr.Bold : Attr);

    private static Ink Dark(Ink ink) => ink >= Ink.BrightBlack ? ink - (Ink.BrightBlack - Ink.Black) : ink;
}
