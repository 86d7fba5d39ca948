using Q.Terminal;

namespace Q.Screen;

/// <summary>How a cell looks: one of the terminal's own sixteen colours and attributes, never a colour of ours.</summary>
internal readonly record struct Style(Ink Ink, Attr Attr)
{
    public static Style Plain => default;
    public static Style Bold => new(Ink.Default, Attr.Bold);
    public static Style Dim => new(Ink.Default, Attr.Dim);
    public static Style Chosen => new(Ink.Default, Attr.Reverse);

    /// <summary>A person is needed: a question.</summary>
    public static Style Asks => new(Ink.Yellow, Attr.Bold);

    /// <summary>A person may want to look: an answer not seen yet.</summary>
    public static Style Unseen => new(Ink.Yellow, Attr.None);

    public static Style Error => new(Ink.Red, Attr.None);

    /// <summary>Signs that lead the eye: the prompt's, a tool's.</summary>
    public static Style Sign => new(Ink.Cyan, Attr.None);

    public static Style Added => new(Ink.Green, Attr.None);
    public static Style Removed => new(Ink.Red, Attr.None);

    /// <summary>Of an answer: its largest headings; those of the second size are <see cref="Bold"/>.</summary>
    public static Style Title => new(Ink.Default, Attr.Bold | Attr.Underline);

    public static Style Heading => new(Ink.Default, Attr.Bold | Attr.Italic);

    /// <summary>Code within a sentence.</summary>
    public static Style Code => new(Ink.Cyan, Attr.None);

    public static Style Link => new(Ink.Blue, Attr.Underline);

    /// <summary>A task that is done.</summary>
    public static Style Done => new(Ink.Green, Attr.None);

    /// <summary>In a block of code: words of the language, names of types and keys, texts, numbers, remarks.</summary>
    public static Style Keyword => new(Ink.Magenta, Attr.None);
    public static Style Name => new(Ink.Cyan, Attr.None);
    public static Style Quoted => new(Ink.Green, Attr.None);
    public static Style Number => new(Ink.Yellow, Attr.None);
    public static Style Remark => new(Ink.Default, Attr.Dim);

    /// <summary>The same without colour, for NO_COLOR. A method: a property of its own type would be printed without end.</summary>
    public Style InGrey() => this with { Ink = Ink.Default };
}
