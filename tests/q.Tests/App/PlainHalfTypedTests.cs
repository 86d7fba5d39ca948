using Q.Core;
using Q.Screen;
using Q.Store;
using Q.Tests.Sessions;

namespace Q.Tests.App;

/// <summary>What was half-typed on a screen, in a q that now has lines alone.</summary>
internal sealed class PlainHalfTypedTests
{
    private static AppFixture Lines(bool areTyped, StoredSession? other = null, bool isPiped = false) => new(
        columns: 1000, isPlain: true, areLinesTyped: areTyped, isPiped: isPiped,
        screen: (terminal, look) => new PlainScreen(terminal, look, inputIsTerminal: areTyped),
        store: new StuckStore
        {
            Refusal = "",
            Rows = other is null ? [Half("api", isNamed: true)] : [Half("dev-1", isNamed: false), other],
        },
        settings: new() { MaxActiveSessions = other is null ? 10 : 1 });

    private static StoredSession Half(string name, bool isNamed) => new()
    {
        Id = SessionId.New(),
        Slot = 1,
        Name = name,
        NamedByHand = isNamed,
        Folder = "/srv/api",
        Active = true,
        Draft = "half\ntyped",
    };

    [Test]
    [Arguments(false), Arguments(true)]
    public async Task It_is_said_once_and_not_sent_with_another_line_but_by_Enter_alone(bool isPiped)
    {
        await using var q = Lines(areTyped: true, isPiped: isPiped);
        await q.Shows("Half-typed (Enter alone sends it): half / typed\n[api] q>");
        q.Line("another line");
        await (await q.Engine("another line")).Finish("An answer.");
        await q.Shows("An answer.\n[api] q>");
        await Assert.That(q.Terminal.Picture.Split("Half-typed").Length).IsEqualTo(2);
        q.Line("");
        await q.Engine("half\ntyped");
    }

    [Test]
    public async Task Another_session_and_back_and_it_is_said_again()
    {
        await using var q = Lines(areTyped: true);
        await q.Shows("half / typed");
        q.Line("/new second");
        await q.Shows("[second] q>");
        q.Line("/switch api");
        await q.Screen("it is said again", static picture => picture.Split("Half-typed").Length == 3);
        q.Interrupt();
        q.Line("");
        q.Line("what is left");
        await q.Engine("what is left");
    }

    [Test]
    public async Task Piped_lines_go_without_it_and_it_is_kept()
    {
        await using var q = Lines(areTyped: false);
        await q.Counts(1);
        q.Line("");
        q.Line("first line");
        await (await q.Engine("first line")).Finish("An answer.");
        await q.Shows("An answer.");
        var draft = "";
        var isRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        q.OnLoop(() =>
        {
            draft = q.Sessions.Draft(q.Sessions.Focused.Id);
            isRead.SetResult();
        });
        await isRead.Task;
        await Assert.That(draft).IsEqualTo("half\ntyped");
        await Assert.That(q.Terminal.Picture).DoesNotContain("Half-typed");
    }

    [Test]
    [Arguments("n", "half / typed / one too many"), Arguments("y", "half / typed")]
    public async Task A_line_that_is_not_taken_stands_behind_it(string answer, string left)
    {
        await using var q = Lines(
            areTyped: true, new() { Id = SessionId.New(), Slot = 2, Name = "other", NamedByHand = true, Folder = "/srv/web" });
        await q.Shows("half / typed");
        q.Line("one too many");
        await q.Shows("Close other");
        q.Line(answer);
        await q.Screen("what is left", picture => picture.Split('\n').Count(row => row.EndsWith($": {left}", StringComparison.Ordinal)) == (answer == "y" ? 2 : 1));
        if (answer == "y")
            await q.Engine("one too many");
    }
}
