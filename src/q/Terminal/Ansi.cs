using System.Buffers;
using System.Buffers.Text;

namespace Q.Terminal;

/// <summary>
/// The escape vocabulary: the one place where control sequences stand as bytes. Rows and columns count from 0 here and from 1
/// on the wire.
/// </summary>
internal static class Ansi
{
    public static ReadOnlySpan<byte> EnterAlternateScreen => "\e[?1049h"u8;
    public static ReadOnlySpan<byte> LeaveAlternateScreen => "\e[?1049l"u8;
    public static ReadOnlySpan<byte> ShowCursor => "\e[?25h"u8;
    public static ReadOnlySpan<byte> HideCursor => "\e[?25l"u8;
    public static ReadOnlySpan<byte> PasteModeOn => "\e[?2004h"u8;
    public static ReadOnlySpan<byte> PasteModeOff => "\e[?2004l"u8;
    public static ReadOnlySpan<byte> FocusReportsOn => "\e[?1004h"u8;
    public static ReadOnlySpan<byte> FocusReportsOff => "\e[?1004l"u8;

    /// <summary>Wheel and buttons are told (1000), in a form without bounds (1006).</summary>
    public static ReadOnlySpan<byte> MouseOn => "\e[?1000h\e[?1006h"u8;

    /// <summary>Synchronized output: the terminal shows nothing until <see cref="EndFrame"/>.</summary>
    public static ReadOnlySpan<byte> BeginFrame => "\e[?2026h"u8;
    public static ReadOnlySpan<byte> EndFrame => "\e[?2026l"u8;

    /// <summary>
    /// Kitty keyboard protocol: ambiguous keys come as <c>CSI u</c> (1), with what Shift makes of them and the key in that place of a
    /// Latin layout (4).
    /// </summary>
    public const int KittyFlags = 5;
    public static ReadOnlySpan<byte> KittyKeysOn => "\e[>5u"u8;
    public static ReadOnlySpan<byte> KittyKeysOff => "\e[<u"u8;
    public static ReadOnlySpan<byte> ModifyOtherKeysOn => "\e[>4;2m"u8;
    public static ReadOnlySpan<byte> ModifyOtherKeysOff => "\e[>4;0m"u8;

    public static ReadOnlySpan<byte> AskKittyKeys => "\e[?u"u8;
    public static ReadOnlySpan<byte> AskSynchronizedOutput => "\e[?2026$p"u8;
    public static ReadOnlySpan<byte> AskCursorPosition => "\e[6n"u8;

    /// <summary>DA1. Every terminal answers it, so it is asked last: its answer ends the wait for the others.</summary>
    public static ReadOnlySpan<byte> AskDeviceAttributes => "\e[c"u8;

    public static ReadOnlySpan<byte> ResetStyle => "\e[0m"u8;
    public static ReadOnlySpan<byte> EraseScreen => "\e[2J"u8;
    public static ReadOnlySpan<byte> EraseBelow => "\e[J"u8;
    public static ReadOnlySpan<byte> EraseToLineEnd => "\e[K"u8;
    public static ReadOnlySpan<byte> EraseLine => "\e[2K"u8;
    public static ReadOnlySpan<byte> NextLine => "\r\n"u8;

    /// <summary>To the beginning of the next line, and all behind it is erased.</summary>
    public static ReadOnlySpan<byte> BelowLine => "\r\n\e[J"u8;

    /// <summary>
    /// From the first column: this row and all below it. In two steps, because tmux puts into its history what is erased from the
    /// first cell of the screen on.
    /// </summary>
    public static ReadOnlySpan<byte> EraseRowAndBelow => "\e[K\e[C\e[J\r"u8;
    public static ReadOnlySpan<byte> CursorHome => "\e[H"u8;
    public static ReadOnlySpan<byte> SaveCursor => "\e7"u8;
    public static ReadOnlySpan<byte> RestoreCursor => "\e8"u8;
    public static ReadOnlySpan<byte> ResetScrollRegion => "\e[r"u8;
    public static ReadOnlySpan<byte> Bell => "\a"u8;

    /// <summary>Window title: kept on the terminal's stack, and taken back from it (xterm's window operations 22 and 23).</summary>
    public static ReadOnlySpan<byte> KeepTitle => "\e[22;2t"u8;
    public static ReadOnlySpan<byte> TakeTitleBack => "\e[23;2t"u8;

