using Q.Output;

namespace Q.Screen;

/// <summary>What a row of the transcript is; decides its sign, indent and colour.</summary>
internal enum RowLook : byte
{
    Blank,
    Prompt,
    Text,

    /// <summary>A row of a page.</summary>
    Markdown,

    /// <summary>A folded tool call, which is a page of one row.</summary>
    Folded,
    ToolTitle,
    ToolOutput,
    ToolEnd,
    Question,
    Added,
    Removed,
    Hunk,
    Notice,
    Error,
    Warning,
    Allowed,
    Unread,
    Truncated,
}

/// <summary>One row of the transcript, wrapped.</summary>
/// <param name="At">Where in the ring its text begins: tells rows apart, grows downwards, and survives a resize.</param>
/// <param name="FromEnd">Where its text begins in the layout's buffer, counted from the buffer's end. Of Markdown: its page.</param>
/// <param name="Length">Bytes of text. Of Markdown: its row there.</param>
/// <param name="Look">What it is.</param>
/// <param name="Begins">The first row of its block: it carries the sign.</param>
/// <param name="Indent">Cells that a wrapped row stands in, below the text of a list item.</param>
internal readonly record struct LaidRow(long At, int FromEnd, int Length, RowLook Look, bool Begins, byte Indent)
{
    public static RowLook LookOf(OutputKind kind) => kind switch
    {
        OutputKind.Prompt => RowLook.Prompt,
        OutputKind.Text => RowLook.Text,
        OutputKind.ToolStart => RowLook.ToolTitle,
        OutputKind.ToolOutput => RowLook.ToolOutput,
        OutputKind.ToolEnd => RowLook.ToolEnd,
        OutputKind.Question => RowLook.Question,
        OutputKind.Notice => RowLook.Notice,
        OutputKind.Error => RowLook.Error,
        OutputKind.Warning => RowLook.Warning,
        OutputKind.Allowed => RowLook.Allowed,
    };

    /// <summary>Cells before the text: the sign of the first row, blanks on the others.</summary>
    public static int Lead(RowLook look, Symbols symbols) => look switch
    {
        RowLook.Blank or RowLook.Text or RowLook.Markdown or RowLook.Folded or RowLook.Unread or RowLook.Truncated => 0,
        RowLook.Prompt or RowLook.ToolTitle or RowLook.Notice or RowLook.Error or RowLook.Warning or RowLook.Allowed => 2,
        RowLook.Question or RowLook.Added or RowLook.Removed or RowLook.Hunk => 2,
        RowLook.ToolOutput => 4,
        RowLook.ToolEnd => symbols.ToolEnd.Length,
    };

    /// <summary>A blank row stands between two blocks, but not inside of what belongs together: a tool, its output and its end.</summary>
    public static bool AreApart(OutputKind above, OutputKind below) => Group(above) != Group(below) || Group(above) is 0;

    private static int Group(OutputKind kind) => kind switch
    {
        OutputKind.Prompt or OutputKind.Text => 0,
        OutputKind.ToolStart or OutputKind.ToolOutput or OutputKind.ToolEnd or OutputKind.Question or OutputKind.Allowed => 1,
        OutputKind.Notice or OutputKind.Error or OutputKind.Warning => 2,
    };
}
