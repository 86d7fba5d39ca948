using Q.Core;
using Q.Sessions;

namespace Q.Screen;

/// <summary>The line above the prompt: the keys that may follow, what the session in focus asks, does, or stopped at. Pure.</summary>
internal static class StateLine
{
    /// <summary>The answers in their shortest form, with the sign before the tool and what parts it from them.</summary>
    private const int ShortAnswers = 30;

    public static bool IsNeeded(ScreenModel model) =>
        model.Hint is not null || model.Focused.Asks
        || model.Focused.Status is SessionStatus.Processing or SessionStatus.Paused or SessionStatus.Failed;

    public static void Draw(CellGrid grid, int row, ScreenModel model, Symbols symbols)
    {
        var (view, dot) = (model.Focused, symbols.Dot);
        var pen = new Pen(grid, row, 0);
        var room = grid.Columns - 1;
        if (model.Hint is { } hint)
        {
            pen.Cut(hint, room, symbols, Style.Dim);
        }
        else if (view.Asks)
        {
            pen.Write(symbols.Waiting, Style.Asks).Write(" ", Style.Asks);
            if (view.Question is { Tool.Length: > 0 } question)
                pen.Cut(question.Tool, room - ShortAnswers, symbols, Style.Asks).Write(dot, Style.Asks);
            Answers(ref pen, view.Why, room, dot);
        }
        else if (view.Status is SessionStatus.Processing)
        {
            const string stop = "Ctrl+C stops";
            pen.Write(symbols.Processing, Style.Working).Write(" processing", Style.Working);
            Activity(ref pen, view, model.Now, room - dot.Length - stop.Length, symbols);
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

    /// <summary>What runs, how far it is, and its newest line, as far as there is room; how far it is goes before the rest.</summary>
    private static void Activity(ref Pen pen, SessionView view, DateTimeOffset now, int room, Symbols symbols)
    {
        const int leastText = 12;
        if (view.Activity is not { Length: > 0 } title)
            return;
        var dot = symbols.Dot;
        var words = view.Progress?.Words(now) ?? "";
        var forTitle = room - pen.Column - dot.Length - (words.Length > 0 ? dot.Length + words.Length : 0);
        if (words.Length == 0 || forTitle >= leastText)
            pen.Write(dot, Style.Dim).Cut(title, forTitle, symbols, Style.Dim);
        if (words.Length > 0)
            pen.Write(dot, Style.Dim).Cut(words, room - pen.Column, symbols, Style.Dim);
        if (view.Progress?.LastLine is { Length: > 0 } line && room - pen.Column - dot.Length >= leastText)
            pen.Write(dot, Style.Dim).Cut(line, room - pen.Column, symbols, Style.Dim);
    }

    /// <summary>What may be answered, as long as the room allows.</summary>
    private static void Answers(ref Pen pen, WaitReason why, int room, string dot)
    {
        const string always = "t always in this session";
        const string instead = "or say what to do instead";
        var style = Style.Asks;
        switch (why)
        {
            case WaitReason.None or WaitReason.Prompt:
                break;
            case WaitReason.Question:
                pen.Write("type your answer", style);
                break;
            case WaitReason.Budget:
                pen.Write("y go on", style).Write(dot, style).Write("n stop", style);
                break;
            case WaitReason.Permission:
                var left = room - pen.Column - "y once".Length - "n no".Length - 2 * dot.Length - always.Length;
                pen.Write("y once", style).Write(dot, style).Write(left >= 0 ? always : "t session", style);
                pen.Write(dot, style).Write("n no", style);
                if (left >= dot.Length + instead.Length)
                    pen.Write(dot, style).Write(instead, style);
                break;
        }
    }
}
