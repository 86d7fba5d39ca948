using System.Diagnostics.CodeAnalysis;
using Q.Terminal;

namespace Q.Screen;

/// <summary>Writes the parts of a line one after the other; without a grid it only measures them. Allocates nothing.</summary>
internal ref struct Pen(CellGrid? grid, int row, int column, int end = int.MaxValue)
{
    /// <summary>The column after what was written.</summary>
    public int Column { get; private set; } = column;

    public static Pen Measure => new(null, 0, 0);

    [UnscopedRef]
    public ref Pen Write(scoped ReadOnlySpan<char> text, Style style = default)
    {
        Column = grid is null ? Math.Min(end, Column + CellWidth.Of(text)) : grid.Put(row, Column, text, style, end);
        return ref this;
    }

    [UnscopedRef]
    public ref Pen Write(int number, Style style = default)
    {
        Span<char> digits = stackalloc char[12];
        number.TryFormat(digits, out var used);
        return ref Write(digits[..used], style);
    }

    /// <summary>At most <paramref name="most"/> cells of the text; what is cut ends in an ellipsis.</summary>
    [UnscopedRef]
    public ref Pen Cut(scoped ReadOnlySpan<char> text, int most, Symbols symbols, Style style = default)
    {
        if (CellWidth.Of(text) <= most)
            return ref Write(text, style);
        var (cells, length) = (0, 0);
        while (length < text.Length)
        {
            var width = CellWidth.Next(text[length..], out var next);
            if (cells + width > most - symbols.Ellipsis.Length)
                break;
            cells += width;
            length += next;
        }
        if (most >= symbols.Ellipsis.Length)
            Write(text[..length].TrimEnd(' '), style).Write(symbols.Ellipsis, style);
        return ref this;
    }

    /// <summary>The same where the end tells more than the beginning, as in a path.</summary>
    [UnscopedRef]
    public ref Pen CutLeft(scoped ReadOnlySpan<char> text, int most, Symbols symbols, Style style = default)
    {
        if (CellWidth.Of(text) <= most)
            return ref Write(text, style);
        if (most < symbols.Ellipsis.Length)
            return ref this;
        while (CellWidth.Of(text) > most - symbols.Ellipsis.Length)
        {
            CellWidth.Next(text, out var length);
            text = text[length..];
        }
        return ref Write(symbols.Ellipsis, style).Write(text, style);
    }

    /// <summary>How long ago, in the largest unit that fits: coarse, because nothing is drawn only for a clock.</summary>
    [UnscopedRef]
    public ref Pen Age(TimeSpan age, Style style = default)
    {
        var minutes = age.TotalMinutes;
        if (minutes < 1)
            return ref Write("<1m", style);
        var (number, unit) = minutes < 60 ? (minutes, "m") : minutes < 24 * 60 ? (minutes / 60, "h") : (minutes / 60 / 24, "d");
        return ref Write((int)Math.Min(number, 9999), style).Write(unit, style);
    }
}
