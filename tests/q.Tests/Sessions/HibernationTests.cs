using Q.Config;
using Q.Sessions;
using Q.TestKit;
using Q.Turns;

namespace Q.Tests.Sessions;

/// <summary>Idle sessions give their memory back, and nothing of them is lost.</summary>
public sealed class HibernationTests
{
    private static readonly TimeSpan s_half = TimeSpan.FromMinutes(30);

    [Test]
    [Arguments(50, 10, 50)]
    [Arguments(16, 10, 16)]
    [Arguments(50, 100, 140)] // more to scroll back to was asked for: what goes beside it is added
    public async Task A_session_may_hold_what_its_setting_says(int limit, int output, int holds)
    {
        var all = new SessionsFixture(settings: new Settings { MaxSessionMemoryMb = limit, OutputBufferSizeMb = output }).Started();
        var engine = await all.Engine(all.Sessions.Focused.Id);
        await Assert.That(engine.Setup.Memory.Most).IsEqualTo((long)holds << 20);
    }

    [Test]
    public async Task A_session_that_was_idle_for_half_an_hour_hibernates_says_so_and_comes_back_when_it_is_opened()
    {
        using var home = new TempHome();
        var spills = new SpillFolder(home.Paths.Run, 1 << 20);
        var all = new SessionsFixture(spills: spills).Started();
        var view = await all.Answered("api", "look at the log");
        var said = all.Said(view.Id);
        all.Sessions.Switch("api");
        all.Sessions.Switch("!");

        all.Time.Advance(s_half - TimeSpan.FromSeconds(1));
        all.Sessions.Settle();
        all.Sessions.Refresh();
        await Assert.That(all.View(view.Id).Hibernated).IsFalse();
        all.Time.Advance(TimeSpan.FromSeconds(2));
        await all.Until("it hibernates", () => all.View(view.Id).Hibernated);

        await Assert.That(all.View(view.Id).Ring!.Held).IsEqualTo(0);
        await Assert.That(all.View(view.Id).Messages).IsEqualTo(2);
        await Assert.That(Directory.GetFiles(home.Paths.Run).Length).IsEqualTo(1);
        await Assert.That(File.GetUnixFileMode(Directory.GetFiles(home.Paths.Run)[0])).IsEqualTo(QPaths.FileMode);

        all.Sessions.Switch("api");
        await all.Until("it is back", () => !all.View(view.Id).Hibernated);
        await Assert.That(all.Said(view.Id)).IsEqualTo(said);
        await Assert.That(Directory.GetFiles(home.Paths.Run)).IsEmpty();
    }

    [Test]
    public async Task What_is_shown_beside_the_focus_is_seen_watched_and_stays_awake()
    {
        var all = new SessionsFixture().Started();
        var view = await all.Answered("api", "look at the log");
        await all.Until("an answer nobody looked at", () => all.View(view.Id).Unseen);
        all.Sessions.ShowBeside(view.Id);
        await Assert.That((all.View(view.Id).Unseen, all.Sessions.IsWatched(view.Id))).IsEqualTo((false, true));
        var engine = await all.Prompt(view.Id, "go on");
        await engine.Finish("gone on");
        await all.Until("the second answer", () => all.View(view.Id).Ends == 2);
        all.Time.Advance(s_half + s_half);
        all.Sessions.Settle();
        all.Sessions.Refresh();
        await Assert.That((all.View(view.Id).Unseen, all.View(view.Id).Hibernated)).IsEqualTo((false, false));

        all.Sessions.ShowBeside(null);
        await Assert.That(all.Sessions.IsWatched(view.Id)).IsFalse();
        all.Time.Advance(s_half + TimeSpan.FromSeconds(1));
        await all.Until("it hibernates", () => all.View(view.Id).Hibernated);
        all.Sessions.ShowBeside(view.Id);
        await all.Until("it is back", () => !all.View(view.Id).Hibernated);
        await Assert.That(all.Sessions.Close(view.Id).Problem).IsNull();
        await Assert.That(all.Sessions.Beside).IsNull();
    }

