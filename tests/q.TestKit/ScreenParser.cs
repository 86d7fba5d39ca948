using System.Text;
using Q.Terminal;

namespace Q.TestKit;

/// <summary>Reads what a program writes and tells the screen. What it does not know is an error: q must not write
/// it.</summary>
internal sealed class ScreenParser(VirtualScreen screen)
{
    private readonly List<byte> _pending = [];

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
        {
            _pending.Add(one);
            if (TryTake(_pending.ToArray()))
                _pending.Clear();
        }
    }

    private bool TryTake(ReadOnlySpan<byte> bytes)
    {
        switch (bytes[0])
        {
            case 0x1B: return TryTakeEscape(bytes);
            case 0x07: screen.Bell(); return true;
            case 0x08: screen.Goto(screen.Row, screen.Column - 1); return true;
            case 0x09: screen.Goto(screen.Row, (screen.Column / 8 + 1) * 8); return true;
            case 0x0A: screen.LineFeed(); return true;
            case 0x0D: screen.Goto(screen.Row, 0); return true;
            case < 0x20 or 0x7F: throw Unknown(bytes);
        }
        var status = Rune.DecodeFromUtf8(bytes, out var rune, out _);
        if (status == System.Buffers.OperationStatus.NeedMoreData)
            return false;
        screen.Print(rune);
        return true;
    }

    private bool TryTakeEscape(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2)
            return false;
        switch ((char)bytes[1])
        {
            case '[':
                if (bytes.Length < 3 || bytes[^1] is < 0x40 or > 0x7E)
                    return false;
                Csi(Encoding.ASCII.GetString(bytes[2..^1]), (char)bytes[^1]);
                return true;
            case ']':
                var length = bytes[^1] == 0x07 ? 1 : bytes is [.., 0x1B, (byte)'\\'] ? 2 : 0;
                if (length == 0)
                    return false;
                var text = Encoding.UTF8.GetString(bytes[2..^length]);
                if (text.StartsWith("0;", StringComparison.Ordinal) || text.StartsWith("2;", StringComparison.Ordinal))
                    screen.SetTitle(text[2..]);
                else
                    screen.Notices.Add(text);
                return true;
            case '7': screen.Save(); return true;
            case '8': screen.Restore(); return true;
            case 'M': screen.ReverseLineFeed(); return true;
            default: throw Unknown(bytes);
        }
    }

    private void Csi(string text, char final)
    {
        var numbers = text.TrimStart('?', '>', '<', '=').TrimEnd('$', ' ').Split(';').Select(part => int.TryParse(part, out var number) ? number : 0).ToArray();
        int first = numbers[0], second = numbers.Length > 1 ? numbers[1] : 0, count = Math.Max(first, 1);
        switch (text.Length > 0 && !char.IsAsciiDigit(text[0]) && text[0] != ';' ? $"{text[0]}{final}" : $"{final}")
        {
            case "H" or "f": screen.Goto(count - 1, Math.Max(second, 1) - 1); break;
            case "A": screen.Goto(screen.Row - count, screen.Column); break;
            case "B": screen.Goto(screen.Row + count, screen.Column); break;
            case "C": screen.Goto(screen.Row, screen.Column + count); break;
            case "D": screen.Goto(screen.Row, screen.Column - count); break;
            case "G": screen.Goto(screen.Row, count - 1); break;
            case "d": screen.Goto(count - 1, screen.Column); break;
            case "S": screen.Scroll(count); break;
            case "T": screen.Scroll(-count); break;
            case "r": screen.SetRegion(first - 1, second - 1); break;
            case "s": screen.Save(); break;
            case "u": screen.Restore(); break;
            case "X": screen.EraseLine(screen.Column, screen.Column + count); break;
            case "m": screen.SetPen(numbers.Aggregate(screen.Pen, Sgr)); break;
            case "K" when first == 0: screen.EraseLine(screen.Column, screen.Columns); break;
            case "K" when first == 1: screen.EraseLine(0, screen.Column + 1); break;
            case "K" when first == 2: screen.EraseLine(0, screen.Columns); break;
            case "J" when first == 0:
                screen.EraseLine(screen.Column, screen.Columns);
                screen.EraseRows(screen.Row + 1, screen.Rows);
                break;
            case "J" when first == 1:
                screen.EraseRows(0, screen.Row);
                screen.EraseLine(0, screen.Column + 1);
                break;
            case "J" when first is 2 or 3: screen.EraseRows(0, screen.Rows); break;
            case "?h" or "?l": Array.ForEach(numbers, mode => screen.Mode(mode, final == 'h')); break;
            case ">u": screen.KittyLevels++; break;
            case "<u": screen.KittyLevels = Math.Max(0, screen.KittyLevels - count); break;
            case ">m": screen.ModifyOtherKeys = first == 4 && second > 0; break;
            case "t" when first == 22: screen.KeepTitle(); break;
            case "t" when first == 23: screen.TakeTitleBack(); break;
            case "?u" or "?p" or "c" or "n": break; // questions: a test answers by typing
            default: throw Unknown(Encoding.ASCII.GetBytes($"\e[{text}{final}"));
        }
    }

    private static ScreenCell Sgr(ScreenCell pen, int number) => number switch
    {
        0 => ScreenCell.Blank,
        1 => pen with { Attributes = pen.Attributes | Attr.Bold },
        2 => pen with { Attributes = pen.Attributes | Attr.Dim },
        3 => pen with { Attributes = pen.Attributes | Attr.Italic },
        4 => pen with { Attributes = pen.Attributes | Attr.Underline },
        7 => pen with { Attributes = pen.Attributes | Attr.Reverse },
        9 => pen with { Attributes = pen.Attributes | Attr.Strike },
        22 => pen with { Attributes = pen.Attributes & ~(Attr.Bold | Attr.Dim) },
        23 => pen with { Attributes = pen.Attributes & ~Attr.Italic },
        24 => pen with { Attributes = pen.Attributes & ~Attr.Underline },
        27 => pen with { Attributes = pen.Attributes & ~Attr.Reverse },
        29 => pen with { Attributes = pen.Attributes & ~Attr.Strike },
        39 => pen with { Foreground = Ink.Default },
        49 => pen with { Background = Ink.Default },
        >= 30 and <= 37 => pen with { Foreground = (Ink)((int)Ink.Black + number - 30) },
        >= 40 and <= 47 => pen with { Background = (Ink)((int)Ink.Black + number - 40) },
        >= 90 and <= 97 => pen with { Foreground = (Ink)((int)Ink.BrightBlack + number - 90) },
        >= 100 and <= 107 => pen with { Background = (Ink)((int)Ink.BrightBlack + number - 100) },
        _ => throw new InvalidOperationException($"SGR {number} is not one of q's looks."),
    };

    private static InvalidOperationException Unknown(ReadOnlySpan<byte> bytes) =>
        new($"A sequence that q should not write: {Convert.ToHexString(bytes)}.");
}
