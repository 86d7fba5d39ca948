namespace Q.Turns;

internal enum QuestionKind : byte
{
    Permission,
    Question,
    Budget,
}

/// <summary>A turn cannot go on before a person answers.</summary>
/// <param name="Number">Counts the questions of one session; an answer names it, so that an old answer never allows a new question.</param>
/// <param name="Tool">The tool that asks, e.g. <c>execute_bash</c>.</param>
/// <param name="Title">One line, e.g. <c>execute_bash rm -rf build</c>.</param>
/// <param name="Body">The whole command or the whole diff, plain text, lines ended by \n. Nothing is allowed that was not shown.</param>
/// <param name="Folder">Where it would run.</param>
internal sealed record Question(int Number, QuestionKind Kind, string Tool, string Title, string Body, string Folder)
{
    /// <summary>Which of the calls of one answer that have to be answered, as <c>2 of 4</c>; empty where it is the only one.</summary>
    public string Count { get; init; } = "";
}

internal enum AnswerKind : byte
{
    /// <summary>y: this once.</summary>
    Allow,

    /// <summary>t: this tool for the rest of the session.</summary>
    Trust,

    /// <summary>n, or any other text, which then becomes the person's message.</summary>
    Deny,
}

internal sealed record Answer(AnswerKind Kind, string? Text = null);
