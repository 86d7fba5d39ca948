using Q.Core;
using Q.Screen;
using Q.TestKit;

namespace Q.Tests.Screen;

/// <summary>What reaches a person who looks elsewhere.</summary>
internal sealed class AttentionTests
{
    private static readonly AttentionChoice s_usual = new(Title: true, Bell: true, NotifyBy.Nothing, Progress: false, ThroughTmux: false);

    [Test]
    public async Task The_title_names_who_waits_in_the_order_of_the_indicator()
    {
        var terminal = new VirtualTerminal(80, 24);
        using var screen = Shown(terminal, s_usual);
        screen.Draw(Scene.Model(Scene.Session(1, "dev"), Scene.Session(2, "api")));
        await Assert.That(terminal.Read(shown => shown.Title)).IsEqualTo("q · dev");

        screen.Draw(Scene.Model(
            Scene.Session(1, "dev"), Scene.Session(2, "api").Answered(9), Scene.Session(3, "docs").Asking("fs_write", "x", 2)));
        await Assert.That(terminal.Read(shown => shown.Title)).IsEqualTo("q · 2 waiting: docs, api");
    }

    [Test]
    public async Task More_than_five_names_are_counted()
    {
        var terminal = new VirtualTerminal(80, 24);
        using var screen = Shown(terminal, s_usual);
        screen.Draw(Scene.Model(Scene.Session(1, "dev"), [.. Enumerable.Range(2, 7).Select(i => Scene.Session(i, $"s{i}").Answered(20 - i))]));
        await Assert.That(terminal.Read(shown => shown.Title)).IsEqualTo("q · 7 waiting: s2, s3, s4, s5, s6, +2 more");
    }

    [Test]
    public async Task The_bell_rings_once_for_each_new_wait_and_not_for_those_of_before()
    {
        var terminal = new VirtualTerminal(80, 24);
        using var screen = Shown(terminal, s_usual);
        var (dev, api, docs) = (Scene.Session(1, "dev"), Scene.Session(2, "api"), Scene.Session(3, "docs"));
        screen.Draw(Scene.Model(dev, api.Answered(9), docs));
        await Assert.That(terminal.Read(shown => shown.Bells)).IsEqualTo(0);
        screen.Draw(Scene.Model(dev, api.Answered(9), docs.Asking("fs_write", "x", 2)));
        screen.Draw(Scene.Model(dev, api.Answered(9), docs.Asking("fs_write", "x", 2)));
        await Assert.That(terminal.Read(shown => shown.Bells)).IsEqualTo(1);
        screen.Draw(Scene.Model(dev, api, docs.Working()));
        screen.Draw(Scene.Model(dev, api, docs.Answered(0)));
        await Assert.That(terminal.Read(shown => shown.Bells)).IsEqualTo(2);
    }

    [Test]
    public async Task Leaving_gives_the_title_back_and_coming_again_sets_it()
    {
        var terminal = new VirtualTerminal(80, 24);
        terminal.Write("\e]2;my shell\a"u8);
        using var screen = Shown(terminal, s_usual);
        screen.Draw(Scene.Model(Scene.Session(1, "dev")));
        screen.Leave();
        await Assert.That(terminal.Read(shown => (shown.Title, shown.IsAsAtStart))).IsEqualTo(("my shell", true));
        screen.Draw(Scene.Model(Scene.Session(1, "dev")));
        await Assert.That(terminal.Read(shown => shown.Title)).IsEqualTo("q · dev");
    }

    [Test]
    [Arguments(NotifyBy.Osc9, "9;api waits: permission")]
    [Arguments(NotifyBy.Osc99, "99;;q: api waits: permission")]
    [Arguments(NotifyBy.Osc777, "777;notify;q;api waits: permission")]
    public async Task A_notification_comes_only_while_nobody_looks(NotifyBy by, string wanted)
    {
        var terminal = new VirtualTerminal(80, 24);
        using var screen = Shown(terminal, s_usual with { Notify = by });
        var (dev, api) = (Scene.Session(1, "dev"), Scene.Session(2, "api"));
        screen.Draw(Scene.Model(dev, api));
        screen.Draw(Scene.Model(dev, api.Answered()));
        await Assert.That(terminal.Read(shown => shown.Notices.Count)).IsEqualTo(0);
        screen.Draw(Scene.Model(dev, api.Asking("fs_write", "x", 2)) with { HasFocus = false });
        screen.Draw(Scene.Model(dev, api.Asking("fs_write", "x", 2)) with { HasFocus = false });
        await Assert.That(terminal.Read(shown => string.Join('|', shown.Notices))).IsEqualTo(wanted);
    }

