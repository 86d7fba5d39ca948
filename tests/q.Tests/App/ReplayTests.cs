using Q.Core;
using Q.Store;
using Q.Store.Exports;
using Q.Tests.Store;
using Q.Turns;

namespace Q.Tests.App;

/// <summary><c>/replay</c> in the whole program: what was said comes again at its pace, and nothing else changes.</summary>
internal sealed class ReplayTests
{
    private static readonly DateTimeOffset s_then = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task A_closed_session_is_shown_again_at_its_pace_and_its_pauses_are_cut()
    {
        await using var q = new AppFixture(store: Archive(out _));
        q.Type("/replay old --speed 0.1\r");
        await q.Shows("> why is it slow?");
        await q.Shows("replay of old, 1 of 3, 0.1x");
        await q.Shows("Any key ends the replay.");

        q.Time.Advance(TimeSpan.FromSeconds(9)); // one second passed before the answer: ten at this speed
        await Assert.That(q.Terminal.Picture).DoesNotContain("It reads all of it.");
        await q.Shows("It reads all of it.");
        q.Time.Advance(TimeSpan.FromSeconds(10)); // an hour passed, which is two seconds: twenty
        await Assert.That(q.Terminal.Picture).DoesNotContain("and now?");
        q.Time.Advance(TimeSpan.FromSeconds(10));
        await q.Shows("> and now?");
        await q.Shows("replay of old, 3 of 3, 0.1x, the end");

        q.Type("x");
        await q.Shows("[Current: dev-1] q>");
        await q.ShowsNot("why is it slow?");
        await q.ShowsNot("q> x");
    }

    [Test]
    public async Task A_key_ends_it_and_neither_session_was_touched()
    {
        var store = Archive(out var id);
        await using var q = new AppFixture(store: store);
        q.Type("/replay old --speed 0.1\r");
        await q.Shows("Any key ends the replay.");
        q.Type("\u001b");
        await q.ShowsNot("replay");
        q.Type("hello\r");
        var engine = await q.Engine("hello");
        await Assert.That(engine.History.TryGet(out var said) ? said!.Count : 0).IsEqualTo(1);
        await Assert.That(store.Messages(id).Count).IsEqualTo(3);
        await Assert.That(store.Historical(9).Single().Id).IsEqualTo(id);
    }

    [Test]
    public async Task Turns_go_on_meanwhile_and_what_is_pasted_ends_it_and_is_in_the_line()
    {
        await using var q = new AppFixture(store: Archive(out _));
        q.Type("count\r");
        var engine = await q.Engine("count");
        q.Type("/rename here\r");
        await q.Shows("[Current: here]");
        q.Type("/replay old --speed 0.1\r");
        await q.Shows("> why is it slow?");

        await engine.Finish("one two three");
        await q.Screen("the answer has come", _ => q.Sessions.Focused.Ends == 1);
        await q.ShowsNot("one two three");
        q.Terminal.Paste("pasted meanwhile");
        await q.Shows("one two three");
        await q.Shows("q> pasted meanwhile");
    }

    [Test]
    public async Task The_session_in_focus_too_is_shown_from_its_beginning_and_can_be_scrolled()
    {
        await using var q = new AppFixture(rows: 12);
        q.Type("count\r");
        var engine = await q.Engine("count");
        await engine.Finish(string.Concat(Enumerable.Range(1, 60).Select(n => $"line {n}\n\n")));
        await q.Shows("line 60");
        q.Type("/replay\r");
        await q.Shows("2 of 2, the end");
        await q.Shows("line 60");
        q.Type("\u001b[H");
        await q.Shows("> count");
        q.Type("\u001b[6~");
        await q.ShowsNot("> count");
        q.Type("\u001b[F");
        await q.Shows("line 60");
        await q.Shows("Any key closes it.");
        q.Type(" ");
        await q.ShowsNot("the end");
        await q.Shows("line 60");
    }

    [Test]
    public async Task At_40_columns_it_says_how_it_ends()
    {
        await using var q = new AppFixture(columns: 40, rows: 10, store: Archive(out _));
        q.Type("/replay old --speed 0.1\r");
        await q.Shows("replay of old, 1 of 3, 0.1x");
        await q.Shows("Any key ends the replay.");
    }

    [Test]
    public async Task Among_plain_lines_it_ends_by_itself_and_a_line_that_came_meanwhile_is_sent()
    {
        var typed = new List<string>();
        var archive = Archive(out var id);
        using var mode = new ReplayMode(new(archive.Historical(1)[0], archive.Messages(id)), 1, () => 1, typed.Add, isPlain: true);
        await Assert.That(mode.GoOn(TimeSpan.FromSeconds(5))).IsTrue();
        await Assert.That(mode.Due).IsEqualTo(TimeSpan.FromSeconds(6));
        await Assert.That(mode.GoOn(TimeSpan.FromSeconds(6))).IsTrue();
        await Assert.That(mode.Due).IsEqualTo(TimeSpan.FromSeconds(8));
        await Assert.That(mode.GoOn(TimeSpan.FromSeconds(8))).IsTrue();
        await Assert.That(mode.Due).IsEqualTo(TimeSpan.FromMilliseconds(8050)); // its last lines are printed meanwhile
        await Assert.That(mode.GoOn(mode.Due)).IsFalse();
        await Assert.That(mode.Paste("and a line")).IsFalse();
        await Assert.That(typed).IsEquivalentTo(["and a line"], StringComparer.Ordinal);
    }

    [Test]
    public async Task Messages_of_one_moment_come_at_once_and_a_clock_that_was_put_back_stops_nothing()
    {
        Message[] messages = [Said("a", 0), Said("b", 4), Said("c", 1), Said("d", 6)];
        await Assert.That(string.Join(' ', Pace.Of(messages).Select(one => one.At.TotalSeconds))).IsEqualTo("0 4 4 6");
        await Assert.That(Pace.Pause(TimeSpan.Zero, 1)).IsEqualTo(TimeSpan.Zero);
        await Assert.That(Pace.Pause(TimeSpan.FromSeconds(1), 4)).IsEqualTo(TimeSpan.FromMilliseconds(250));
        await Assert.That(Pace.Pause(TimeSpan.FromDays(1), 0.5)).IsEqualTo(TimeSpan.FromSeconds(4));

        static Message Said(string text, int seconds) => Message.OfUser(text, s_then.AddSeconds(seconds));
    }

    /// <summary>A home with one closed session: asked, answered a second later, asked again after an hour.</summary>
    private static MemoryStore Archive(out SessionId id)
    {
        var store = new MemoryStore();
        var row = StoreFixture.Session("old", 0) with { Status = SessionStatus.Completed };
        id = row.Id;
        store.Save(row);
        store.Append(id,
        [
            Message.OfUser("why is it slow?", s_then),
            new(Role.Assistant, [new TextContent("It reads all of it.")], s_then.AddSeconds(1)),
            Message.OfUser("and now?", s_then.AddHours(1)),
        ]);
        return store;
    }
}
