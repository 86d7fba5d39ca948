namespace Q.Screen;

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

    /// <summary>First line of the card that the last frame showed, stopped at both ends; 0 without a card.</summary>
    int CardTop { get; }

    /// <summary>When it has something to show though nothing new comes; null when it has not.</summary>
    DateTimeOffset? DueAt => null;

    /// <summary>The next frame is drawn whole: after Ctrl+L, or when another program wrote on the screen.</summary>
    void Forget();

    /// <summary>Gives every mode back; the next <see cref="Draw"/> takes them again.</summary>
    void Leave();

    /// <summary>What was drawn stays where it is: nothing of it is changed later.</summary>
    bool KeepsLines => false;

    /// <summary>q ends: what was held back is written, too, and every mode given back.</summary>
    void Finish() => Leave();
}
