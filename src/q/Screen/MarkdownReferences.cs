using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax.Inlines;

namespace Q.Screen;

/// <summary>A line that says where a label leads: <c>[1]: https://example.org "title"</c>.</summary>
/// <param name="label">The label.</param>
/// <param name="url">Where it leads.</param>
/// <param name="rest">What stands behind, without its quotes.</param>
internal sealed class LinkDefinition(string label, string url, string rest) : LeafInline
{
    private const int LongestLabel = 64;

    public string Label => label;

    public string Url => url;

    public string Rest => rest;

    /// <summary>Only addresses that a browser or a mail program opens make one; everything else is text.</summary>
    public static LinkDefinition? Read(ReadOnlySpan<char> line)
    {
        if (!IsLabelled(line, out var end))
            return null;
        var text = line[(end + 2)..].Trim();
        var blank = text.IndexOf(' ');
        var url = (blank < 0 ? text : text[..blank]).ToString();
        return MarkdownWriter.Address(url) is null ? null
            : new(line[1..end].ToString(), url, blank < 0 ? "" : text[blank..].Trim(" \"'()").ToString());
    }

    /// <summary>It begins as one does, <c>[label]:</c>; at <paramref name="end"/> the bracket closes.</summary>
    public static bool IsLabelled(ReadOnlySpan<char> line, out int end)
    {
        end = line.IndexOf("]:");
        return end is > 1 and <= LongestLabel && line[0] == '[' && line[1] != '^' && !line[1..end].ContainsAny('[', ']', '\n');
    }

    /// <summary>What comes next tells whether it is one.</summary>
    public static bool IsUndecided(ReadOnlySpan<char> line, int end) => line[(end + 2)..].TrimStart() is var text
        && ("https://".StartsWith(text) || "http://".StartsWith(text) || "mailto:".StartsWith(text));
}

/// <summary>
/// Reads links that are defined elsewhere, <c>[text][1]</c>, and their definitions, each by itself: where a label leads is not known
/// here. Only what looks like nothing else is one: <c>a[0][1]</c>, <c>[1][2]</c>, <c>[i][j]</c> and <c>[text]</c> are text.
/// </summary>
internal sealed class MarkdownReferences : InlineParser
{
    public MarkdownReferences() => OpeningCharacters = ['[', ']'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice) =>
        slice.CurrentChar == ']' ? Reference(processor, ref slice) : Definition(processor, ref slice);

    private static bool Definition(InlineProcessor processor, ref StringSlice slice)
    {
        if (processor.Inline is not (null or LineBreakInline))
            return false;
        var line = slice.AsSpan();
        var feed = line.IndexOf('\n');
        line = feed < 0 ? line : line[..feed];
        if (LinkDefinition.Read(line) is not { } found)
            return false;
        found.Span = new(processor.GetSourcePosition(slice.Start), processor.GetSourcePosition(slice.Start + line.Length - 1));
        processor.Inline = found;
        slice.Start += line.Length;
        return true;
    }

    private static bool Reference(InlineProcessor processor, ref StringSlice slice)
    {
        var rest = slice.AsSpan()[1..];
        var end = rest is ['[', ..] ? rest.IndexOf(']') : -1;
        if (end < 2 || rest[1] == '^'
            || processor.Inline?.FirstParentOfType<LinkDelimiterInline>() is not { IsActive: true, IsImage: false } open)
            return false;
        var at = slice.Text.LastIndexOf('[', slice.Start);
        var text = slice.Text.AsSpan(at + 1, slice.Start - at - 1);
        var label = rest[1..end];
        var before = at > 0 ? slice.Text[at - 1] : ' ';
        if (char.IsLetterOrDigit(before) || "_)]`\\".Contains(before) || text.Length < 2 || IsNumber(text)
            || !(IsNumber(label) || text.Contains(' ')))
            return false;
        var link = new LinkInline
        {
            Label = label.ToString(),
            Span = new(open.Span.Start, processor.GetSourcePosition(slice.Start + end + 1)),
        };
        open.ReplaceBy(link);
        processor.Inline = link;
        processor.PostProcessInlines(0, link, null, false);
        link.IsClosed = true;
        slice.Start += end + 2;
        return true;
    }

    private static bool IsNumber(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
