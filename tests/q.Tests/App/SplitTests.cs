using Q.Core;
using Q.TestKit;

namespace Q.Tests.App;

/// <summary>Two sessions on one screen, side by side or one above the other.</summary>
internal sealed class SplitTests
{
    private const string Leader = "\x18";

    [Test]
    public async Task Both_halves_go_on_and_the_focus_goes_between_them()
    {
        await using var app = new AppFixture(columns: 100);
        app.Type("/rename one\rfirst prompt\r");
        var one = await app.Engine("first prompt");
        app.Type("/new two\r");
        await app.Shows("[Current: two] q>");
        app.Type("second prompt\r");
        var two = await app.Engine("second prompt");
        app.Type("/split\r");
        await app.Shows("── [two] ⏳ processing");
        await app.Shows("── one ⏳ processing");
        await one.Say("what one says");
        await two.Say("what two says");
        await app.Screen("both beside each other", picture => picture.Split('\n').Any(line =>
            line.Contains("what two says", StringComparison.Ordinal) && line.Contains("what one says", StringComparison.Ordinal)));

        app.Type(Leader + "b");
        await app.Shows("[Current: one] q>");
        await app.Shows("── [one]");
        await one.Finish("done");
        app.Type(Leader + "b");
        await app.Shows("[Current: two] q>");
        await two.Finish("done");
        app.Type(Leader + "b");
        await app.Shows("[Current: one] q>");
        await app.ShowsNot("waiting"); // what stands on the screen is seen
        app.Type("/split off\r");
        await app.ShowsNot("what two says");
        await app.ShowsNot("[one]");
    }

    [Test]
    public async Task A_third_session_takes_the_place_of_the_half_in_focus_and_a_closed_half_ends_the_split()
    {
        await using var app = new AppFixture(columns: 100);
        app.Type("/rename one\r/new two\r/new three\r");
        await app.Shows("[Current: three] q>");
        app.Type("/split one --stacked\r");
        await app.Shows("── [three]");
        await app.Shows("── one");
        app.Type("/switch two\r");
        await app.Shows("── [two]");
        await app.Shows("── one");
        app.Type("/close one --yes\r");
        await app.ShowsNot("── [two]");
        await app.Shows("[Current: two] q>");
        app.Type(Leader + "b"); // without a split: the one used last
        await app.Shows("── [two]");
        await app.Shows("── three");
        app.Type("/close --yes\r");
        await app.Shows("[Current: three] q>");
        await app.ShowsNot("── [");
    }

    [Test]
    public async Task Each_half_is_scrolled_by_itself()
    {
        await using var app = new AppFixture(columns: 100);
        app.Type("/rename one\rask one\r");
        var one = await app.Engine("ask one");
        await one.Say(string.Concat(Enumerable.Range(1, 60).Select(n => $"a{n}.\n\n")));
        await one.Finish("done");
        app.Type("/new two\r");
        await app.Shows("[Current: two] q>");
        app.Type("ask two\r");
        var two = await app.Engine("ask two");
        await two.Say(string.Concat(Enumerable.Range(1, 60).Select(n => $"b{n}.\n\n")));
        await two.Finish("done");
        app.Type("/split\r");
        await app.Screen("the ends of both", picture => picture.Contains("a60.", StringComparison.Ordinal) && picture.Contains("b60.", StringComparison.Ordinal));
        app.Type("\u001b[1;5H"); // Ctrl+Home
        await app.Screen("the top of one half", picture => picture.Contains("ask two", StringComparison.Ordinal) && picture.Contains("a60.", StringComparison.Ordinal));
        app.Type(Leader + "b");
        await app.Shows("[Current: one] q>");
        app.Type("\u001b[5~");
        await app.Screen("each where it was scrolled to", picture => picture.Contains("ask two", StringComparison.Ordinal) && !picture.Contains("a60.", StringComparison.Ordinal));
    }