    [Test]
    public async Task A_prompt_to_a_hibernated_session_is_answered_with_its_whole_conversation()
    {
        var all = new SessionsFixture(settings: new Settings { HibernatedOutput = "drop" }).Started();
        var view = await Asleep(all, "api");

        var before = await all.Engine(view.Id);
        await Assert.That(before.Told).Contains("rest");
        var engine = await all.Prompt(view.Id, "go on");

        await Assert.That(engine).IsSameReferenceAs(before); // what it was allowed, and what it knows of files, is with it
        await Assert.That(engine.History.TryGet(out var history) ? history.Count : 0).IsEqualTo(3);
        await engine.Finish("gone on");
        await all.Until("the answer", () => all.View(view.Id).Ends == 2);
        await Assert.That(all.Said(view.Id)).Contains("Prompt: look").And.Contains("Text: answer to look").And.Contains("Text: gone on");
    }

    [Test]
    public async Task Without_a_file_the_output_is_shown_from_the_conversation_again()
    {
        var all = new SessionsFixture(settings: new Settings { HibernatedOutput = "drop" }).Started();
        var view = await Asleep(all, "api");
        all.Sessions.Switch("api");
        await all.Until("it is back", () => !all.View(view.Id).Hibernated);
        await Assert.That(all.Said(view.Id)).IsEqualTo("Prompt: look\nText: answer to look\n");
    }

    [Test]
    public async Task What_it_asks_after_that_is_shown_though_it_asked_before()
    {
        var all = new SessionsFixture(settings: new Settings { HibernatedOutput = "drop" }).Started();
        var id = all.Sessions.Create(null, "api", Focus.Keep).Session!.Id;
        var engine = await all.Prompt(id, "build");
        await engine.Ask(1, "make");
        await all.Until("it asks", () => all.View(id).Asks);
        all.Sessions.Answer(id, 1, new(AnswerKind.Allow));
        await all.Until("it was heard", () => engine.Told.Contains("answer 1 Allow"));
        await engine.Finish("built");
        await all.Until("it is done", () => all.View(id).Ends == 1);
        all.Sessions.Switch("api");
        all.Sessions.Switch("!");
        all.Time.Advance(s_half + TimeSpan.FromSeconds(1));
        await all.Until("it hibernates", () => all.View(id).Hibernated);

        engine = await all.Prompt(id, "again");
        await engine.Ask(2, "make test");

        await all.Until("it asks again", () => all.View(id) is { Asks: true, Question.Number: 2 });
    }

    [Test]
    public async Task What_was_put_away_and_is_gone_is_shown_from_the_conversation_again()
    {
        using var home = new TempHome();
        var all = new SessionsFixture(spills: new SpillFolder(home.Paths.Run, 1 << 20)).Started();
        var view = await Asleep(all, "api");
        foreach (var file in Directory.GetFiles(home.Paths.Run))
            File.Delete(file);
        all.Sessions.Switch("api");
        await all.Until("it is back", () => !all.View(view.Id).Hibernated);
        await Assert.That(all.Said(view.Id)).IsEqualTo("Prompt: look\nText: answer to look\n");
    }

    [Test]
    public async Task A_buffer_that_is_cleared_while_its_session_hibernates_stays_cleared()
    {
        using var home = new TempHome();
        var all = new SessionsFixture(spills: new SpillFolder(home.Paths.Run, 1 << 20)).Started();
        var view = await Asleep(all, "api");
        all.Sessions.ClearOutput(view.Id);
        all.Sessions.Switch("api");
        await all.Until("it is back", () => !all.View(view.Id).Hibernated);
        await Assert.That(all.Said(view.Id)).IsEqualTo("");
        await Assert.That(Directory.GetFiles(home.Paths.Run)).IsEmpty();
    }

    [Test]
    public async Task A_wait_that_is_longer_than_a_timer_takes_is_waited_for_all_the_same()
    {
        var all = new SessionsFixture(settings: new Settings { HibernateAfter = 100_000, HibernatedOutput = "drop", WatchdogSeconds = 0 }).Started();
        var view = await Seen(all, "api");
        for (var days = 0; days < 69; days++)
        {
            all.Time.Advance(TimeSpan.FromDays(1));
            all.Sessions.Settle();
            all.Sessions.Refresh();
        }
        await Assert.That(all.View(view.Id).Hibernated).IsFalse();
        all.Time.Advance(TimeSpan.FromDays(1));
        await all.Until("it hibernates", () => all.View(view.Id).Hibernated);
    }

