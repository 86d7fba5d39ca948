using Q.Core;
using Q.Output;
using Q.Screen;
using Q.Sessions;
using Q.Terminal;

namespace Q.Tests.Screen;

/// <summary>What people see, each as a picture in golden/ that is read before it is changed.</summary>
internal sealed class PictureTests
{
    private const string Diff = """
        --- src/api/auth.cs
        +++ src/api/auth.cs
        @@ -12,7 +12,8 @@
             var token = request.Header("Authorization");
             if (token is null)
        -        return Refused("no token");
        +    {
        +        return Refused("No token was sent. Sign in first.");
        +    }
             return Check(token);
         }

        """;

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void An_empty_session(int columns, int rows) => Views.Same(Scene.Model(Scene.Session(1, "dev-1") with { Messages = 0 }), columns, rows);

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void A_conversation_and_three_other_sessions(int columns, int rows) => Views.Same(Three(Scene.Conversation()), columns, rows);

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void More_sessions_than_the_indicator_names(int columns, int rows)
    {
        SessionView[] others =
        [
            Scene.Session(2, "s3-debug").Answered(3),
            Scene.Session(3, "lambda-deploy").Working("execute_bash sam deploy --guided --stack-name production"),
            Scene.Session(4, "api-refactor").Asking("fs_write src/api/auth.cs", Diff),
            Scene.Session(5, "docs"),
            Scene.Session(6, "flaky-test-hunt") with { Status = SessionStatus.Failed, Unseen = true },
            Scene.Session(7, "upgrade-dotnet") with { Status = SessionStatus.Paused },
            Scene.Session(8, "terraform-plan-review").Asking("execute_bash terraform plan", "terraform plan", minutes: 90),
            Scene.Session(12, "logs").Working(),
        ];
        Views.Same(Scene.Model(Scene.Session(1, "build-time", Scene.Conversation()), others), columns, rows);
    }

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void An_answer_that_streams(int columns, int rows)
    {
        var ring = Scene.Ring((OutputKind.Prompt, "What is a ring buffer?\nIn two sentences."));
        ring.Say(OutputKind.Text, "A ring buffer is a fixed block of memory that is written round and ro");
        ring.GoOn(OutputKind.Text, "und: when the end is reached, writing goes on at the beginning and the oldest content is given up. ");
        ring.GoOn(OutputKind.Text, "That makes an append cheap, and the mem");
        var view = Scene.Session(1, "ring-buffer", ring).Working() with { Queued = ["And how is it read without a lock?", "Show me one\nin C#."] };
        Views.Same(Scene.Model(view, Scene.Session(2, "s3-debug").Answered()), columns, rows);
    }

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void A_tool_that_runs(int columns, int rows)
    {
        var ring = Scene.Conversation();
        ring.Say(OutputKind.Prompt, "Yes, and run the tests.");
        ring.Say(OutputKind.ToolStart, "execute_bash ./build.sh test");
        ring.Say(OutputKind.ToolOutput, "== Compiling the tests.\n\e[32m== Unit tests\e[0m\n  12/400\r 117/400\r 203/400");
        Views.Same(Scene.Model(Scene.Session(1, "build-time", ring).Working("execute_bash ./build.sh test")), columns, rows);
    }

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void Tools_that_say_how_far_they_are(int columns, int rows)
    {
        var ring = Scene.Ring((OutputKind.Prompt, "Run the tests."), (OutputKind.ToolStart, "execute_bash ./build.sh test"));
        var started = new ToolProgress(Scene.Now.AddMinutes(-4));
        var view = Scene.Session(1, "build-time", ring).Working("execute_bash ./build.sh test") with
        {
            Progress = started with { Percent = 45, LastLine = "tests/q.Tests/Sessions 203 passed" },
        };
        Views.Same(Scene.Model(view,
            Scene.Session(2, "lambda-deploy").Working("execute_bash sam deploy --guided") with { Progress = started with { LastLine = "Uploading the stack" } },
            Scene.Session(3, "web").Working("fs_write src/a.cs") with
            {
                Progress = new ToolProgress(Scene.Now.AddSeconds(-40)) { Waits = "held by api-refactor" },
            },
            Scene.Session(4, "quick").Working("fs_read b.cs") with { Progress = new ToolProgress(Scene.Now) }), columns, rows);
    }

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void Two_sessions_side_by_side(int columns, int rows) => Views.Same(Halves(isStacked: false, isFirst: false), columns, rows);

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void Two_sessions_one_above_the_other(int columns, int rows) => Views.Same(Halves(isStacked: true, isFirst: true), columns, rows);

