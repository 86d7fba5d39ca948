using Q.Screen;

namespace Q.Tests.App;

/// <summary>Ctrl+C where nothing is raw: it comes as a signal, and does what the key does on a screen.</summary>
internal sealed class PlainInterruptTests
{
    private static AppFixture Lines(bool areTyped = true) => new(
        columns: 1000, isPlain: true, areLinesTyped: areTyped, screen: static (terminal, look) => new PlainScreen(terminal, look, inputIsTerminal: true));

    [Test]
    public async Task It_stops_the_turn_and_twice_with_nothing_running_leaves()
    {
        await using var q = Lines();
        q.Line("long work");
        var engine = await q.Engine("long work");
        q.Interrupt();
        await q.Told(engine, "cancel");
        await q.Shows("/retry asks again.\n[dev-1] q>");

        q.Interrupt();
        await q.Shows("\nCtrl+C again leaves q.");
        q.Time.Advance(TimeSpan.FromSeconds(2));
        q.Interrupt();
        await q.Screen("that it is said again", static picture => picture.Split("Ctrl+C again leaves q.").Length == 3);
        await Assert.That(q.Ended.IsCompleted).IsFalse();
        q.Interrupt(); // the second of two, or if the machine was slow the first
        q.Interrupt();
        await Assert.That(await q.Ended).IsEqualTo(0);
    }

    [Test]
    public async Task What_was_queued_is_told_and_not_in_the_way_of_the_next_line()
    {
        await using var q = Lines();
        q.Line("long work");
        var engine = await q.Engine("long work");
        q.Line("then this");
        q.Line("and that");
        q.Interrupt();
        await q.Told(engine, "cancel");
        await q.Shows("Not sent: then this / and that");
        await q.Shows("Stopped.");
        q.Line("something else");
        await q.Engine("something else");
    }

    [Test]
    public async Task It_is_a_no_to_what_is_asked()
    {
        await using var q = Lines();
        q.Line("long work");
        var engine = await q.Engine("long work");
        q.Line("/quit");
        await q.Shows("leave? (y/n)");
        q.Interrupt();
        q.Line("y");
        q.Interrupt();
        await q.Shows("Not sent: y");
        await q.Told(engine, "cancel");
        await Assert.That(q.Ended.IsCompleted).IsFalse();
    }

    [Test]
    [Arguments(true, false), Arguments(false, true), Arguments(false, false)]
    public async Task Elsewhere_a_signal_ends_q(bool isPlain, bool areLinesTyped)
    {
        await using var q = isPlain ? Lines(areLinesTyped) : new AppFixture(areLinesTyped: areLinesTyped);
        q.Interrupt();
        await Assert.That(await q.Ended).IsEqualTo(130);
    }
}
