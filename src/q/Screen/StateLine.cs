using Q.Core;
using Q.Sessions;

namespace Q.Screen;

/// <summary>The line above the prompt: the keys that may follow, what the session in focus asks, does, or stopped at. Pure.</summary>
internal static class StateLine
{
    /// <summary>The answers in their shortest form, with the sign before the tool and what parts it from them.</summary>
    private const int ShortAnswers = 31;

    /// <summary>With fewer letters it is no name of a tool.</summary>
    private const int LeastTool = 6;

    /// <summary>How far a tool is, with the blank behind it.</summary>
    private const int BarCells = 7;

    public static bool IsNeeded(ScreenModel model) =>
        Hint(model) is not null || model.Focused.Asks
        || model.Focused.Status is SessionStatus.Processing or SessionStatus.Paused or SessionStatus.Failed;

    public static void Draw(CellGrid grid, int row, ScreenModel model, Look look)
    {
        var symbols = look.Symbols;
        var (view, dot) = (model.Focused, symbols.Dot);
        var pen = new Pen(grid, row, 0);
        var room = grid.Columns - 1;
        if (Hint(model) is { } hint)
        {
            pen.Cut(hint, room, symbols, Style.Dim);
        }
        else if (view.Asks)
        {
            pen.Write(symbols.Waiting, Style.Asks).Write(" ", Style.Asks);
            var count = view.Question?.Count ?? "";
            var forTool = room - ShortAnswers - (count.Length > 0 ? count.Length + dot.Length : 0);
            if (view.Question is { Tool.Length: > 0 } question && forTool >= LeastTool)
                pen.Cut(question.Tool, forTool, symbols, Style.Asks).Write(dot, Style.Asks);
            if (count.Length > 0)
                pen.Write(count, Style.Asks).Write(dot, Style.Asks);
            Answers(ref pen, model, room, dot);
        }
        else if (view.Status is SessionStatus.Processing)
        {
            const string stop = "Ctrl+C stops";
            pen.Write(symbols.Processing, Style.Working).Write(" processing", Style.Working);
            if (view.Progress?.Waits is null) // what waits says since when
                Elapsed(ref pen, model, symbols);
            var hasBar = symbols.Done.Length > 0 && look.Theme.HasColour && !model.Others.IsText;
            Activity(ref pen, model, room, dot.Length + stop.Length, symbols, hasBar);
            if (room - pen.Column >= dot.Length + stop.Length)
                pen.Write(dot, Style.Dim).Write(stop, Style.Dim);
        }
        else if (view.Status is SessionStatus.Failed or SessionStatus.Paused)
        {
            var failed = view.Status is SessionStatus.Failed;
            var style = Style.For(view);
            pen.Write(symbols.For(view), style).Write(failed ? " failed" : " paused", style);
            pen.Write(dot, style).Write(failed ? "/retry tries again" : "/retry goes on", style);
        }
    }

    private static string? Hint(ScreenModel model) => model.Hint ?? (model.Scroll.IsReply && !model.Focused.Asks ? model.ReadOn : null);

    /// <summary>Since when what is shown runs: the tool, else the turn.</summary>
    public static DateTimeOffset Since(SessionView view) => view.Progress?.Since ?? view.Since;

    /// <summary>From the first second on; the sign goes on with the seconds, where anything may move.</summary>
    private static void Elapsed(ref Pen pen, ScreenModel model, Symbols symbols)
    {
        var elapsed = model.Now - Since(model.Focused);
        if (elapsed < TimeSpan.FromSeconds(1))
            return;
        pen.Write(symbols.Dot, Style.Dim);
        var sign = (int)(elapsed.TotalSeconds % symbols.Spinner.Length);
        if (model.Moves)
            pen.Write(symbols.Spinner.AsSpan(sign, 1), Style.Working).Write(" ");
        var (style, minutes, seconds) = (Style.Dim, (int)Math.Min(elapsed.TotalMinutes, 99_999), elapsed.Seconds);
        if (minutes == 0)
            pen.Write(seconds, style).Write(" s", style);
        else if (minutes < 60)
            pen.Write(minutes, style).Write("m ", style).Write(seconds, style).Write("s", style);
        else
            pen.Write(minutes / 60, style).Write("h ", style).Write(minutes % 60, style).Write("m", style);
    }

