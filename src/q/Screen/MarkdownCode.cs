using System.Text;

namespace Q.Screen;

/// <summary>
/// A block of code: its lines begin in the first column and have nothing beside them, so that what is copied from the screen is
/// the code. A row above names the language. App loop only.
/// </summary>
internal sealed class MarkdownCode(Look look)
{
    private MarkdownPage _page = null!;
    private int _columns;
    private CodeLexer _lexer;
    private byte[] _line = new byte[256];
    private bool _countsCharacters; // places in the source are counted in characters, not in bytes

    public void Begin(MarkdownPage page, int columns, byte language) =>
        (_page, _columns, _lexer) = (page, columns, new(CodeLanguages.At(language)));

    public void Title(ReadOnlySpan<char> name, int source)
    {
        Span<byte> utf8 = stackalloc byte[64];
        Title(utf8[..Encoding.UTF8.GetBytes(name[..Math.Min(name.Length, 20)], utf8)], source);
    }

    public void Title(ReadOnlySpan<byte> name, int source)
    {
        _page.Put(look.Symbols.Rule, Style.Dim);
        if (!name.IsEmpty)
        {
            _page.Put(" "u8, Style.Dim);
            _page.Put(name[..Math.Min(name.Length, _columns - 3)], Style.Dim);
        }
        _page.End(source);
    }

    public void End(int source)
    {
        _page.Put(look.Symbols.Rule, Style.Dim);
        _page.End(source);
    }

    public void Line(ReadOnlySpan<char> line, int source)
    {
        var utf8 = Room(Encoding.UTF8.GetMaxByteCount(line.Length));
        _countsCharacters = true;
        Line(utf8.AsSpan(0, Encoding.UTF8.GetBytes(line, utf8)), source);
        _countsCharacters = false;
    }

    /// <summary>One line without its line feed, cleaned. It is broken where the row ends, wherever that is.</summary>
    public void Line(ReadOnlySpan<byte> line, int source)
    {
        if (line.IsEmpty)
        {
            _page.End(source);
            return;
        }
        var (cells, start) = (0, 0);
        for (var at = 0; at < line.Length;)
        {
            var length = _lexer.Next(line, at, out var style);
            var piece = line.Slice(at, length);
            var from = 0;
            for (var i = 0; i < piece.Length;)
            {
                int wide, bytes;
                if (piece[i] == '\t')
                    (wide, bytes) = (TextWrap.TabStop(cells) - cells, 1);
                else
                    wide = Terminal.CellWidth.Next(piece[i..], out bytes);
                if (cells + wide > _columns && cells > 0)
                {
                    _page.Put(piece[from..i], style);
                    _page.End(source + Units(line[..start]));
                    (from, cells, start) = (i, 0, at + i);
                    continue;
                }
                if (piece[i] == '\t')
                {
                    _page.Put(piece[from..i], style);
                    _page.Blanks(wide);
                    from = i + 1;
                }
                cells += wide;
                i += bytes;
            }
            _page.Put(piece[from..], style);
            at += length;
        }
        _page.End(source + Units(line[..start]));
    }

    private int Units(ReadOnlySpan<byte> text) => _countsCharacters ? Encoding.UTF8.GetCharCount(text) : text.Length;

    private byte[] Room(int length)
    {
        if (_line.Length < length)
            _line = new byte[length * 2];
        return _line;
    }
}
