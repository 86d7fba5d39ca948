using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Q.Terminal;

namespace Q.Screen;

/// <summary>Lays a parsed chunk out: its blocks, one below the other, behind the bars and bullets they stand in. App loop only.</summary>
internal sealed class MarkdownWriter
{
    private const int LeastWidth = 10;
    private const int LongestAddress = 2000;

    private readonly Look _look;
    private readonly StyledText _line = new();
    private readonly List<Lead> _leads = [];
    private readonly MarkdownTable _table;
    private readonly MarkdownCode _code;
    private MarkdownPage _page = null!;
    private string _source = "";
    private int _columns;
    private int _leadCells;

    public MarkdownWriter(Look look, MarkdownCode code)
    {
        (_look, _code) = (look, code);
        _table = new(look, this);
    }

    /// <summary>What stands before each row: a quote's bar, an item's bullet on its first row and blanks on the others.</summary>
    private struct Lead
    {
        public string First;
        public string Rest;
        public Style Style;
        public bool IsWritten;
    }

    /// <summary>Cells that are left beside what stands before each row.</summary>
    public int Width => Math.Max(4, Math.Min(_columns, TranscriptLayout.ProseColumns) - _leadCells);

    /// <param name="page">Where to.</param>
    /// <param name="document">What was parsed.</param>
    /// <param name="source">From what.</param>
    /// <param name="columns">Cells of a row.</param>
    /// <param name="number">Of the first item of a numbered list; -1 to believe the text.</param>
    public void Write(MarkdownPage page, MarkdownDocument document, string source, int columns, int number)
    {
        (_page, _source, _columns, _leadCells) = (page, source, columns, 0);
        _leads.Clear();
        Blocks(document, number);
    }

    /// <summary>Begins a row with what stands before it.</summary>
    public void Begin()
    {
        for (var i = 0; i < _leads.Count; i++)
        {
            var lead = _leads[i];
            _page.Put(lead.IsWritten ? lead.Rest : lead.First, lead.Style);
            lead.IsWritten = true;
            _leads[i] = lead;
        }
    }

    /// <summary>What an inline text says, with its looks.</summary>
    public void Flatten(StyledText to, ContainerInline? inlines, Style style)
    {
        for (var inline = inlines?.FirstChild; inline is not null; inline = inline.NextSibling)
        {
            if (inline is not ContainerInline)
                to.Mark(inline.Span.Start);
            switch (inline)
            {
                case LiteralInline literal:
                    var text = literal.Content.AsSpan();
                    var isNote = inline.PreviousSibling is FootnoteMark { PreviousSibling: null } && text.StartsWith(':');
                    to.Add(isNote ? text[1..] : text, style);
                    break;
                case CodeInline code:
                    Code(to, code.Content, style);
                    break;
                case EmphasisInline emphasis:
                    Flatten(to, emphasis, style with { Attr = style.Attr | AttrOf(emphasis) });
                    break;
                case LinkInline link:
                    Link(to, link, style);
                    break;
                case LinkDefinition defined:
                    to.Add($"[{defined.Label}] ", Style.Dim);
                    to.Link(defined.Url);
                    to.Add(defined.Url, Style.Link);
                    to.Link(null);
                    to.Add(defined.Rest.Length > 0 ? " " + defined.Rest : "", Style.Dim);
                    break;
                case AutolinkInline link:
                    to.Link(Address(link.IsEmail ? "mailto:" + link.Url : link.Url));
                    to.Add(link.Url, Style.Link);
                    to.Link(null);
                    break;
                case LineBreakInline:
                    to.Break();
                    break;
                case HtmlEntityInline entity:
                    to.Add(entity.Transcoded.AsSpan(), style);
                    break;
                case TaskList task:
                    to.Add(task.Checked ? "[x]" : "[ ]", task.Checked ? Style.Done : Style.Sign);
                    break;
                case FootnoteMark mark:
                    to.Add("[", Style.Sign);
                    to.Add(mark.Label, Style.Sign);
                    to.Add("]", Style.Sign);
                    break;
                case DelimiterInline delimiter:
                    to.Add(delimiter.ToLiteral(), style);
                    Flatten(to, delimiter, style);
                    break;
                case ContainerInline container:
                    Flatten(to, container, style);
                    break;
            }
        }
    }

    private static Attr AttrOf(EmphasisInline emphasis) => emphasis.DelimiterChar == '~' ? Attr.Strike
        : emphasis.DelimiterCount == 2 ? Attr.Bold : Attr.Italic;

    private void Code(StyledText to, string code, Style style)
    {
        var look = Style.Code with { Attr = Style.Code.Attr | style.Attr };
        if (!_look.Theme.HasColour)
            to.Add("`", look);
        to.Add(code, look);
        if (!_look.Theme.HasColour)
            to.Add("`", look);
    }

    private void Link(StyledText to, LinkInline link, Style style)
    {
        var start = to.Length;
        var url = link.Url ?? "";
        if (link.IsImage)
            to.Add("image: ", Style.Dim);
        to.Link(Address(url));
        Flatten(to, link, Style.Link with { Attr = Style.Link.Attr | style.Attr });
        to.Link(null);
        if (link.Label is { } label)
            to.Add($"[{label}]", Style.Dim);
        if (url.Length == 0 || to.Text[start..].SequenceEqual(System.Text.Encoding.UTF8.GetBytes(url)))
            return;
        to.Add(to.Length > start ? " (" : "(", Style.Dim);
        to.Link(Address(url));
        to.Add(url, Style.Dim);
        to.Link(null);
        to.Add(")", Style.Dim);
    }

