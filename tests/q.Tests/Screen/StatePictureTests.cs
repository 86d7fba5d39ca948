using Q.Core;
using Q.Input;
using Q.Output;
using Q.Screen;

namespace Q.Tests.Screen;

/// <summary>The views of what is searched, opened, read on the side and selected, and of every state, as pictures in golden/.</summary>
internal sealed class StatePictureTests
{
    private const string Diff = "--- src/a.cs\n+++ src/a.cs\n@@ -1,2 +1,2 @@\n var a = 1;\n-var b = 2;\n+var b = 3;\n";

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void All_that_has_a_colour(int columns, int rows)
    {
        var ring = Scene.Ring(
            (OutputKind.Prompt, "Change it."),
            (OutputKind.Text, "# What I do\n\n- *first* the **test**, see [the notes](https://example.org)\n- then `b`\n\n```csharp\nvar b = 3; // \"three\"\n```\n"),
            (OutputKind.Error, "No route to the model."),
            (OutputKind.ToolStart, "execute_bash make"),
            (OutputKind.ToolOutput, "cc: no input files\n"),
            (OutputKind.ToolEnd, "0.1 s · exit 2 · not done"),
            (OutputKind.Question, Diff));
        Views.Same(Scene.Model(
            Scene.Session(1, "all", ring).Asking("fs_write src/a.cs", Diff),
            Scene.Session(2, "unseen").Answered(),
            Scene.Session(3, "working").Working("execute_bash make"),
            Scene.Session(4, "asking").Asking("fs_write src/b.cs", Diff),
            Scene.Session(5, "paused") with { Status = SessionStatus.Paused },
            Scene.Session(6, "failed") with { Status = SessionStatus.Failed, Unseen = true },
            Scene.Session(7, "completed") with { Status = SessionStatus.Completed }) with
        {
            Others = new() { HasTabs = true },
            Listed = ["/sessions", "/switch"],
            Chosen = 1,
        }, columns, rows);
    }

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void A_warning_and_a_session_that_failed(int columns, int rows)
    {
        var ring = Scene.Ring(
            (OutputKind.Prompt, "Deploy it."),
            (OutputKind.Warning, "The hook .amazonq/hooks/check took 31 s of the 30 s that it may; it was ended, and the prompt went on without it."),
            (OutputKind.Text, "I will deploy to the sta"),
            (OutputKind.Error, "The model's stream broke off after 24 characters. /retry asks again."));
        Views.Same(Scene.Model(Scene.Session(1, "deploy", ring) with { Status = SessionStatus.Failed }), columns, rows);
    }

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void A_session_that_is_paused(int columns, int rows) => Views.Same(
        Scene.Model(Scene.Session(1, "build-time", Scene.Conversation()) with { Status = SessionStatus.Paused }), columns, rows);

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void Tool_calls_that_are_open(int columns, int rows) => Views.Same(
        Scene.Model(Scene.Session(1, "build-time", Scene.Conversation())) with { Tools = ToolLook.Open }, columns, rows);

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void An_answer_as_it_was_written(int columns, int rows)
    {
        var ring = Scene.Ring((OutputKind.Prompt, "Why?"), (OutputKind.Text, "# Because\n\n- **one** `a`\n- two\n\n```sh\nls\n```\n"));
        Views.Same(Scene.Model(Scene.Session(1, "dev", ring)) with { Answers = AnswerLook.Raw }, columns, rows);
    }

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void A_text_that_is_looked_for(int columns, int rows)
    {
        var ring = Scene.Conversation();
        Views.Same(Scene.Model(Scene.Session(1, "build-time", ring)) with
        {
            Dialog = "Find 'the ':",
            Marked = "the ",
            Hint = "n further up · N down · / other words · Esc closes",
        }, columns, rows);
    }

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void A_search_in_all_sessions(int columns, int rows) => Views.Same(
        Scene.Model(Scene.Session(1, "build-time", Scene.Conversation())) with
        {
            Dialog = "Search:",
            Text = "stamp",
            Cursor = 5,
            Listed = ["build-time 2m put the «stamp» beside the folder", "docs 3d the «stamp» of the last build"],
            Chosen = 0,
        }, columns, rows);

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void A_log(int columns, int rows)
    {
        var ring = Scene.Ring(
            (OutputKind.Notice, "2026-11-24 11:59:58.120 INF turn 3 begins"),
            (OutputKind.Notice, "2026-11-24 11:59:59.731 INF execute_bash make: exit 2 in 0.1 s"));
        Views.Same(Scene.Model(Scene.Session(1, "log of build-time", ring)) with
        {
            IsPane = true,
            Hint = "log of build-time, 2 lines, ~/.amazonq/logs/q-cli.log",
            Dialog = "Arrows and PgUp scroll, Esc closes.",
        }, columns, rows);
    }

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void Files_to_choose_from(int columns, int rows) => Views.Same(
        Scene.Model(Scene.Session(1, "build-time", Scene.Conversation())) with
        {
            Text = "Read @buil",
            Cursor = 10,
            Listed = ["@build.sh", "@docs/build.md", "@eng/"],
            Chosen = 1,
            Hint = "3 of 214 files",
        }, columns, rows);

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void A_paste_as_a_chip_and_a_selection(int columns, int rows)
    {
        var chip = Chips.None.For(string.Concat(Enumerable.Repeat("a line of a log\n", 214)), out var chips);
        var text = $"Why does {chip} end so early?";
        Views.Same(Scene.Model(Scene.Session(1, "build-time", Scene.Conversation())) with
        {
            Text = text,
            Chips = chips,
            Cursor = text.Length,
            Selected = (text.Length - 6, text.Length),
            Mode = ViMode.Visual,
        }, columns, rows);
    }
}
