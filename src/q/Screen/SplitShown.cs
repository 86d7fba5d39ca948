using Q.Sessions;

namespace Q.Screen;

/// <summary>The half of a split that has not the focus, and how the two stand. A value.</summary>
/// <param name="View">Whose.</param>
/// <param name="Scroll">Where it is read.</param>
/// <param name="Opened">Its calls that are open though others are folded.</param>
/// <param name="IsStacked">One above the other; otherwise side by side.</param>
/// <param name="IsFirst">It stands left, or above.</param>
internal sealed record SplitShown(SessionView View, ScrollState Scroll, OpenedCalls Opened, bool IsStacked, bool IsFirst)
{
    private const int SideColumns = 61;
    private const int SideRows = 12;
    private const int StackedColumns = 40;
    private const int StackedRows = 16;

    /// <summary>Whether a terminal has room for two halves.</summary>
    public static bool HasRoom(int columns, int rows, bool isStacked) =>
        isStacked ? columns >= StackedColumns && rows >= StackedRows : columns >= SideColumns && rows >= SideRows;

    /// <summary>What is said where it has not.</summary>
    public static string WhyNot(int columns, int rows, bool isStacked)
    {
        var other = HasRoom(columns, rows, !isStacked) ? $" {(isStacked ? "/split" : "/split --stacked")} has room." : "";
        return $"Two sessions {(isStacked ? "one above the other" : "side by side")} need {(isStacked ? StackedColumns : SideColumns)}x"
            + $"{(isStacked ? StackedRows : SideRows)} cells, and this terminal has {columns}x{rows}.{other}";
    }
}
