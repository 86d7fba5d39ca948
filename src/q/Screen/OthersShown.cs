namespace Q.Screen;

/// <summary>Which of the other sessions the indicator names: the setting <c>indicator_show</c>.</summary>
internal enum IndicatorShow : byte
{
    All,

    /// <summary>Those that ask, and unseen answers.</summary>
    Waiting,

    /// <summary>Those at work.</summary>
    Working,
}

/// <summary>How the sessions beside the one in focus are shown; chosen once. The indicator and the tabs have rows of their own.</summary>
internal sealed record OthersShown
{
    /// <summary>How many the indicator names; 0 draws none.</summary>
    public int Most { get; init; } = 5;

    public IndicatorShow Show { get; init; }

    /// <summary>The indicator's rows are the lowest of the chat, not the highest.</summary>
    public bool IsBelow { get; init; }

    /// <summary>They begin at the left edge, and do not end at the right.</summary>
    public bool IsLeft { get; init; }

    /// <summary>One line of words: <c>Waiting: a, b</c>.</summary>
    public bool IsText { get; init; }

    /// <summary>A row with a tab for each session is on top.</summary>
    public bool HasTabs { get; init; }
}
