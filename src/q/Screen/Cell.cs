namespace Q.Screen;

/// <summary>One cell in eight bytes without a gap, so that rows are compared as memory.</summary>
/// <param name="Glyph">A rune, or below zero a cluster of runes in the <see cref="GlyphTable"/>.</param>
/// <param name="Paint">How it looks.</param>
/// <param name="Width">1, or 2; 0 for the second half of a wide one.</param>
internal readonly record struct Cell(int Glyph, Paint Paint, byte Width)
{
    public static Cell Blank => new(' ', default, 1);
}