    /// <summary>
    /// Undoes every mode that q ever switches on, whether it is on or not: what a crash handler writes. The last row is empty when the
    /// screen is left: where there is no second one the shell goes on there, and tmux keeps that row behind a window whose size changed.
    /// </summary>
    public static ReadOnlySpan<byte> UndoEverything =>
        "\e[?2026l\e[<u\e[>4;0m\e[?1006l\e[?1000l\e[?1004l\e[?2004l\e[r\e[0m\e[999H\e[K\e[?1049l\e[?25h"u8;

    /// <summary>The same where the alternate screen was not used. No scroll region and no 1049: both would move the cursor.</summary>
    public static ReadOnlySpan<byte> UndoOnMainScreen => "\e[?2026l\e[<u\e[>4;0m\e[?1004l\e[?2004l\e[0m\e[?25h"u8;

    public static void MoveTo(IBufferWriter<byte> to, int row, int column)
    {
        var span = to.GetSpan(24);
        "\e["u8.CopyTo(span);
        var used = 2 + Number(span[2..], row + 1);
        span[used++] = (byte)';';
        used += Number(span[used..], column + 1);
        span[used++] = (byte)'H';
        to.Advance(used);
    }

    /// <summary>How many bytes <see cref="MoveTo"/> writes.</summary>
    public static int MoveLength(int row, int column) => 4 + Digits(row + 1) + Digits(column + 1);

    /// <summary>So many rows down (up, when negative), and to this column.</summary>
    public static void MoveBy(IBufferWriter<byte> to, int rows, int column)
    {
        Down(to, rows);
        Up(to, -rows);
        if (column == 0)
            to.Write("\r"u8);
        else
            ToColumn(to, column);
    }

    public static void Up(IBufferWriter<byte> to, int rows) => Counted(to, rows, (byte)'A');

    public static void Down(IBufferWriter<byte> to, int rows) => Counted(to, rows, (byte)'B');

    public static void Right(IBufferWriter<byte> to, int columns) => Counted(to, columns, (byte)'C');

    public static void Left(IBufferWriter<byte> to, int columns) => Counted(to, columns, (byte)'D');

    public static void ToColumn(IBufferWriter<byte> to, int column) => Counted(to, column + 1, (byte)'G');

    public static void ScrollUp(IBufferWriter<byte> to, int rows) => Counted(to, rows, (byte)'S');

    public static void ScrollDown(IBufferWriter<byte> to, int rows) => Counted(to, rows, (byte)'T');

    /// <summary>Rows from <paramref name="top"/> to <paramref name="bottom"/>, both included, scroll; the rest stands.</summary>
    public static void ScrollRegion(IBufferWriter<byte> to, int top, int bottom)
    {
        var span = to.GetSpan(24);
        "\e["u8.CopyTo(span);
        var used = 2 + Number(span[2..], top + 1);
        span[used++] = (byte)';';
        used += Number(span[used..], bottom + 1);
        span[used++] = (byte)'r';
        to.Advance(used);
    }

    /// <summary>One SGR that sets exactly this look, whatever was set before.</summary>
    public static void Style(IBufferWriter<byte> to, Ink foreground, Ink background, Attr attributes)
    {
        var span = to.GetSpan(40);
        "\e[0"u8.CopyTo(span);
        var used = 3;
        Marks(span, ref used, attributes);
        Colour(span, ref used, foreground, 30, 90);
        Colour(span, ref used, background, 40, 100);
        span[used++] = (byte)'m';
        to.Advance(used);
    }

    /// <summary>Adds to the look that is set. At least one of the two must say something.</summary>
    public static void AddStyle(IBufferWriter<byte> to, Ink foreground, Attr attributes)
    {
        var start = to.GetSpan(40);
        "\e["u8.CopyTo(start);
        var used = 1; // each part begins with ';', and the first of them takes the place of '['
        Marks(start, ref used, attributes);
        Colour(start, ref used, foreground, 30, 90);
        start[1] = (byte)'[';
        start[used++] = (byte)'m';
        to.Advance(used);
    }

