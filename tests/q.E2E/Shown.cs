using System.Text.RegularExpressions;

namespace Q.E2E;

/// <summary>
/// What a person can read off a screen: the session in focus, the prompts that were taken, the answers that are over, and who
/// waits. Prompts hold <c>ask-N.</c>, and answers end with <c>end-N.</c>
/// </summary>
internal sealed partial record Shown(string Screen)
{
    public string Focus { get; } = PromptLine().Match(Screen).Groups["name"].Value;

    /// <summary>Prompts in the chat, or queued. What stands in the line was not sent yet.</summary>
    public IReadOnlyList<string> Asked { get; } = [.. Marks(Chat(Screen), Ask())];

    /// <summary>Prompts that wait for their turn.</summary>
    public IReadOnlyList<string> Queued { get; } = [.. Marks(string.Join('\n', Chat(Screen).Split('\n').Where(
        static row => row.Contains("queued:", StringComparison.Ordinal))), Ask())];

    /// <summary>Answers behind which another prompt stands, or all, when nothing is at work in this session any more.</summary>
    public IReadOnlyList<string> Finished { get; } = [.. Marks(Settled(Chat(Screen)), End())];

    /// <summary>Other sessions, with the state that the indicator names.</summary>
    public IReadOnlyDictionary<string, string> Others { get; } =
        Indicator.On(Screen).ToDictionary(static row => row.Name, static row => row.State, StringComparer.Ordinal);

    /// <summary>Other sessions with an answer that was not looked at: those have an age.</summary>
    public IReadOnlyList<string> Unseen { get; } =
        [.. Aged().Matches(Screen).Select(static row => row.Groups["name"].Value).Order(StringComparer.Ordinal)];

    private static string Chat(string screen) =>
        PromptLine().Match(screen) is { Success: true } line ? screen[..line.Index] : screen;

    private static string Settled(string chat) => chat.Contains("⏳ processing ·", StringComparison.Ordinal)
        ? chat[..Math.Max(0, chat.LastIndexOf("\n> ", StringComparison.Ordinal))]
        : chat;

    private static IEnumerable<string> Marks(string text, Regex mark) =>
        mark.Matches(text).Select(static found => found.Value).Distinct(StringComparer.Ordinal);

    [GeneratedRegex(@"\[Current: (?<name>[^\]]+)\] q>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PromptLine();

    [GeneratedRegex(@"ask-\d+\.", RegexOptions.None, 1000)]
    private static partial Regex Ask();

    [GeneratedRegex(@"end-\d+\.", RegexOptions.None, 1000)]
    private static partial Regex End();

    [GeneratedRegex(@"^ +\d+ \[(?<name>[^\]]+)\] +\S waiting · \S+ *$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Aged();
}
