using Q.Core;
using Q.Input;
using Q.Output;
using Q.Screen;
using Q.Sessions;
using Q.Turns;

namespace Q.Tests.Screen;

/// <summary>The views of what stands in the prompt's place or right above it, as pictures in golden/.</summary>
internal sealed class DialogPictureTests
{
    [Test]
    [Arguments(120, 40), Arguments(80, 24), Arguments(40, 10)]
    public void A_search_in_what_was_typed(int columns, int rows) => Views.Same(
        Usual() with { Dialog = "(search)'build':", Text = "Why does the build take so long?", Cursor = 13 }, columns, rows);

    [Test]
    [Arguments(ViMode.Insert, 120, 40), Arguments(ViMode.Insert, 80, 24), Arguments(ViMode.Insert, 40, 10)]
    public void The_line_as_vi_inserts(ViMode mode, int columns, int rows) => Views.Same(Vi(mode), columns, rows);

    [Test]
    [Arguments(ViMode.Normal, 120, 40), Arguments(ViMode.Normal, 80, 24), Arguments(ViMode.Normal, 40, 10)]
    public void The_line_as_vi_commands(ViMode mode, int columns, int rows) => Views.Same(Vi(mode), columns, rows);

    [Test]
    [Arguments(ViMode.Visual, 120, 40), Arguments(ViMode.Visual, 80, 24), Arguments(ViMode.Visual, 40, 10)]
    public void The_line_as_vi_selects(ViMode mode, int columns, int rows) => Views.Same(Vi(mode) with { Selected = (4, 9) }, columns, rows);

    [Test]
    [Arguments(120, 40), Arguments(80, 24), Arguments(40, 10)]
    public void A_question_of_q_itself(int columns, int rows) => Views.Same(
        Usual() with { Dialog = "Close build-time? It is at work and will be stopped. 2 queued, never to be sent. (y/n)" }, columns, rows);

    [Test]
    [Arguments(120, 40), Arguments(80, 24), Arguments(40, 10)]
    public void A_conversation_that_is_shown_again(int columns, int rows) => Views.Same(
        Scene.Model(Scene.Session(1, "replay of build-time", Scene.Conversation())) with
        {
            IsPane = true,
            IsReplay = true,
            Hint = "replay of build-time, 3 of 12, 2x",
            Dialog = "Any key ends the replay.",
        }, columns, rows);

    [Test]
    [Arguments(120, 40), Arguments(80, 24), Arguments(40, 10)]
    public void A_reply_that_is_longer_than_the_screen(int columns, int rows)
    {
        var ring = Scene.Conversation();
        var from = ring.End;
        ring.Say(OutputKind.Notice, string.Concat(Enumerable.Range(1, 60).Select(row => $"row {row} of what the command says\n")));
        Views.Same(
            Scene.Model(Scene.Session(1, "build-time", ring)) with
            {
                Scroll = ScrollState.ForReply(from),
                ReadOn = "More below: PageDown. To the end: Esc.",
            }, columns, rows);
    }

    [Test]
    [Arguments(120, 40), Arguments(80, 24), Arguments(40, 10)]
    public void A_budget_that_is_spent(int columns, int rows) => Views.Same(
        Asked(QuestionKind.Budget, WaitReason.Budget, "The budget of this session is spent", "1,000,000 of 1,000,000 tokens were used."), columns, rows);

    [Test]
    [Arguments(120, 40), Arguments(80, 24), Arguments(40, 10)]
    public void A_question_that_is_answered_with_words(int columns, int rows) => Views.Same(
        Asked(QuestionKind.Question, WaitReason.Question, "Which database?", "Postgres or SQLite?"), columns, rows);

    [Test]
    [Arguments(120, 40), Arguments(80, 24), Arguments(40, 10)]
    public void The_third_of_four_questions_of_one_answer(int columns, int rows)
    {
        var ring = Scene.Ring(
            (OutputKind.Prompt, "Clean up."), (OutputKind.Text, "I remove what was built.\n"), (OutputKind.Question, "rm -rf build"),
            (OutputKind.Allowed, "allowed"), (OutputKind.Question, "rm -rf out"), (OutputKind.Allowed, "allowed"), (OutputKind.Question, "rm -rf tmp"));
        var asking = Scene.Session(1, "clean", ring).Asking("execute_bash rm -rf tmp", "rm -rf tmp");
        Views.Same(Scene.Model(asking with { Question = asking.Question! with { Count = "3 of 4" } }), columns, rows);
    }

    [Test]
    [Arguments(120, 40), Arguments(80, 24), Arguments(40, 10)]
    public void Sessions_that_were_cut_beside_one_that_was_too(int columns, int rows)
    {
        var ring = Scene.Ring((OutputKind.Prompt, "Deploy it."), (OutputKind.Notice, "Interrupted: this was not answered. /retry asks again.\n"));
        Views.Same(Scene.Model(Cut(Scene.Session(1, "deploy", ring)), Cut(Scene.Session(2, "api")), Scene.Session(3, "docs").Answered()), columns, rows);

        static SessionView Cut(SessionView view) => view with { Why = WaitReason.Interrupted, Interrupted = true };
    }

    [Test]
    [Arguments(120, 40), Arguments(80, 24), Arguments(40, 10)]
    public void No_session_that_fits(int columns, int rows) => Views.Same(
        Usual() with { Picker = [], Dialog = "Go to:", Text = "s:failed", Cursor = 8 }, columns, rows);

    [Test]
    [Arguments("Esc again stops the turn.", 120, 40), Arguments("Esc again stops the turn.", 80, 24), Arguments("Esc again stops the turn.", 40, 10)]
    public void What_a_second_press_would_do(string hint, int columns, int rows) => Views.Same(
        Scene.Model(Scene.Session(1, "build-time", Scene.Conversation()).Working("execute_bash ./build.sh test")) with { Hint = hint }, columns, rows);

    private static ScreenModel Usual() => Scene.Model(
        Scene.Session(1, "build-time", Scene.Conversation()), Scene.Session(2, "api").Asking("execute_bash make", "make"), Scene.Session(3, "docs").Answered());

    private static ScreenModel Vi(ViMode mode) => Usual() with { Mode = mode, Text = "fix the stamp", Cursor = 8 };

    private static ScreenModel Asked(QuestionKind kind, WaitReason why, string title, string body)
    {
        var ring = Scene.Ring((OutputKind.Prompt, "Go on."), (OutputKind.Question, body));
        var asking = Scene.Session(1, "long-work", ring).Asking(title, body);
        return Scene.Model(asking with { Why = why, Question = asking.Question! with { Kind = kind, Tool = "" } });
    }
}