    /// <summary>Window title. Control characters are left out: they would end the sequence and do as they please.</summary>
    public static void Title(IBufferWriter<byte> to, ReadOnlySpan<byte> utf8)
    {
        var span = to.GetSpan(utf8.Length + 8);
        "\e]2;"u8.CopyTo(span);
        var used = 4;
        for (var at = 0; at < utf8.Length; at++)
        {
            var value = utf8[at];
            if (value == 0xC2 && at + 1 < utf8.Length && utf8[at + 1] < 0xA0)
                at++; // U+0080 to U+009F: among them another way to end the sequence
            else if (value is >= 0x20 and not 0x7F)
                span[used++] = value;
        }
        span[used++] = (byte)'\a';
        to.Advance(used);
    }

    /// <summary>
    /// OSC 8: what is written next leads to an address; an empty one ends it. All but printable ASCII is written as %XX, so that no
    /// address ends the sequence early.
    /// </summary>
    public static void Link(IBufferWriter<byte> to, ReadOnlySpan<char> address)
    {
        var utf8 = System.Text.Encoding.UTF8.GetBytes(address.ToArray());
        var span = to.GetSpan(utf8.Length * 3 + 8);
        "\e]8;;"u8.CopyTo(span);
        var used = 5;
        foreach (var value in utf8)
        {
            if (value is > 0x20 and < 0x7F)
                span[used++] = value;
            else
            {
                span[used] = (byte)'%';
                Utf8Formatter.TryFormat(value, span[(used + 1)..], out _, new('X', 2));
                used += 3;
            }
        }
        "\e\\"u8.CopyTo(span[used..]);
        to.Advance(used + 2);
    }

    /// <summary>Bytes of a sequence that GNU screen hands on: 256 in old ones, 768 in newer.</summary>
    private const int ScreenPiece = 240;

    /// <summary>OSC 52: the terminal's clipboard takes the text, if it lets programs do that.</summary>
    /// <param name="throughScreen">In pieces that GNU screen hands to its terminal: it knows no OSC 52 itself.</param>
    public static void Copy(IBufferWriter<byte> to, ReadOnlySpan<byte> utf8, bool throughScreen)
    {
        var copy = new byte[Base64.GetMaxEncodedToUtf8Length(utf8.Length) + 8];
        "\e]52;c;"u8.CopyTo(copy);
        Base64.EncodeToUtf8(utf8, copy.AsSpan(7), out _, out var used);
        copy[7 + used] = (byte)'\a';
        var left = copy.AsSpan(0, used + 8);
        if (!throughScreen)
        {
            to.Write(left);
            return;
        }
        while (!left.IsEmpty)
        {
            var piece = left[..Math.Min(left.Length, ScreenPiece)];
            to.Write("\eP"u8);
            to.Write(piece);
            to.Write("\e\\"u8);
            left = left[piece.Length..];
        }
    }

    private static void Counted(IBufferWriter<byte> to, int count, byte final)
    {
        if (count <= 0)
            return;
        var span = to.GetSpan(16);
        "\e["u8.CopyTo(span);
        var used = 2;
        if (count > 1)
            used += Number(span[2..], count);
        span[used++] = final;
        to.Advance(used);
    }

    private static void Marks(Span<byte> span, ref int used, Attr attributes)
    {
        Mark(span, ref used, attributes, Attr.Bold, (byte)'1');
        Mark(span, ref used, attributes, Attr.Dim, (byte)'2');
        Mark(span, ref used, attributes, Attr.Italic, (byte)'3');
        Mark(span, ref used, attributes, Attr.Underline, (byte)'4');
        Mark(span, ref used, attributes, Attr.Reverse, (byte)'7');
        Mark(span, ref used, attributes, Attr.Strike, (byte)'9');
    }

    private static void Mark(Span<byte> span, ref int used, Attr all, Attr one, byte digit)
    {
        if ((all & one) == Attr.None)
            return;
        span[used++] = (byte)';';
        span[used++] = digit;
    }

    private static void Colour(Span<byte> span, ref int used, Ink ink, int normal, int bright)
    {
        if (ink == Ink.Default)
            return;
        span[used++] = (byte)';';
        used += Number(span[used..], ink < Ink.BrightBlack ? normal + (ink - Ink.Black) : bright + (ink - Ink.BrightBlack));
    }

    private static int Digits(int number) => number < 10 ? 1 : 1 + Digits(number / 10);

    private static int Number(Span<byte> span, int value)
    {
        Utf8Formatter.TryFormat(value, span, out var used);
        return used;
    }
}