    private static ScreenModel Halves(bool isStacked, bool isFirst)
    {
        var ring = Scene.Ring(
            (OutputKind.Prompt, "Say what is missing when there is no token."),
            (OutputKind.Text, "The message only says `no token`, see [the issue](https://example.org/7). I will make it a **sentence** that says what to do: 漢字 too."));
        var other = Scene.Session(2, "auth-message", ring).Asking("fs_write src/api/auth.cs", Diff);
        return Scene.Model(Scene.Session(1, "build-time", Scene.Conversation()).Working("execute_bash make"), other, Scene.Session(3, "docs").Answered()) with
        {
            Beside = new SplitShown(other, ScrollState.Follow, OpenedCalls.None, isStacked, isFirst),
        };
    }

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void A_question_of_the_session_in_focus(int columns, int rows)
    {
        var ring = Scene.Ring(
            (OutputKind.Prompt, "Say what is missing when there is no token."),
            (OutputKind.Text, "The message only says `no token`. I will make it a sentence that says what to do."),
            (OutputKind.Question, Diff));
        Views.Same(Scene.Model(Scene.Session(1, "auth-message", ring).Asking("fs_write src/api/auth.cs", Diff)), columns, rows);
    }

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void A_card_with_a_long_diff(int columns, int rows)
    {
        var body = Diff + string.Concat(Enumerable.Range(20, 60).Select(line => $"+        Log(\"step {line} of the new, longer way through it all\");\n"));
        var asking = Scene.Session(4, "api-refactor").Asking("fs_write src/api/auth.cs", body);
        Views.Same(Three(Scene.Conversation()) with { Card = asking, CardTop = 5 }, columns, rows);
    }

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void A_card_with_a_command_that_is_leaned_to_deny(int columns, int rows)
    {
        const string Command = "rm -rf build\u200b/ && \u202Eecho done";
        var ring = Scene.Ring((OutputKind.Prompt, "Build it anew."), (OutputKind.Text, "Old files are in the way:\n\n- build/obj\n- build/bin"), (OutputKind.Question, Command));
        var asking = Scene.Session(4, "api-refactor", ring).Asking("execute_bash rm -rf build", Command);
        Views.Same(Three(Scene.Conversation()) with { Card = asking, CardLean = CardLean.Deny }, columns, rows);
    }

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void The_picker(int columns, int rows)
    {
        var model = Three(Scene.Conversation());
        SessionView elsewhere = Scene.Session(9, "night-run") with { OwnerPid = 4711, Folder = "/srv/jobs" };
        Views.Same(model with { Picker = [.. model.Sessions, elsewhere], Chosen = 2, Dialog = "session:", Text = "e", Cursor = 1 }, columns, rows);
    }

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void The_picker_with_a_preview(int columns, int rows)
    {
        var model = Three(Scene.Conversation());
        var ring = Scene.Ring((OutputKind.Prompt, "Which regions?"), (OutputKind.Text, "All of them, **one after the other**.\n\nI begin with the smallest."));
        SessionView[] views = [model.Sessions[0], Scene.Session(2, "lambda-deploy", ring).Answered(), model.Sessions[3]];
        Views.Same(model with { Picker = views, Chosen = 1, Preview = views[1], Dialog = "Go to:" }, columns, rows);
    }

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void Tabs_and_the_indicator_below(int columns, int rows) => Views.Same(
        Three(Scene.Conversation()) with { Others = new() { HasTabs = true, IsBelow = true, IsLeft = true } }, columns, rows);

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void Who_waits_as_text(int columns, int rows) => Views.Same(
        Three(Scene.Conversation()) with { Others = new() { IsText = true } }, columns, rows);

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void Completions(int columns, int rows)
    {
        string[] words = ["/allow", "/clear", "/close", "/deny", "/help", "/new", "/next", "/quit", "/rename", "/sessions", "/switch", "/trust"];
        Views.Same(Three(Scene.Conversation()) with { Listed = words, Chosen = 9, Text = "/sessions", Cursor = 9 }, columns, rows);
    }

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void Completions_and_what_they_do(int columns, int rows)
    {
        string[] words = ["/sessions", "/session-name", "/switch", "/書く", "/" + new string('x', 70)];
        string[] notes = ["List the sessions.", "Show this session's name, or give it another one: it stays what a person gave, whatever is said in it.", "", "幅の広い文字の長い説明文がここにあります。幅の広い文字", "Long."];
        Views.Same(Three(Scene.Conversation()) with { Listed = words, Notes = notes, Chosen = 1, Text = "/session-name", Cursor = 13 }, columns, rows);
    }

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void What_the_line_may_become(int columns, int rows) => Views.Same(
        Three(Scene.Conversation()) with { Text = "fix", Cursor = 3, Ghost = " the 書き込み of the blocks, then\nrun it" }, columns, rows);

