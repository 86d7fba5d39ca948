namespace Q.Screen;

/// <summary>What was shown of a card; the default is nothing.</summary>
/// <param name="Top">Its first row in the last frame, stopped at both ends.</param>
/// <param name="Page">How many rows had room.</param>
/// <param name="Next">The first row that no frame has shown yet; -1 when each was on the screen.</param>
internal readonly record struct CardShown(int Top, int Page, int Next)
{
    public static CardShown Whole => new(0, 1, -1);

    public bool IsWhole => Next < 0;
}

/// <summary>One way of showing a <see cref="ScreenModel"/>: cells on the alternate screen or below printed text, or plain lines. App loop only.</summary>
internal interface IScreen : IDisposable
{
    /// <summary>Shows it, in one write, and returns the scroll position as it really is (stopped at both ends).</summary>
    ScrollState Draw(ScreenModel model);

    /// <summary>How many rows of transcript the last frame showed: what a page is.</summary>
    int PageRows { get; }

    /// <summary>Ring position of the first row of transcript that the last frame showed; 0 where there is none.</summary>
    long TopAt { get; }

    /// <summary>Ring position behind the beginning of the lowest row that the last frame showed.</summary>
    long EndAt { get; }

    /// <summary>Where the session beside the one in focus is scrolled to, as it really is; as in the model where none is shown.</summary>
    ScrollState Beside => ScrollState.Follow;

    /// <summary>Where the lowest folded tool call on the screen begins in the ring, else the lowest open one; -1 without any.</summary>
    long CallAt { get; }

    /// <summary>What the last frame showed of a card.</summary>
    CardShown Card { get; }

    /// <summary>How many rows a question can have that is whole on the screen above the prompt.</summary>
    int QuestionRows => PageRows;

    /// <summary>When it has something to show though nothing new comes; null when it has not.</summary>
    DateTimeOffset? DueAt => null;

    /// <summary>The next frame is drawn whole: after Ctrl+L, or when another program wrote on the screen.</summary>
    void Forget();

    /// <summary>The person pressed Enter: among plain lines what comes next stands on a line of its own already.</summary>
    void EndLine()
    {
    }

    /// <summary>Gives every mode back; the next <see cref="Draw"/> takes them again.</summary>
    void Leave();

    /// <summary>What was drawn stays where it is: nothing of it is changed later.</summary>
    bool KeepsLines => false;

    /// <summary>q ends: what was held back is written, too, and every mode given back.</summary>
    void Finish() => Leave();
}
