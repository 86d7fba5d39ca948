using System.Text;
using Q.Core;
using Q.Sessions;
using Q.Turns;

namespace Q.Tests.Sessions;

internal sealed class ProgressTests
{
    [Test]
    public async Task A_tool_that_writes_all_the_time_is_shown_once_a_second_and_its_last_word_as_well()
    {
        var fixture = new SessionsFixture().Started();
        var id = fixture.Sessions.Focused.Id;
        var engine = await fixture.Prompt(id, "build it");
        await engine.Emit(new ToolStarted(engine.Turn, "1", "execute_bash", "execute_bash make"));
        await Until(fixture, id, view => view is { Activity: "execute_bash make", Progress: { Percent: -1, LastLine: "" } });

        await Emit(engine, "10%\n");
        await Until(fixture, id, view => view.Progress?.Percent == 10);
        var shown = 0;
        for (var percent = 11; percent <= 60; percent++)
        {
            await Emit(engine, $"{percent}%\n");
            fixture.Sessions.Refresh();
            shown += fixture.View(id).Progress?.Percent == percent ? 1 : 0;
        }
        await Assert.That(shown).IsEqualTo(0);

        // Nothing more is said; what was held back is shown when the second is over.
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        await Until(fixture, id, view => view.Progress is { Percent: 60, LastLine: "" });
        await engine.Emit(new ToolEnded(engine.Turn, "1", Succeeded: true, TimeSpan.FromSeconds(1), "exit 0"));
        await Until(fixture, id, view => view is { Activity: null, Progress: null });
    }

    [Test]
    public async Task A_write_that_waits_says_who_holds_the_file()
    {
        var fixture = new SessionsFixture().Started();
        var id = fixture.Sessions.Focused.Id;
        var engine = await fixture.Prompt(id, "write it");
        var since = fixture.Time.GetUtcNow().AddSeconds(-40);
        await engine.Emit(new ToolWaits(engine.Turn, "fs_write a.cs", "held by api-refactor", since));
        await Until(fixture, id, view => view.Activity == "fs_write a.cs"
            && view.Progress?.Words(fixture.Time.GetUtcNow()) == "held by api-refactor, 40 s");
        await engine.Emit(new ToolStarted(engine.Turn, "1", "fs_write", "fs_write create a.cs"));
        await Until(fixture, id, view => view is { Activity: "fs_write create a.cs", Progress.Waits: null });
    }

    [Test]
    public async Task A_turn_that_ends_leaves_no_progress_behind()
    {
        var fixture = new SessionsFixture().Started();
        var id = fixture.Sessions.Focused.Id;
        var engine = await fixture.Prompt(id, "build it");
        await engine.Emit(new ToolStarted(engine.Turn, "1", "execute_bash", "execute_bash make"));
        await Emit(engine, "10%\n");
        await Emit(engine, "11%\n"); // held back
        await engine.End(TurnOutcome.Failed, "It broke.");
        await Until(fixture, id, view => view is { Status: SessionStatus.Failed, Activity: null, Progress: null });
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        await Until(fixture, id, view => view is { Status: SessionStatus.Failed, Activity: null, Progress: null });
    }

    private static Task Emit(FakeEngine engine, string output) => engine.Emit(new ToolOutput(engine.Turn, Encoding.UTF8.GetBytes(output)));

    private static Task Until(SessionsFixture fixture, SessionId id, Func<SessionView, bool> satisfied) =>
        fixture.Until("the view", () => satisfied(fixture.View(id)));
}
