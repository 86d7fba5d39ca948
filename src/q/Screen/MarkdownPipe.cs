using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Q.Screen;

/// <summary>A footnote's sign: <c>[^1]</c>.</summary>
internal sealed class FootnoteMark(string label) : LeafInline
{
    public string Label { get; } = label;
}

/// <summary>
/// The dialect that is read: CommonMark with tables, task lists, struck text and signs of footnotes. No HTML; nothing is defined in
/// one place and used in another, since a part must look the same whatever follows it. Used by one thread at a time: the app loop.
/// </summary>
internal static class MarkdownPipe
{
    private static MarkdownPipeline? s_pipeline;

    /// <summary>Null where it is nested deeper than anybody writes.</summary>
    public static MarkdownDocument? Parse(string text)
    {
        try
        {
            return MarkdownParser.Parse(text, s_pipeline ??= Make());
        }
        catch (ArgumentException)
        {
            return null; // its limit of depth
        }
    }

    /// <summary>Parsers by themselves: the extensions that add them would link what writes HTML.</summary>
    private static MarkdownPipeline Make()
    {
        var builder = new MarkdownPipelineBuilder { PreciseSourceLocation = true };
        var (blocks, inlines) = (builder.BlockParsers, builder.InlineParsers);
        blocks.TryRemove<HtmlBlockParser>();
        blocks.TryRemove<ParagraphBlockParser>();
        blocks.Insert(0, new PipeTableBlockParser());
        blocks.Add(new PlainParagraphs());
        inlines.Replace<AutolinkInlineParser>(new AutolinkInlineParser(new AutolinkOptions { EnableHtmlParsing = false }));
        inlines.FindExact<EmphasisInlineParser>()!.EmphasisDescriptors.Add(new('~', 2, 2, true));
        inlines.InsertBefore<EmphasisInlineParser>(new PipeTableParser(inlines.FindExact<LineBreakInlineParser>()!));
        inlines.InsertBefore<LinkInlineParser>(new TaskListInlineParser());
        inlines.Insert(0, new FootnoteMarks());
        inlines.Insert(0, new MarkdownReferences());
        return builder.Build();
    }

    /// <summary>Without definitions of links, which would be taken out of the text.</summary>
    private sealed class PlainParagraphs : ParagraphBlockParser
    {
        /// <summary>Lines with one of signs below them are a heading: no more than their look changes when that comes.</summary>
        public override BlockState TryContinue(BlockProcessor processor, Block block)
        {
            ParseSetextHeadings = block is ParagraphBlock { Lines: { Count: > 0 } lines } && lines.Lines[0].Slice.CurrentChar != '[';
            return base.TryContinue(processor, block);
        }

        public override bool Close(BlockProcessor processor, Block block)
        {
            if (block is not ParagraphBlock paragraph)
                return true;
            ref var lines = ref paragraph.Lines;
            for (var i = 0; i < lines.Count; i++)
                lines.Lines[i].Slice.TrimStart();
            if (lines.Count > 0)
                lines.Lines[lines.Count - 1].Slice.TrimEnd();
            return lines.Count > 0;
        }
    }

    private sealed class FootnoteMarks : InlineParser
    {
        private const int Longest = 32;

        public FootnoteMarks() => OpeningCharacters = ['['];

        public override bool Match(InlineProcessor processor, ref StringSlice slice)
        {
            var text = slice.AsSpan();
            if (text.Length < 4 || text[1] != '^')
                return false;
            var end = text.IndexOf(']');
            if (end is < 3 or > Longest || text[2..end].IndexOfAny(" \t\n[") >= 0)
                return false;
            processor.Inline = new FootnoteMark(text[2..end].ToString());
            slice.Start += end + 1;
            return true;
        }
    }
}