    [Test]
    public async Task Progress_shows_while_nobody_looks_and_a_turn_runs_and_is_cleared()
    {
        var terminal = new VirtualTerminal(80, 24);
        using var screen = Shown(terminal, s_usual with { Progress = true });
        var (dev, api) = (Scene.Session(1, "dev"), Scene.Session(2, "api"));
        screen.Draw(Scene.Model(dev, api.Working()));
        screen.Draw(Scene.Model(dev, api.Working()) with { HasFocus = false });
        screen.Draw(Scene.Model(dev, api) with { HasFocus = false });
        screen.Draw(Scene.Model(dev, api.Working()) with { HasFocus = false });
        screen.Leave();
        await Assert.That(terminal.Read(shown => string.Join('|', shown.Notices))).IsEqualTo("9;4;3;0|9;4;0;0|9;4;3;0|9;4;0;0");
        await Assert.That(terminal.Read(shown => shown.IsAsAtStart)).IsTrue();
    }

    [Test]
    public async Task Inside_tmux_a_notification_is_wrapped()
    {
        using var to = new PooledBuffer();
        OscNotices.Notification(to, NotifyBy.Osc9, "a;b\e\a waits", throughTmux: true);
        await Assert.That(System.Text.Encoding.UTF8.GetString(to.Written)).IsEqualTo("\ePtmux;\e\e]9;ab waits\a\e\\");
    }

    [Test]
    public async Task Nothing_is_asked_of_the_terminal_that_was_not_chosen()
    {
        var terminal = new RecordingTerminal(80, 24);
        using var screen = new Renderer(
            terminal, Scene.Unicode, new Attention(s_usual with { Title = false, Bell = false }, Symbols.Unicode));
        screen.Draw(Scene.Model(Scene.Session(1, "dev"), Scene.Session(2, "api")));
        screen.Draw(Scene.Model(Scene.Session(1, "dev"), Scene.Session(2, "api").Answered()));
        await Assert.That(terminal.Text).DoesNotContain("\a");
        await Assert.That(terminal.Text).DoesNotContain("\e]");
        await Assert.That(terminal.Text).DoesNotContain("1004");
    }

    [Test]
    public async Task Another_choice_counts_from_the_next_frame_on_and_takes_and_gives_what_it_needs()
    {
        var terminal = new VirtualTerminal(80, 24);
        terminal.Write("\e]2;my shell\a"u8);
        var attention = new Attention(s_usual with { Title = false, Bell = false }, Symbols.Unicode);
        using var screen = new Renderer(terminal, Scene.Unicode, attention);
        var (dev, api) = (Scene.Session(1, "dev"), Scene.Session(2, "api"));
        screen.Draw(Scene.Model(dev, api.Answered(9)));

        attention.Use(s_usual with { Notify = NotifyBy.Osc9 });
        screen.Draw(Scene.Model(dev, api.Answered(9)));
        await Assert.That(terminal.Read(shown => (shown.Title, shown.FocusReports, shown.Bells))).IsEqualTo(("q · 1 waiting: api", true, 0));
        screen.Draw(Scene.Model(dev, api.Asking("fs_write", "x", 2)));
        await Assert.That(terminal.Read(shown => shown.Bells)).IsEqualTo(1);

        attention.Use(s_usual with { Title = false });
        screen.Draw(Scene.Model(dev, api));
        await Assert.That(terminal.Read(shown => (shown.Title, shown.FocusReports))).IsEqualTo(("my shell", false));
    }

    private static Renderer Shown(VirtualTerminal terminal, AttentionChoice choice) =>
        new(terminal, Scene.Unicode, new Attention(choice, Symbols.Unicode));
}