    [Test]
    public async Task Nobody_hibernates_who_is_in_focus_pinned_unseen_at_work_or_asks()
    {
        var all = new SessionsFixture().Started();
        var focused = await all.Answered("focused", "look", Focus.Move);
        var unseen = await all.Answered("unseen", "look");
        var pinned = await Seen(all, "pinned");
        all.Sessions.Pin(pinned.Id, isPinned: true);
        var working = all.Sessions.Create(null, "working", Focus.Keep).Session!;
        await all.Prompt(working.Id, "work");
        var asking = all.Sessions.Create(null, "asking", Focus.Keep).Session!;
        var engine = await all.Prompt(asking.Id, "ask");
        await engine.Ask(1, "make");
        await all.Until("it asks", () => all.View(asking.Id).Asks);
        all.Sessions.Switch("focused");

        all.Time.Advance(TimeSpan.FromDays(3));
        all.Sessions.Settle();
        all.Sessions.Refresh();
        var other = await Asleep(all, "other");

        await Assert.That(all.Sessions.Views.Where(view => view.Hibernated).Select(view => view.Name)).IsEquivalentTo(["other"], StringComparer.Ordinal);
        await Assert.That(all.View(focused.Id).Ring!.Held).IsGreaterThan(0);
        await Assert.That(all.View(unseen.Id).Unseen).IsTrue();
        await Assert.That(other.Messages).IsEqualTo(2);
    }

    [Test]
    public async Task Never_is_never_and_no_timer_rings()
    {
        var all = new SessionsFixture(settings: new Settings { HibernateAfter = 0, WatchdogSeconds = 0 }).Started();
        var view = await Seen(all, "api");
        var bells = all.Bells;
        all.Time.Advance(TimeSpan.FromDays(30));
        all.Sessions.Settle();
        all.Sessions.Refresh();
        await Assert.That(all.Bells).IsEqualTo(bells);
        await Assert.That(all.View(view.Id).Hibernated).IsFalse();
    }

    [Test]
    public async Task When_all_that_can_sleep_does_no_timer_rings_any_more()
    {
        var all = new SessionsFixture(settings: new Settings { HibernatedOutput = "drop", WatchdogSeconds = 0 }).Started();
        await Asleep(all, "api");
        var bells = all.Bells;
        all.Time.Advance(TimeSpan.FromDays(30));
        await Assert.That(all.Bells).IsEqualTo(bells);
    }

    [Test]
    public async Task When_the_process_takes_too_much_those_idle_longest_go_first_and_only_as_many_as_needed()
    {
        var all = new SessionsFixture(settings: new Settings { HibernatedOutput = "drop", MaxMemoryMb = 64 }).Started();
        var taken = 0L;
        all.Sessions.Memory = () => taken;
        var first = await Seen(all, "first");
        all.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await Seen(all, "second");
        taken = (64L << 20) + 1;

        await all.Answered("third", "look");

        await all.Until("the first hibernates", () => all.View(first.Id).Hibernated);
        await Assert.That((await all.Engine(second.Id)).Told).DoesNotContain("rest");
    }

    [Test]
    public async Task What_dead_processes_left_is_removed_and_what_others_use_is_not()
    {
        using var home = new TempHome();
        Directory.CreateDirectory(home.Paths.Run);
        var names = new[] { "1-here-a-asleep.output", "2-here-b-asleep.output", $"{Environment.ProcessId}-here-c-asleep.output", "1-there-d-asleep.output", "control.sock", "x-y.output" };
        foreach (var name in names)
            await File.WriteAllTextAsync(Path.Combine(home.Paths.Run, name), "");

        new SpillFolder(home.Paths.Run, 1).Sweep(pid => pid == 2);

        await Assert.That(Directory.GetFiles(home.Paths.Run).Select(file => Path.GetFileName(file))).IsEquivalentTo(names[1..], StringComparer.Ordinal);
    }

    /// <summary>A session that was answered and looked at, and is not in focus.</summary>
    private static async Task<SessionView> Seen(SessionsFixture all, string name)
    {
        var before = all.Sessions.Focused.Name;
        await all.Answered(name, "look");
        all.Sessions.Switch(name);
        all.Sessions.Switch(before);
        return all.View(all.Sessions.Find(name).TryGet(out var view) ? view.Id : default);
    }

    private static async Task<SessionView> Asleep(SessionsFixture all, string name)
    {
        var view = await Seen(all, name);
        all.Time.Advance(s_half + TimeSpan.FromSeconds(1));
        await all.Until($"{name} hibernates", () => all.View(view.Id).Hibernated);
        return all.View(view.Id);
    }
}
