namespace Q.Terminal;

/// <summary>What comes in from a terminal, decoded.</summary>
internal abstract record TerminalEvent;

/// <summary>What came in one piece, in order.</summary>
internal sealed record Burst(TerminalEvent[] Events) : TerminalEvent;

internal sealed record KeyPressed(Key Key) : TerminalEvent;

/// <summary>A bracketed paste, whole; line ends are \n.</summary>
internal sealed record Pasted(string Text) : TerminalEvent
{
    /// <summary>The control characters of it that are not in the text.</summary>
    public string LeftOut { get; init; } = "";
}

/// <summary>The wheel of the mouse: rows up, or down when negative.</summary>
internal sealed record WheelTurned(int Rows) : TerminalEvent;

internal sealed record FocusChanged(bool HasFocus) : TerminalEvent;

internal sealed record Resized(TerminalSize Size) : TerminalEvent;

internal enum ReplyKind : byte
{
    /// <summary>DA1: the last of the questions asked at start; its answer ends the wait.</summary>
    DeviceAttributes,

    /// <summary><c>CSI ? flags u</c>: the terminal speaks the kitty keyboard protocol.</summary>
    KittyFlags,

    /// <summary><c>CSI ? 2026 ; n $ y</c> and the like: value is n.</summary>
    ModeReport,

    CursorPosition,
}

/// <summary>An answer to one of our own questions; never shown, never typed.</summary>
internal sealed record Replied(ReplyKind Kind, int Mode, int Value) : TerminalEvent;

/// <summary>A sequence has come to its end and means nothing to q. Told only where each byte is heard.</summary>
internal sealed record NotKnown : TerminalEvent;

/// <summary>The terminal went away.</summary>
internal sealed record HungUp : TerminalEvent;

/// <summary>The end of piped input: what was sent is still answered, then it is as <c>/quit</c>.</summary>
internal sealed record InputEnded : TerminalEvent;

internal readonly record struct TerminalSize(int Columns, int Rows)
{
    /// <summary>What q draws on at least.</summary>
    public const int LeastColumns = 40, LeastRows = 8;

    public bool IsTooSmall => Columns < LeastColumns || Rows < LeastRows;

    public override string ToString() => $"{Columns}x{Rows}";
}