    [Test]
    public async Task What_the_line_may_become_ends_with_its_row_and_its_line()
    {
        var model = Scene.Model(Scene.Session(1, "one", Scene.Conversation())) with { Text = "fix", Cursor = 3 };
        await Assert.That(Row(model with { Ghost = " it\nall" })).IsEqualTo("[one] q> fix it…");
        await Assert.That(Row(model with { Ghost = new string('x', 27) })).IsEqualTo($"[one] q> fix{new string('x', 27)}");
        await Assert.That(Row(model with { Ghost = new string('x', 28) })).IsEqualTo($"[one] q> fix{new string('x', 26)}…");
        await Assert.That(Row(model with { Ghost = new string('書', 14) })).IsEqualTo($"[one] q> fix{new string('書', 13)}…");
        var full = new string('t', 30);
        await Assert.That(Row(model with { Text = full, Cursor = 30, Ghost = "x" })).IsEqualTo($"[one] q> {full}");
        var plain = Scene.Draw(model with { Ghost = " it" }, 40, 10, Scene.Unicode with { Theme = Theme.Find("high-contrast")! });
        await Assert.That(plain.Read(screen => screen.Cell(9, 13).Attributes)).IsEqualTo(Attr.Underline);

        static string Row(ScreenModel model) => Scene.Draw(model, 40, 10, Scene.Unicode).Picture.TrimEnd('\n').Split('\n')[^1];
    }

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void The_keys_after_the_leader(int columns, int rows) => Views.Same(
        Three(Scene.Conversation()) with
        {
            Hint = "a next that waits · 1-9 slot · n p next, previous · c new · w close · s list · y d allow, deny · ? keys",
        },
        columns,
        rows);

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void A_prompt_of_several_lines(int columns, int rows)
    {
        var text = "Please do these:\n\t1. move the analyzers to `check`\n\t2. put the stamp beside the folder that it watches, and "
            + "write down why, so that nobody moves it back\n漢字 are wide, and so are 👩‍👩‍👧‍👦";
        Views.Same(Three(Scene.Conversation()) with { Text = text, Cursor = text.IndexOf("stamp", StringComparison.Ordinal) }, columns, rows);
    }

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void Where_the_unread_part_begins(int columns, int rows)
    {
        var ring = Scene.Conversation();
        var unread = ring.Say(OutputKind.ToolStart, "fs_write build.sh");
        ring.Say(OutputKind.ToolEnd, "0.0 s · 4 lines changed");
        ring.Say(OutputKind.Text, "Done. The build takes 31 seconds now.");
        Views.Same(Scene.Model(Scene.Session(1, "build-time", ring) with { UnreadFrom = unread }), columns, rows);
    }

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void Output_that_was_truncated(int columns, int rows)
    {
        var ring = new OutputRing(0);
        for (var i = 0; i < 4000; i++)
            ring.Say(OutputKind.Notice, $"line {i}");
        Views.Same(Scene.Model(Scene.Session(1, "build-time", ring)) with { Scroll = new(ring.End, ScrollState.Top) }, columns, rows);
    }

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void Scrolled_back_in_another_folder(int columns, int rows)
    {
        var ring = Scene.Conversation();
        var view = Scene.Session(1, "build-time", ring) with { Folder = "/home/ada/code/a/rather/long/way/down/to/the/project" };
        var model = Three(ring) with { Focused = view };
        Views.Same(model with { Scroll = ScrollState.Follow.Up(5, view) }, columns, rows);
    }

    [Test]
    [Arguments(39, 10)]
    [Arguments(80, 7)]
    [Arguments(12, 4)]
    public void Too_small(int columns, int rows) => Views.Same(Three(Scene.Conversation()), columns, rows);

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void Without_utf8(int columns, int rows)
    {
        var ring = Scene.Conversation();
        ring.Say(OutputKind.Text, "Größe: 3 µm — “naïve” → 漢字 👍🏽 …");
        Views.Same(Three(ring) with { Text = "naïve 漢", Cursor = 7, Scroll = new(ring.End, 1) }, columns, rows, Scene.Ascii);
    }

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void An_error_and_a_question(int columns, int rows)
    {
        var ring = Scene.Ring((OutputKind.Prompt, "Say it better."), (OutputKind.Error, "No route to the model."), (OutputKind.Question, Diff));
        Views.Same(Three(ring) with { Focused = Scene.Session(1, "auth", ring).Asking("fs_write src/api/auth.cs", Diff) }, columns, rows);
    }

    private static ScreenModel Three(OutputRing ring) => Scene.Model(
        Scene.Session(1, "build-time", ring),
        Scene.Session(2, "s3-debug").Answered(),
        Scene.Session(3, "lambda-deploy").Working("execute_bash sam deploy --guided"),
        Scene.Session(4, "api-refactor").Asking("fs_write src/api/auth.cs", Diff));
}
