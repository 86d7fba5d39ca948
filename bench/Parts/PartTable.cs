namespace Q.Bench.Parts;

/// <summary>All parts that have a figure of their own.</summary>
internal static class PartTable
{
    private const double Microsecond = 1000;
    private const double Millisecond = 1000 * Microsecond;

    public static IReadOnlyList<Part> All { get; } =
    [
        new("ring-append", "ring: append 64 bytes", 60, 0, RingParts.Append),
        new("ring-last-screen", "ring: last screen (120×40) of a full 10 MB ring", 50 * Microsecond, null,
            RingParts.LastScreen),
        new("ring-last-screen-lines", "ring: the same, one line a record", 50 * Microsecond, null,
            RingParts.LastScreenOfLines),
        new("ring-last-screen-tokens", "ring: the same, one endless answer in tokens", 50 * Microsecond, null,
            RingParts.LastScreenOfTokens),
        new("switch-model", "switch between ten sessions with full rings, model and frame", 1 * Millisecond, null,
            ScreenParts.Switch),
        new("markdown-layout", "Markdown: layout of an answer of 1 MB that came in tokens", 60 * Millisecond, null,
            MarkdownParts.Layout),
        new("markdown-resize", "Markdown: the first frame after a resize, at its end and in its middle", 16 * Millisecond, null,
            MarkdownParts.Resize),
        new("markdown-token", "Markdown: a frame after each token", 1 * Millisecond, null, MarkdownParts.Stream),
        new("frame-key", "frame: one key typed", null, null, ScreenParts.Key),
        new("grid-diff-same", "grid diff 120×40, nothing changed", null, 0, ScreenParts.DiffOfSame),
        new("grid-diff-line", "grid diff 120×40, one line changed", null, 0, ScreenParts.DiffOfLine),
        new("grid-diff-all", "grid diff 120×40, everything changed", null, 0, ScreenParts.DiffOfAll),
        new("decode-keys", "input decoder: 1,024 typed bytes", null, 0, InputParts.Keys),
        new("decode-paste", "input decoder: a paste of 64 kB", null, null, InputParts.Paste),
        new("paste-whole", "a paste of 1 MB: decoded, put into the line, drawn, opened, drawn", 100 * Millisecond, null, InputParts.PasteWhole),
        new("name-first", "name and type of a first message", 1 * Millisecond, null, NameParts.First),
        new("name-trace", "name and type of a pasted stack trace of 300 lines", 1 * Millisecond, null, NameParts.Trace),
        new("chat-arguments", "arguments of a process to the options of chat", 100 * Microsecond, null,
            CommandParts.Arguments),
        new("search-common", "search: words of every one of 100,000 messages", 50 * Millisecond, null, SearchParts.Common),
        new("search-rare", "search: a word of ten of 100,000 messages", 50 * Millisecond, null, SearchParts.Rare),
        new("search-several", "search: a word and a phrase in 100,000 messages", 50 * Millisecond, null, SearchParts.Several),
        new("slash-command", "a typed command that takes no text, to its method", 2 * Microsecond, 0, CommandParts.Line),
        new("sse-token", "SSE and JSON of one token, OpenAI's form", null, null, StreamParts.OpenAi),
        new("sse-token-anthropic", "SSE and JSON of one token, Anthropic's form", null, null, StreamParts.Anthropic),
    ];

    public static IEnumerable<Part> Matching(string filter) =>
        All.Where(part => part.Name.Contains(filter, StringComparison.OrdinalIgnoreCase));
}
