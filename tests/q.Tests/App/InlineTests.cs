using Q.Config;
using Q.Screen;
using Q.Terminal;
using Q.TestKit;
using Q.Turns;

namespace Q.Tests.App;

/// <summary>The whole program on the main screen: keys in, and what stands in the terminal and its scrollback.</summary>
internal sealed class InlineTests
{
    [Test]
    public async Task An_answer_a_switch_and_back_and_all_stands_in_the_scrollback_once()
    {
        await using var q = Open();
        await q.Shows("[Current: dev-1] q>");
        q.Type("count\r");
        var engine = await q.Engine("count");
        var lines = string.Join("\n\n", Enumerable.Range(1, 7).Select(number => $"line {number} of it"));
        await engine.Say(lines[..50]);
        await q.Shows(lines[..50].Split('\n')[^1]);
        q.Type("/new second\r");
        await q.Shows("── second");
        await engine.Finish(lines[50..]);
        await q.Shows("1 [count]  ⏎ waiting");
        q.Type("/switch -\r");
        await q.Shows("line 7 of it");
        await q.ShowsNot("[Current: second]");
        q.Type("/quit\r");
        await Assert.That(await q.Ended).IsEqualTo(0);

        var whole = q.Terminal.Read(screen => screen.Whole);
        foreach (var number in Enumerable.Range(1, 7))
            await Assert.That(whole.Split('\n').Count(line => line == $"line {number} of it")).IsEqualTo(1).Because($"{number}");
        await Assert.That(q.Terminal.Read(screen => screen.AlternateScreen)).IsFalse();
    }

    [Test]
    public async Task A_call_is_opened_in_live_rows_and_Esc_goes_back()
    {
        await using var q = Open();
        q.Type("look\r");
        var engine = await q.Engine("look");
        await engine.Emit(
            new ToolStarted(engine.Turn, "1", "execute_bash", "execute_bash ls"), new ToolOutput(engine.Turn, "one.cs\ntwo.cs\nthree.cs\n"u8.ToArray()),
            new ToolEnded(engine.Turn, "1", true, TimeSpan.FromSeconds(1), "exit 0"));
        await engine.Finish("Three files.");
        await q.Shows("Three files.");
        await q.ShowsNot("two.cs");
        q.Type("\u0018t");
        await q.Shows("two.cs");
        await q.Shows("Esc goes back");
        q.Type("\e");
        await q.ShowsNot("two.cs");
        q.Type("typed");
        await q.Shows("q> typed");
    }

    [Test]
    public async Task A_text_further_up_is_found_and_PgUp_reads_there()
    {
        await using var q = Open();
        q.Type("count\r");
        var engine = await q.Engine("count");
        await engine.Finish(string.Join("\n\n", Enumerable.Range(1, 60).Select(number => $"line {number} of it")));
        await q.Shows("line 60 of it");
        q.Type("/find line 7 of\r");
        await q.Shows("line 7 of it");
        q.Type("\e");
        await q.ShowsNot("Find");
        q.Type("\e");
        await q.ShowsNot("scrolled");
        q.Type("\e[5~\e[5~");
        await q.Shows("scrolled");
        q.Type("\e");
        await q.ShowsNot("scrolled");
    }

    [Test]
    public async Task Ctrl_Z_takes_the_live_rows_away_and_they_come_back()
    {
        await using var q = Open();
        await q.Shows("q>");
        q.Type("half a line");
        await q.Shows("q> half a line");
        q.Type("\u001a");
        await Poll.Until("suspended", () => q.Suspended == 1);
        await q.Screen("the live rows once", static picture => picture.Split('\n').Count(static line => line.Contains("q> half a line")) == 1);
    }

    [Test]
    public async Task Where_drawing_fails_there_are_lines_it_is_told_once_and_the_answer_is_there()
    {
        await using var q = new AppFixture(
            screen: (terminal, look) => new Failing(new Renderer(terminal, look)), lines: (terminal, look) => new PlainScreen(terminal, look, inputIsTerminal: true));
        await q.Shows("q>");
        q.Type("fail now");
        await Poll.Until("lines", () => q.Terminal.IsPlain);
        q.Type("\r");
        var engine = await q.Engine("fail now");
        await engine.Finish("The answer is there.");
        await q.Shows("The answer is there.");
        await q.Shows("Drawing failed, so here are plain lines");
        await Assert.That(q.Terminal.IsPlain).IsTrue();
        await Assert.That(q.Terminal.Read(screen => screen.AlternateScreen)).IsFalse();
        q.Type("and on\r");
        var again = await q.Engine("and on");
        await again.Finish("It goes on.");
        await q.Shows("It goes on.");
        await Assert.That(q.Terminal.Read(screen => screen.Whole).Split("Drawing failed").Length).IsEqualTo(2);
    }

    [Test]
    [Arguments("auto", true, "fullscreen", "")]
    [Arguments("auto", false, "inline", "")]
    [Arguments("inline", true, "inline", "")]
    [Arguments("plain", true, "plain", "")]
    [Arguments("fullscreen", false, "fullscreen", "")]
    public async Task The_front_end_is_what_was_chosen(string mode, bool many, string chosen, string said) =>
        await Assert.That(Choose("xterm", true, true, new() { Mode = mode, MultiSessionEnabled = many }, new(80, 24))).IsEqualTo((chosen, said));

    [Test]
    [Arguments("dumb", true, "auto", 80, "TERM names a terminal that cannot move its cursor, so")]
    [Arguments("xterm", true, "auto", 39, "This terminal has 39x24 cells")]
    [Arguments("xterm", false, "auto", 80, "")]
    [Arguments("xterm", false, "inline", 80, "ui.mode is inline, which needs a terminal, and output goes to none, so here are plain lines. Nothing is lost.")]
    public async Task Lines_are_what_is_left_and_why_is_told(string term, bool output, string mode, int columns, string said)
    {
        var (chosen, told) = Choose(term, true, output, new() { Mode = mode }, new(columns, 24));
        await Assert.That(chosen).IsEqualTo("plain");
        await Assert.That(told).StartsWith(said);
        await Assert.That(told.Length > 0).IsEqualTo(said.Length > 0);
    }

    [Test]
    public async Task Input_that_is_no_terminal_is_told_where_more_was_asked_for() =>
        await Assert.That(Choose("xterm", false, true, new() { Mode = "fullscreen" }, new(80, 24)).Said).Contains("input comes from none");

    private static (string Chosen, string Said) Choose(string term, bool input, bool output, Settings settings, TerminalSize size)
    {
        var said = new List<string>();
        var found = Capabilities.From(name => name == "TERM" ? term : null, input, output);
        var chosen = FrontEnds.Choose(ref found, settings, size, said.Add);
        return ($"{chosen}".ToLowerInvariant(), string.Concat(said));
    }

    private static AppFixture Open() => new(screen: static (terminal, look) => new InlineScreen(terminal, look));

    /// <summary>Draws until it shall show what makes it fail.</summary>
    private sealed class Failing(IScreen real) : IScreen
    {
        public int PageRows => real.PageRows;

        public long TopAt => real.TopAt;

        public long EndAt => real.EndAt;

        public long CallAt => real.CallAt;

        public CardShown Card => real.Card;

        public ScrollState Draw(ScreenModel model) =>
            model.Text == "fail now" ? throw new InvalidOperationException("A cell is where none is.") : real.Draw(model);

        public void Forget() => real.Forget();

        public void Leave() => real.Leave();

        public void Dispose() => real.Dispose();
    }
}