    /// <summary>
    /// What runs, how far it is, and its newest line, as far as there is room; how far it is goes before the rest, and
    /// before <paramref name="kept"/> cells that are for something else.
    /// </summary>
    private static void Activity(ref Pen pen, ScreenModel model, int room, int kept, Symbols symbols, bool hasBar)
    {
        var view = model.Focused;
        const int leastText = 12;
        if (view.Activity is not { Length: > 0 } title)
            return;
        var dot = symbols.Dot;
        var words = view.Progress is { } progress ? HowFar(progress, model.Now) : "";
        var bar = hasBar && view.Progress is { Waits: null, Percent: >= 0 } ? BarCells : 0;
        if (words.Length == 0 || room - kept - pen.Column - dot.Length >= words.Length)
            room -= kept;
        var forTitle = room - pen.Column - dot.Length - (words.Length > 0 ? dot.Length + words.Length + bar : 0);
        if (forTitle >= (words.Length > 0 ? leastText : leastText / 2))
            pen.Write(dot, Style.Dim).Cut(title, forTitle, symbols, Style.Dim);
        if (words.Length > 0 && room - pen.Column > dot.Length)
        {
            pen.Write(dot, Style.Dim);
            if (bar > 0 && room - pen.Column >= bar + words.Length)
                Bar(ref pen, view.Progress!.Percent, symbols);
            pen.Cut(words, room - pen.Column, symbols, Style.Dim);
        }
        if (view.Progress?.News is { Length: > 0 } line && room - pen.Column - dot.Length >= leastText)
            pen.Write(dot, Style.Dim).Cut(line, room - pen.Column, symbols, Style.Dim);
    }

    /// <summary>What it waits for, or how much of it is done and how long the rest will take.</summary>
    private static string HowFar(ToolProgress progress, DateTimeOffset now)
    {
        if (progress.Waits is not null)
            return progress.Words(now);
        if (progress.Percent < 0)
            return "";
        if (progress.Left(now) is not { } left)
            return $"{progress.Percent}%";
        var rest = left.TotalMinutes < 2 ? $"{(int)Math.Ceiling(left.TotalSeconds)} s"
            : left.TotalHours < 2 ? $"{(int)left.TotalMinutes}m"
            : $"{(int)left.TotalHours}h";
        return $"{progress.Percent}%, ~{rest} left";
    }

    private static void Bar(ref Pen pen, int percent, Symbols symbols)
    {
        const int cells = BarCells - 1;
        for (var cell = 0; cell < cells; cell++)
            pen.Write(cell < percent * cells / 100 ? symbols.Done : symbols.Open, Style.Working);
        pen.Write(" ");
    }

    /// <summary>What may be answered, as long as the room allows.</summary>
    private static void Answers(ref Pen pen, ScreenModel model, int room, string dot)
    {
        const string once = "y Enter once";
        const string session = "t session";
        const string always = "t always in this session";
        const string instead = "or say what to do instead";
        var style = Style.Asks;
        switch (model.Focused.Why)
        {
            case WaitReason.None or WaitReason.Prompt or WaitReason.Interrupted:
                break;
            case WaitReason.Question:
                pen.Write("type your answer", style);
                break;
            case WaitReason.Budget:
                pen.Write("y Enter go on", style).Write(dot, style).Write("n stop", style);
                break;
            case WaitReason.Permission when model.IsAskedInPart:
                pen.Write("y Enter shows all", style).Write(dot, style).Write("n no", style);
                if (room - pen.Column >= dot.Length + instead.Length)
                    pen.Write(dot, style).Write(instead, style);
                break;
            case WaitReason.Permission:
                var left = room - pen.Column - once.Length - "n no".Length - 2 * dot.Length - always.Length;
                pen.Write(once.AsSpan(0, left + always.Length < session.Length ? "y Enter".Length : once.Length), style);
                pen.Write(dot, style).Write(left >= 0 ? always : session, style);
                pen.Write(dot, style).Write("n no", style);
                if (left >= dot.Length + instead.Length)
                    pen.Write(dot, style).Write(instead, style);
                break;
        }
    }
}
