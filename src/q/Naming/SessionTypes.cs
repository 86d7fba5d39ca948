using Q.Core;

namespace Q.Naming;

/// <summary>The types of sessions: as they are typed, as they begin a name, and what a message says about them.</summary>
internal static class SessionTypes
{
    /// <summary>How a type is written on the command line; null when the word names none.</summary>
    public static SessionType? Parse(ReadOnlySpan<char> word)
    {
        Span<char> small = stackalloc char["development".Length];
        if (word.Length > small.Length || word.ToLowerInvariant(small) is not (var length and > 0))
            return null;
        return small[..length] switch
        {
            "debug" => SessionType.Debug,
            "plan" or "planning" => SessionType.Planning,
            "dev" or "development" => SessionType.Development,
            "review" or "code-review" => SessionType.CodeReview,
            _ => null,
        };
    }

    /// <summary>The short word, which also begins the name of a session that nothing else is known of.</summary>
    public static string Word(SessionType type) => type switch
    {
        SessionType.Development => "dev",
        SessionType.Debug => "debug",
        SessionType.Planning => "plan",
        SessionType.CodeReview => "review",
    };

    /// <summary>
    /// Debugging before planning before reviewing. That something is broken makes it debugging too, unless the message asks to
    /// make something: <c>translate the error messages</c>.
    /// </summary>
    public static SessionType Of(TypeHint hints, bool builds) =>
        (hints & TypeHint.Debug) is not TypeHint.None ? SessionType.Debug
        : (hints & TypeHint.Plan) is not TypeHint.None ? SessionType.Planning
        : (hints & TypeHint.Review) is not TypeHint.None ? SessionType.CodeReview
        : (hints & TypeHint.Symptom) is not TypeHint.None && !builds ? SessionType.Debug
        : SessionType.Development;
}