    /// <summary>Only what a browser or a mail program opens; what a model wrote starts nothing else. Null leads nowhere.</summary>
    public static string? Address(string url) => url.Length <= LongestAddress
        && (url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)) ? url : null;

    private void Blocks(ContainerBlock blocks, int number)
    {
        var isFirst = true;
        foreach (var block in blocks)
        {
            if (!isFirst && HasGap(block.Span.Start))
                Gap(block.Span.Start);
            var rows = _page.Rows;
            Block(block, number);
            isFirst &= _page.Rows == rows;
        }
    }

    private void Block(Block block, int number)
    {
        switch (block)
        {
            case HeadingBlock heading:
                Leaf(heading, heading.Level switch { 1 => Style.Title, 2 => Style.Bold, _ => Style.Heading });
                break;
            case ListBlock list:
                List(list, number);
                break;
            case QuoteBlock quote:
                Push(_look.Symbols.Bar, _look.Symbols.Bar, Style.Dim);
                Blocks(quote, -1);
                Pop();
                break;
            case Table table:
                _table.Write(_page, table);
                break;
            case CodeBlock code:
                Code(code);
                break;
            case ThematicBreakBlock:
                Begin();
                for (var i = Width; i > 0; i--)
                    _page.Put(_look.Symbols.Line, Style.Dim);
                _page.End(block.Span.Start);
                break;
            case ContainerBlock container:
                Blocks(container, -1);
                break;
            case LeafBlock leaf:
                Leaf(leaf, Style.Plain);
                break;
        }
    }

    private void Leaf(LeafBlock leaf, Style style)
    {
        _line.Clear();
        Flatten(_line, leaf.Inline, style);
        var at = 0;
        do
        {
            var length = _line.Row(at, Width, out var next);
            Begin();
            _line.Put(_page, at, length);
            _page.End(Math.Max(leaf.Span.Start, _line.Source(at)));
            at = next;
        }
        while (at < _line.Length);
    }

    private void List(ListBlock list, int number)
    {
        var first = number >= 0 ? number : int.TryParse(list.OrderedStart, out var start) ? start : 1;
        var isFirst = true;
        foreach (var item in list)
        {
            if (!isFirst && HasGap(item.Span.Start))
                Gap(item.Span.Start);
            isFirst = false;
            var sign = list.IsOrdered ? $"{first++}{list.OrderedDelimiter} " : _look.Symbols.Bullet;
            Push(sign, new string(' ', CellWidth.Of(sign)), Style.Sign);
            var rows = _page.Rows;
            if (item is ContainerBlock blocks)
                Blocks(blocks, -1);
            if (_page.Rows == rows)
            {
                Begin();
                _page.End(item.Span.Start);
            }
            Pop();
        }
    }

    private void Code(CodeBlock code)
    {
        var fenced = code as FencedCodeBlock;
        _code.Begin(_page, _columns, fenced is null ? (byte)0 : CodeLanguages.Find(fenced.Info));
        if (fenced is not null)
            _code.Title(fenced.Info, fenced.Span.Start);
        var isClosed = fenced is null or { ClosingFencedCharCount: > 0 };
        var count = code.Lines.Count;
        while (!isClosed && count > 0 && code.Lines.Lines[count - 1].Slice.IsEmptyOrWhitespace())
            count--; // they part it from what follows
        for (var i = 0; i < count; i++)
        {
            var slice = code.Lines.Lines[i].Slice;
            _code.Line(slice.AsSpan(), slice.Start);
        }
        if (fenced is not null && isClosed)
            _code.End(fenced.Span.End);
    }

    /// <summary>Bars and bullets take at most half of a row; what is nested deeper is not indented further.</summary>
    private void Push(string first, string rest, Style style)
    {
        var cells = CellWidth.Of(first);
        if (_leadCells + cells > Math.Max(LeastWidth, _columns) / 2)
            (first, rest, cells) = ("", "", 0);
        _leads.Add(new() { First = first, Rest = rest, Style = style });
        _leadCells += cells;
    }

    private void Pop()
    {
        _leadCells -= CellWidth.Of(_leads[^1].First);
        _leads.RemoveAt(_leads.Count - 1);
    }

    /// <summary>The line above holds nothing but blanks and the bars of quotes.</summary>
    private bool HasGap(int at)
    {
        var end = _source.LastIndexOf('\n', Math.Max(0, Math.Min(at, _source.Length) - 1));
        if (end <= 0)
            return false;
        var start = _source.LastIndexOf('\n', end - 1) + 1;
        return _source.AsSpan(start, end - start).IndexOfAnyExcept(" \t>") < 0;
    }

    /// <summary>An empty row; the bars of quotes go on through it.</summary>
    private void Gap(int source)
    {
        var bars = _leads.FindLastIndex(lead => lead.Style == Style.Dim);
        for (var i = 0; i <= bars; i++)
            _page.Put(_leads[i].Rest, _leads[i].Style);
        _page.End(source - 1);
    }
}
