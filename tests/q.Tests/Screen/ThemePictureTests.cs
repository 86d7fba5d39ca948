using Q.Core;
using Q.Output;
using Q.Screen;
using Q.TestKit;

namespace Q.Tests.Screen;

/// <summary>One view with every state, a question, a diff, code, a list and an error, in the colours of each theme: golden/theme/.</summary>
internal sealed class ThemePictureTests
{
    [Test]
    [Arguments("dark")]
    [Arguments("light")]
    [Arguments("high-contrast")]
    [Arguments("mono")]
    public void A_view_with_all_that_has_a_colour(string theme)
    {
        var look = Scene.Unicode with { Theme = Theme.Find(theme)! };
        using var inline = new VirtualTerminal(80, 40);
        using var screen = new InlineScreen(inline, look);
        screen.Draw(All());
        Golden.Check(
            $"fullscreen\n{Scene.Picture(Scene.Draw(All(), 80, 40, look))}\ninline\n{Scene.Picture(inline)}",
            $"tests/q.Tests/Screen/golden/theme/{theme}.golden.txt");
    }

    private static ScreenModel All()
    {
        const string diff = "--- src/a.cs\n+++ src/a.cs\n@@ -1,2 +1,2 @@\n var a = 1;\n-var b = 2;\n+var b = 3;\n";
        var ring = Scene.Ring(
            (OutputKind.Prompt, "Change it."),
            (OutputKind.Text, "# What I do\n\n- *first* the **test**, see [the notes](https://example.org)\n- then `b`\n\n```csharp\nvar b = 3; // \"three\"\n```\n"),
            (OutputKind.Error, "No route to the model."),
            (OutputKind.ToolStart, "execute_bash make"),
            (OutputKind.ToolOutput, "cc: no input files\n"),
            (OutputKind.ToolEnd, "0.1 s · exit 2 · not done"),
            (OutputKind.Question, diff));
        return Scene.Model(
            Scene.Session(1, "all", ring).Asking("fs_write src/a.cs", diff),
            Scene.Session(2, "unseen").Answered(),
            Scene.Session(3, "working").Working("execute_bash make"),
            Scene.Session(4, "asking").Asking("fs_write src/b.cs", diff),
            Scene.Session(5, "paused") with { Status = SessionStatus.Paused },
            Scene.Session(6, "failed") with { Status = SessionStatus.Failed, Unseen = true }) with
        {
            Others = new() { HasTabs = true },
            Listed = ["/sessions", "/switch"],
            Chosen = 1,
        };
    }
}
