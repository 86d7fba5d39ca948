using Q.Core;
using Q.Sessions;
using Q.Terminal;

namespace Q.Screen;

/// <summary>
/// What a text is, for its colour: the sixteen that a theme gives a look, and ordinary text, which keeps the terminal's own.
/// A theme's file names them in lower case.
/// </summary>
internal enum Role : byte
{
    Text,

    /// <summary>What may be overlooked: counts, hints, remarks, sessions that wait and were seen.</summary>
    Quiet,

    /// <summary>The row that Enter takes.</summary>
    Chosen,

    /// <summary>Signs that lead the eye: the prompt's, a tool's.</summary>
    Sign,

    /// <summary>A person is needed: a question.</summary>
    Asks,

    /// <summary>A person may want to look: an answer not seen yet.</summary>
    Unseen,
    Working,
    Paused,

    /// <summary>Also every error.</summary>
    Failed,
    Completed,
    Added,
    Removed,

    /// <summary>Code within a sentence; in a block of code the names of types and keys.</summary>
    Code,
    Link,
    Keyword,
    Quoted,
    Number,
}

/// <summary>How a text is meant to look: what it is, and marks of its own. The theme makes a <see cref="Paint"/> of it.</summary>
internal readonly record struct Style(Role Role, Attr Attr)
{
    public static Style Plain => default;
    public static Style Bold => new(Role.Text, Attr.Bold);
    public static Style Dim => new(Role.Quiet, Attr.None);
    public static Style Chosen => new(Role.Chosen, Attr.None);
    public static Style Asks => new(Role.Asks, Attr.None);
    public static Style Unseen => new(Role.Unseen, Attr.None);
    public static Style Working => new(Role.Working, Attr.None);
    public static Style Error => new(Role.Failed, Attr.None);
    public static Style Sign => new(Role.Sign, Attr.None);
    public static Style Added => new(Role.Added, Attr.None);
    public static Style Removed => new(Role.Removed, Attr.None);

    /// <summary>Of an answer: its largest headings; those of the second size are <see cref="Bold"/>.</summary>
    public static Style Title => new(Role.Text, Attr.Bold | Attr.Underline);

    public static Style Heading => new(Role.Text, Attr.Bold | Attr.Italic);
    public static Style Code => new(Role.Code, Attr.None);
    public static Style Link => new(Role.Link, Attr.None);

    /// <summary>A task that is done.</summary>
    public static Style Done => new(Role.Added, Attr.None);

    /// <summary>In a block of code: words of the language, names of types and keys, texts, numbers, remarks.</summary>
    public static Style Keyword => new(Role.Keyword, Attr.None);
    public static Style Name => new(Role.Code, Attr.None);
    public static Style Quoted => new(Role.Quoted, Attr.None);
    public static Style Number => new(Role.Number, Attr.None);
    public static Style Remark => Dim;

    /// <summary>The look of what a session does or waits for.</summary>
    public static Style For(SessionView view) => view switch
    {
        { Asks: true } => Asks,
        { Status: SessionStatus.Failed } => Error,
        { Waits: true } => Unseen,
        { Status: SessionStatus.Processing } => Working,
        { Status: SessionStatus.Paused } => new(Role.Paused, Attr.None),
        { Status: SessionStatus.Completed } => new(Role.Completed, Attr.None),
        _ => Dim,
    };
}