    [Test]
    public async Task Where_there_is_no_room_it_says_so_and_one_stays_alone()
    {
        await using var app = new AppFixture(columns: 58);
        app.Type("/rename one\r/new two\r");
        await app.Shows("[two] q>");
        app.Type("/split\r");
        await app.Shows("need 61x12");
        await app.Shows("/split --stacked has room.");
        await app.ShowsNot("── [two]");
        app.Type("/split --stacked\r");
        await app.Shows("── [two]");
        app.Terminal.Resize(58, 12);
        await app.Shows("No room for one;");
        await app.ShowsNot("── [two]");
        app.Terminal.Resize(58, 24);
        await app.Shows("── [two]");
        await app.ShowsNot("No room");
    }

    [Test]
    public async Task Where_there_is_no_room_what_the_session_does_and_asks_is_seen()
    {
        await using var app = new AppFixture(columns: 58);
        app.Type("/rename one\r/new two\r");
        await app.Shows("[two] q>");
        app.Type("look\r");
        var two = await app.Engine("look");
        app.Type("/split one --stacked\r");
        await app.Shows("── [two]");
        app.Terminal.Resize(58, 12);
        await app.Screen("what it does", picture => !picture.Contains("── [two]", StringComparison.Ordinal)
            && picture.Contains("processing", StringComparison.Ordinal));
        await two.Ask(1, "rm -rf build");
        await app.Shows("y Enter once");
        app.Type("n\r");
        await app.Told(two, "answer 1 Deny");
        await two.Finish("well then");
        await app.Shows("No room for one;");
    }

    [Test]
    public async Task What_has_no_room_in_a_split_is_not_seen()
    {
        await using var app = new AppFixture(columns: 58);
        app.Type("/rename one\rlook\r");
        var one = await app.Engine("look");
        app.Type("/new two\r");
        await app.Shows("[two] q>");
        app.Type("/split one --stacked\r");
        await app.Shows("── [two]");
        app.Terminal.Resize(58, 12);
        await app.Shows("No room for one;");
        await one.Finish("looked");
        await app.Screen("it waits", picture => picture.Contains("1 waiting", StringComparison.Ordinal) || picture.Contains("waiting ", StringComparison.Ordinal));
    }

    [Test]
    public async Task Lines_alone_show_one_session_at_a_time()
    {
        await using var app = new AppFixture(isPlain: true, screen: (terminal, look) => new Q.Screen.PlainScreen(terminal, look, inputIsTerminal: true));
        app.Type("/new two\r/split\r");
        await app.Shows("Plain lines show one session at a time.");
    }

    [Test]
    public async Task The_log_has_the_screen_alone_for_as_long_as_it_is_open()
    {
        using var home = new TempHome();
        await using var app = new AppFixture(columns: 100, logFile: Path.Combine(home.Folder, "q.log"));
        app.Type("/rename one\r/new two\r/split\r");
        await app.Shows("── [two]");
        app.Type("/logs\r");
        await app.Shows("Arrows and PgUp scroll, Esc closes.");
        await app.ShowsNot("── [two]");
        app.Type("\u001b");
        await app.Shows("── [two]");
    }

    [Test]
    public async Task The_focus_is_followed_from_half_to_half_and_to_a_third()
    {
        var (one, two, three) = (SessionId.New(), SessionId.New(), SessionId.New());
        var split = new Split(one, two, IsFirst: false, IsStacked: true);
        await Assert.That(split.Follow(one, static _ => true)).IsEqualTo(split);
        await Assert.That(split.Follow(two, static _ => true)).IsEqualTo(new Split(two, one, IsFirst: true, IsStacked: true));
        await Assert.That(split.Follow(three, static _ => true)).IsEqualTo(split with { Own = three });
        await Assert.That(split.Follow(one, id => id != two)).IsNull();
        await Assert.That(split.Follow(two, id => id != one)).IsNull();
        await Assert.That(split.Follow(three, id => id != two)).IsNull();
    }
}
