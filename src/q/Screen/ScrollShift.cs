using Q.Core;
using Q.Terminal;

namespace Q.Screen;

/// <summary>
/// Text that goes up as more comes: the terminal moves the rows itself, which costs it and the line less than writing them
/// again. Pure but for the grid that stands for what the terminal shows.
/// </summary>
internal static class ScrollShift
{
    /// <summary>Fewer rows than this are not worth it.</summary>
    private const int Least = 3;

    /// <summary>Moves rows from <paramref name="top"/> to <paramref name="bottom"/> (not included) where that brings most of them to their place.</summary>
    public static void Write(PooledBuffer to, CellGrid shown, CellGrid wanted, int top, int bottom)
    {
        var by = Find(shown, wanted, top, bottom);
        if (by == 0)
            return;
        Ansi.ScrollRegion(to, top, bottom - 1);
        Ansi.ScrollUp(to, by);
        to.Append(Ansi.ResetScrollRegion);
        shown.ScrollUp(top, bottom, by);
    }

    /// <summary>By how many rows it went up; 0 when it did not.</summary>
    private static int Find(CellGrid shown, CellGrid wanted, int top, int bottom)
    {
        if (Changed(shown, wanted, top, bottom) < Least)
            return 0;
        var (best, most) = (0, Matches(shown, wanted, top, bottom, 0) + Least - 1);
        for (var by = 1; by < bottom - top && bottom - top - by > most; by++)
        {
            if (Matches(shown, wanted, top, bottom, by) is var count && count > most)
                (best, most) = (by, count);
        }
        return best;
    }

    private static int Changed(CellGrid shown, CellGrid wanted, int top, int bottom)
    {
        var count = 0;
        for (var row = top; row < bottom; row++)
            count += shown.Bytes(row).SequenceEqual(wanted.Bytes(row)) ? 0 : 1;
        return count;
    }

    private static int Matches(CellGrid shown, CellGrid wanted, int top, int bottom, int by)
    {
        var count = 0;
        for (var row = top; row < bottom - by; row++)
        {
            if (shown.Bytes(row + by).SequenceEqual(wanted.Bytes(row)) && !wanted.IsBlank(row))
                count++;
        }
        return count;
    }
}
