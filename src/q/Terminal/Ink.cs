namespace Q.Terminal;

/// <summary>The sixteen colours that every terminal has, in the order of their SGR numbers, and the terminal's own.</summary>
internal enum Ink : byte
{
    Default,
    Black,
    Red,
    Green,
    Yellow,
    Blue,
    Magenta,
    Cyan,
    White,
    BrightBlack,
    BrightRed,
    BrightGreen,
    BrightYellow,
    BrightBlue,
    BrightMagenta,
    BrightCyan,
    BrightWhite,
}

/// <summary>How many colours a terminal has, as far as the environment tells.</summary>
internal enum Inks : byte
{
    None,

    /// <summary>None of the bright ones.</summary>
    Eight,
    Sixteen,
}

[Flags]
internal enum Attr : byte
{
    None = 0,
    Bold = 1,
    Dim = 2,
    Italic = 4,
    Underline = 8,
    Reverse = 16,
    Strike = 32,
}
