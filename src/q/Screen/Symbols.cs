using Q.Core;
using Q.Sessions;

namespace Q.Screen;

/// <summary>Every sign that q itself draws; ASCII where the locale is not UTF-8. A state is a symbol and a word, never colour alone.</summary>
internal sealed record Symbols
{
    public static Symbols Unicode { get; } = new()
    {
        Waiting = "⏎",
        Idle = "·",
        Processing = "⏳",
        Paused = "⏸",
        Failed = "✗",
        Completed = "✓",
        Tool = "▸ ",
        ToolEnd = "  ↳ ",
        Rule = "──",
        Ellipsis = "…",
        Dot = " · ",
        Bullet = "• ",
        Bar = "│ ",
        Line = "─",
        Pipe = " │ ",
        Cross = "─┼─",
        Spinner = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏",
        Done = "▰",
        Open = "▱",
    };

    public static Symbols Ascii { get; } = new()
    {
        Waiting = "?",
        Idle = ".",
        Processing = "~",
        Paused = "=",
        Failed = "x",
        Completed = "+",
        Tool = "> ",
        ToolEnd = "  -> ",
        Rule = "--",
        Ellipsis = "...",
        Dot = " - ",
        Bullet = "* ",
        Bar = "| ",
        Line = "-",
        Pipe = " | ",
        Cross = "-+-",
        Spinner = "|/-\\",
        Done = "",
        Open = "",
    };

    public required string Waiting { get; init; }

    /// <summary>Nothing asked, nothing unseen, nothing running.</summary>
    public required string Idle { get; init; }

    public required string Processing { get; init; }
    public required string Paused { get; init; }
    public required string Failed { get; init; }
    public required string Completed { get; init; }

    /// <summary>Before the title of a tool that starts.</summary>
    public required string Tool { get; init; }

    /// <summary>Before how a tool ended.</summary>
    public required string ToolEnd { get; init; }

    public required string Rule { get; init; }
    public required string Ellipsis { get; init; }

    /// <summary>Between two facts of one line, with its blanks.</summary>
    public required string Dot { get; init; }

    /// <summary>Before an item of a list, with its blank.</summary>
    public required string Bullet { get; init; }

    /// <summary>Before each row of a quote, with its blank.</summary>
    public required string Bar { get; init; }

    /// <summary>One cell of a rule.</summary>
    public required string Line { get; init; }

    /// <summary>Between the columns of a table, and where that meets the rule below the titles.</summary>
    public required string Pipe { get; init; }
    public required string Cross { get; init; }

    /// <summary>One after the other while something runs.</summary>
    public required string Spinner { get; init; }

    /// <summary>A cell of what is done, and of what is not; empty where words alone say it.</summary>
    public required string Done { get; init; }
    public required string Open { get; init; }

    public string For(SessionView view) => view.Status switch
    {
        SessionStatus.WaitingForInput => view.Waits ? Waiting : Idle,
        SessionStatus.Processing => Processing,
        SessionStatus.Paused => Paused,
        SessionStatus.Failed => Failed,
        SessionStatus.Completed => Completed,
    };

    public static string Word(SessionView view) => view.Status switch
    {
        SessionStatus.WaitingForInput => view.Waits ? "waiting" : "idle",
        SessionStatus.Processing => "processing",
        SessionStatus.Paused => "paused",
        SessionStatus.Failed => "failed",
        SessionStatus.Completed => "completed",
    };

    /// <summary>What is waited for, as a word; empty when it is only the next prompt.</summary>
    public static string Reason(SessionView view) => view.Why.Word();
}
