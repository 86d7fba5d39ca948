using System.Text;
using Q.Core;
using Q.Output;
using Q.Screen;
using Q.Sessions;
using Q.TestKit;
using Q.Turns;

namespace Q.Tests.Screen;

/// <summary>What screen tests draw: sessions with rings, models of them, and a terminal to draw on.</summary>
internal static class Scene
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static Look Unicode { get; } = new(Symbols.Unicode, Theme.Find("dark")!, AsciiOnly: false);

    public static Look Ascii { get; } = new(Symbols.Ascii, Theme.Find("dark")!, AsciiOnly: true);

    public static SessionView Session(int slot, string name, OutputRing? ring = null) => new()
    {
        Id = new SessionId(new Guid(slot, 0, 0, new byte[8])),
        Slot = slot,
        Name = name,
        Folder = "/home/ada/api",
        Why = WaitReason.Prompt,
        Since = Now.AddMinutes(-slot),
        Messages = 2,
        Ring = ring,
        LastAnswerAt = ring is null ? -1 : 0,
    };

    public static SessionView Asking(this SessionView view, string title, string body, int minutes = 4) => view with
    {
        Why = WaitReason.Permission,
        Since = Now.AddMinutes(-minutes),
        Question = new Question(7, QuestionKind.Permission, title.Split(' ')[0], title, body, view.Folder),
    };

    public static SessionView Answered(this SessionView view, int minutes = 1) =>
        view with { Unseen = true, Since = Now.AddMinutes(-minutes) };

    public static SessionView Working(this SessionView view, string? activity = null) => view with
    {
        Status = SessionStatus.Processing,
        Why = WaitReason.None,
        Activity = activity,
    };

    public static ScreenModel Model(SessionView focused, params SessionView[] others) => new()
    {
        Focused = focused,
        Sessions = [focused, .. others],
        Now = Now,
        ShellFolder = "/home/ada/api",
    };

    public static OutputRing Ring(params (OutputKind Kind, string Text)[] blocks)
    {
        var ring = new OutputRing(1 << 20);
        foreach (var (kind, text) in blocks)
            ring.Say(kind, text);
        return ring;
    }

    public static long Say(this OutputRing ring, OutputKind kind, string text) => ring.Append(kind, Encoding.UTF8.GetBytes(text));

    public static long GoOn(this OutputRing ring, OutputKind kind, string text) => ring.Continue(kind, Encoding.UTF8.GetBytes(text));

    /// <summary>A conversation as people have it.</summary>
    public static OutputRing Conversation() => Ring(
        (OutputKind.Prompt, "Why does the build take so long? It was under a minute last week."),
        (OutputKind.Text, "I will look at the build files and at what the last run spent its time on.\n"),
        (OutputKind.ToolStart, "fs_read build.sh"),
        (OutputKind.ToolEnd, "0.0 s · 214 lines"),
        (OutputKind.ToolStart, "execute_bash time ./build.sh check"),
        (OutputKind.ToolOutput, "== Format\n== Compile, warnings are errors\nBuild succeeded.\n\nreal\t1m36.290s\n"),
        (OutputKind.ToolEnd, "96.3 s · exit 0"),
        (OutputKind.Text, """
            Two things cost the time:

            1. The analyzers run in every build. They take 41 of the 96 seconds, and nobody reads what they say before a commit.
            2. `node_modules` is hashed each time, because the stamp file is written into the folder that it watches.

            I can move the analyzers to `./build.sh check` and put the stamp beside the folder. Shall I?
            """));

    /// <summary>Draws one model, and gives the terminal that shows it.</summary>
    public static VirtualTerminal Draw(ScreenModel model, int columns, int rows, Look? look = null)
    {
        var terminal = new VirtualTerminal(columns, rows);
        using var screen = new Renderer(terminal, look ?? Unicode);
        screen.Draw(model);
        return terminal;
    }

    public static string Picture(VirtualTerminal terminal) => terminal.Read(Golden.Of);
}
