using Q.Input;
using Q.Sessions;

namespace Q.Screen;

/// <summary>
/// Where the transcript is read: its lowest row is <paramref name="Rows"/> rows above ring position <paramref name="Anchor"/>
/// (below it, when negative), so that new text never moves what is read. -1 follows the end.
/// </summary>
/// <param name="Anchor">Ring position, or -1.</param>
/// <param name="Rows">Above it.</param>
/// <param name="Into">Of <see cref="IsFirst"/>: bytes into the record, or <see cref="LineAbove"/>.</param>
/// <param name="Reply">
/// Behind this ring position a command may answer: an answer higher than the screen has its first row as the first one. Or
/// <see cref="ReadOn"/>, or <see cref="None"/>.
/// </param>
internal readonly record struct ScrollState(long Anchor, int Rows, int Into = -1, long Reply = ScrollState.None)
{
    public const long None = -1;

    /// <summary>Of <see cref="Reply"/>: a person scrolled on from its first row.</summary>
    public const long ReadOn = -2;

    /// <summary>More rows than any transcript has: <see cref="Up"/> by this is the top.</summary>
    public const int Top = 1 << 28;

    public static ScrollState Follow => new(-1, 0);

    /// <summary>What begins at a position is the first row, as far as what follows fills the screen.</summary>
    public static ScrollState From(long position) => new(position, AsFirst);

    /// <summary>Follows the end until a command has answered behind a position, in more rows than the screen has.</summary>
    public static ScrollState ForReply(long position) => new(-1, 0, Reply: position);

    /// <summary>So many bytes into the text of a record: with a few rows above it.</summary>
    public static ScrollState At(long record, int into) => new(record, AsFirst, into);

    /// <summary>The line above what nobody has looked at is the first row.</summary>
    public static ScrollState FromUnread(long position) => new(position, AsFirst, LineAbove);

    /// <summary>Of <see cref="Into"/>: the line that stands above it, too.</summary>
    public const int LineAbove = -2;

    public bool IsFirst => Rows == AsFirst;

    private const int AsFirst = int.MinValue;

    public bool Follows => Anchor < 0;

    /// <summary>What a command has answered is read, and more is below.</summary>
    public bool IsReply => Reply != None && !Follows;

    /// <summary>Some rows up (down, when negative). The next frame stops it at the ends and says where it really is.</summary>
    public ScrollState Up(int rows, SessionView view) =>
        new(Follows ? view.Ring?.End ?? -1 : Anchor, Math.Clamp(Rows + rows, -Top, Top), Reply: IsReply ? ReadOn : None);
}

/// <summary>How the answers of models are shown.</summary>
internal enum AnswerLook : byte
{
    Markdown,

    /// <summary>As they were written.</summary>
    Raw,
}

/// <summary>How tool calls are shown.</summary>
internal enum ToolLook : byte
{
    /// <summary>One row each.</summary>
    Folded,

    /// <summary>With all that they wrote.</summary>
    Open,
}

/// <summary>What a card offers first: what a second press of the key that opened it answers.</summary>
internal enum CardLean : byte
{
    Allow,
    Deny,
}

/// <summary>All that a frame shows, as one value. The app loop builds it; the screen only reads it.</summary>
internal sealed record ScreenModel
{
    private static readonly OthersShown s_usual = new();

    public required SessionView Focused { get; init; }

    public required IReadOnlyList<SessionView> Sessions { get; init; }

    public required DateTimeOffset Now { get; init; }

    public string Text { get; init; } = "";

    /// <summary>Among plain lines: what waits in the line, half-typed on another screen or not taken.</summary>
    public string HalfTyped { get; init; } = "";

    /// <summary>Index into <see cref="Text"/>.</summary>
    public int Cursor { get; init; }

    /// <summary>What the line may become, behind the cursor at its end; no part of the text.</summary>
    public string Ghost { get; init; } = "";

    /// <summary>What stands behind characters of <see cref="Text"/> that are large pastes.</summary>
    public Chips Chips { get; init; } = Chips.None;

    /// <summary>Indices into <see cref="Text"/>; both the same when nothing is selected.</summary>
    public (int From, int To) Selected { get; init; }

    /// <summary>With the keys of vi, which of its modes the line is in.</summary>
    public ViMode? Mode { get; init; }

    public ScrollState Scroll { get; init; } = ScrollState.Follow;

    public AnswerLook Answers { get; init; }

    public ToolLook Tools { get; init; }

    /// <summary>Calls of the session in focus that are open though the others are folded.</summary>
    public OpenedCalls Opened { get; init; } = OpenedCalls.None;

    /// <summary>A text that is marked wherever the transcript shows it; empty marks nothing.</summary>
    public string Marked { get; init; } = "";

    /// <summary>The session that shares the chat's place with the one in focus; null when that has it alone.</summary>
    public SplitShown? Beside { get; init; }

    /// <summary>Whose question is shown as a card, in place of all below the chat; null when none does.</summary>
    public SessionView? Card { get; init; }

    /// <summary>First line of the card's body that is shown; stopped at its ends, see <see cref="CardShown.Top"/>.</summary>
    public int CardTop { get; init; }

    public CardLean CardLean { get; init; }

    /// <summary>
    /// Up to here <see cref="Focused"/> says whether the text is whole: where its ring ended before the view was read. Null: all of it.
    /// </summary>
    public long? SaidTo { get; init; }

    /// <summary><see cref="Focused"/> is no session but a text of its own, shown for the time: a log, a replay.</summary>
    public bool IsPane { get; init; }

    /// <summary>What is shown was said some other time: its prompts too are new to whoever reads.</summary>
    public bool IsReplay { get; init; }

    /// <summary>A list above the prompt, such as completions.</summary>
    public IReadOnlyList<string> Listed { get; init; } = [];

    /// <summary>What there is to say of each of <see cref="Listed"/>, in the same order; empty when nothing is.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The same with sessions: the picker. Null when it is closed; empty when nothing matches the filter.</summary>
    public IReadOnlyList<SessionView>? Picker { get; init; }

    /// <summary>The session whose newest lines are shown in place of the chat, while the picker's choice stands on it.</summary>
    public SessionView? Preview { get; init; }

    /// <summary>Index into <see cref="Picker"/> or <see cref="Listed"/>.</summary>
    public int Chosen { get; init; } = -1;

    /// <summary>What <see cref="Focused"/> asks was not on the screen whole: a yes shows it, and allows nothing yet.</summary>
    public bool IsAskedInPart { get; init; }

    /// <summary>Stands in the prompt's place: a y/n confirmation, the reverse search, the picker's filter.</summary>
    public string? Dialog { get; init; }

    /// <summary>One dim line above the prompt, such as the keys that may follow Ctrl+X.</summary>
    public string? Hint { get; init; }

    /// <summary>The hint where <see cref="ScrollState.IsReply"/> holds.</summary>
    public string? ReadOn { get; init; }

    /// <summary>What lists the keys.</summary>
    public string KeyHelp { get; init; } = "Ctrl+X ?";

    public string ShellFolder { get; init; } = "";

    public OthersShown Others { get; init; } = s_usual;

    /// <summary>Each second of a turn is a frame, with a sign that goes on.</summary>
    public bool Moves { get; init; }

    /// <summary>The terminal said that a person looks at it, or does not say.</summary>
    public bool HasFocus { get; init; } = true;
}
