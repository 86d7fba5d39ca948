using Q.Commands;
using Q.Config;
using Q.Core;
using Q.Input;
using Q.Output;
using Q.Store;
using Q.TestKit;
using Q.Tests.Sessions;
using Q.Tests.Store;
using Q.Turns;

namespace Q.Tests.Commands;

internal sealed class RouterTests
{
    [Test]
    [Arguments("/new", true)]
    [Arguments("/nothing-like-it x", true)]
    [Arguments("/", true)]
    [Arguments("/session-name\tx", true)]
    [Arguments("/usr/bin is full", false)]
    [Arguments("/* a comment */", false)]
    [Arguments("// a comment", false)]
    [Arguments(" /new", false)]
    [Arguments("new", false)]
    [Arguments("", false)]
    public async Task A_slash_and_a_word_is_a_command_and_a_path_is_not(string line, bool isCommand) =>
        await Assert.That(Router.IsCommand(line)).IsEqualTo(isCommand);

    [Test]
    [Arguments("/", "A command stands behind the slash; /help lists them.")]
    [Arguments("/swich api", "There is no command /swich. Did you mean /switch?")]
    [Arguments("/xyzzy", "There is no command /xyzzy. /help lists them. To send the line as a prompt, begin it with a blank.")]
    [Arguments("/next now", "/next does not take now. Usage: /next")]
    [Arguments("/sessions --wating", "/sessions does not take --wating. Did you mean --waiting? Usage: /sessions [options]")]
    [Arguments("/switch --all", "/switch does not take --all.")]
    [Arguments("/switch a b", "/switch does not take b.")]
    [Arguments("/rename", "/rename needs <name>. Usage: /rename <name>")]
    [Arguments("/quit please", "/quit does not take please.")]
    [Arguments("/help nonsense", "There is no help on nonsense. /help lists the commands.")]
    [Arguments("/help sesions", "There is no help on sesions. Did you mean /help sessions?")]
    public async Task What_is_written_wrongly_is_told_with_the_nearest_right_thing(string line, string told)
    {
        using var fixture = new CommandsFixture();
        await Assert.That(fixture.Router.Run(line).Problem!).StartsWith(told);
    }

    [Test]
    public async Task A_page_that_was_pasted_is_not_repeated()
    {
        using var fixture = new CommandsFixture();
        await Assert.That(fixture.Router.Run($"/next {new string('x', 5000)}").Problem!.Length).IsLessThan(200);
    }

    [Test]
    public async Task New_takes_a_type_if_its_first_word_is_one_and_a_name()
    {
        using var fixture = new CommandsFixture();
        await fixture.Run("/new debug login-bug");
        await Assert.That((fixture.Focused.Name, fixture.Focused.Type)).IsEqualTo(("login-bug", SessionType.Debug));
        await fixture.Run("/new api work");
        await Assert.That((fixture.Focused.Name, fixture.Focused.Type)).IsEqualTo(("api-work", SessionType.Development));
        await fixture.Run("/new Code-Review");
        await Assert.That(fixture.Focused.Type).IsEqualTo(SessionType.CodeReview);
        await fixture.Run("/NEW \"plan\"");
        await Assert.That((fixture.Focused.Name, fixture.Focused.Type)).IsEqualTo(("plan", SessionType.Development));
        await Assert.That(fixture.Router.Run("/new debug 7").Problem).IsNotNull();
    }

    [Test]
    public async Task At_the_limit_new_offers_to_close_the_one_idle_longest()
    {
        using var fixture = new CommandsFixture(new Settings { MaxActiveSessions = 2 });
        await fixture.Run("/new one");
        fixture.Time.Advance(TimeSpan.FromMinutes(5));
        await fixture.Run("/new two", "/new three");
        await Assert.That(fixture.Asked.Single())
            .IsEqualTo("2 sessions are open, which is the limit. Close one, idle for 5m, to make room?");
        fixture.Yes!();
        await Assert.That(fixture.Focused.Name).IsEqualTo("three");
        await Assert.That(fixture.Sessions.Views.Any(view => view.Name == "one")).IsFalse();
    }

    [Test]
    public async Task What_cannot_be_made_offers_to_close_nothing()
    {
        using var fixture = new CommandsFixture(new Settings { MaxActiveSessions = 2 });
        await fixture.Run("/new one", "/new two");
        await Assert.That(fixture.Router.Run("/new two").Problem).StartsWith("Another session is named two.");
        await Assert.That(fixture.Asked).IsEmpty();
    }

    [Test]
    public async Task A_session_that_began_to_work_after_it_was_offered_is_not_closed()
    {
        using var fixture = new CommandsFixture(new Settings { MaxActiveSessions = 2 });
        await fixture.Run("/new one", "/new two", "/new three", "/send one go on");
        fixture.Yes!();
        await fixture.Said(static said => said.Contains("no other one is idle"), OutputKind.Error);
        await Assert.That(fixture.Sessions.Views.Select(view => view.Name).Skip(1)).IsEquivalentTo(["one", "two"], StringComparer.Ordinal);
    }

    [Test]
    public async Task New_takes_a_model_a_folder_and_a_first_prompt()
    {
        using var fixture = new CommandsFixture();
        Directory.CreateDirectory(Path.Combine(fixture.Home.Folder, "src", "my api"));
        await fixture.Run("/new debug --cwd src login bug --model=local/small -- why is the --login slow");
        var made = fixture.Focused;
        await Assert.That((made.Name, made.Type, made.Model)).IsEqualTo(("login-bug", SessionType.Debug, "local/small"));
        await Assert.That(made.Folder).IsEqualTo(Path.Combine(fixture.Home.Folder, "src"));
        await fixture.Until("the prompt", () => fixture.Engine("login-bug") is { Turn: > 0, Prompt: "why is the --login slow", Model: "local/small" });

        await fixture.Run("/new --cwd \"my api\"");
        await Assert.That(fixture.Focused.Folder).EndsWith("src/my api");
        await Assert.That(fixture.Router.Run("/new x --cwd nowhere").Problem).Contains("/src/my api/nowhere. Make it first");
        await Assert.That(fixture.Router.Run("/new x --model nobody").Problem).IsEqualTo("There is no model nobody.");
        await Assert.That(fixture.Router.Run("/new x --cwd").Problem).StartsWith("--cwd needs a value: --cwd <dir>. Usage: /new [options]");
        await Assert.That(fixture.Router.Run("/new x --folder y").Problem).StartsWith("/new does not take --folder.");
        await Assert.That(fixture.Sessions.Views.Count).IsEqualTo(3);
    }

    [Test]
    public async Task A_prompt_is_sent_to_another_session_without_going_there()
    {
        using var fixture = new CommandsFixture();
        var engine = await fixture.Working("api", "do it");
        await fixture.Run("/send api and \"this\" too");
        await fixture.Said("Queued in api, behind its turn.\n");
        await Assert.That(fixture.Named("api").Queued).IsEquivalentTo(["and \"this\" too"], StringComparer.Ordinal);
        await engine.Finish("done");
        await fixture.Until("the second turn", () => engine.Prompt == "and \"this\" too");
        await Assert.That(fixture.Focused.Name).IsNotEqualTo("api");
        await Assert.That(fixture.Router.Run("/send api").Problem).StartsWith("/send needs <prompt>.");
        await Assert.That(fixture.Router.Run("/send nobody x").Problem).StartsWith("No session is named 'nobody'.");
    }

    [Test]
    public async Task A_split_takes_a_name_or_the_session_used_last_and_goes_off()
    {
        using var fixture = new CommandsFixture();
        await Assert.That(fixture.Router.Run("/split").Problem).IsEqualTo("There is no other session. /new opens one.");
        await fixture.Run("/new one", "/new two", "/new three");
        await fixture.Run("/split", "/split --stacked", "/split one", "/split");
        await Assert.That(fixture.Asked).IsEquivalentTo(["beside two", "beside two stacked", "beside one", "beside one"], StringComparer.Ordinal);
        await Assert.That(fixture.Router.Run("/split three").Problem).StartsWith("three is in focus.");
        await Assert.That(fixture.Router.Run("/split nobody").Problem).StartsWith("No session is named 'nobody'.");
        await fixture.Run("/split off");
        await Assert.That(fixture.Router.Run("/split off").Problem).IsEqualTo("This session has the screen alone already.");
    }

    [Test]
    public async Task A_pinned_session_is_never_offered_to_be_closed()
    {
        using var fixture = new CommandsFixture(new Settings { MaxActiveSessions = 2 });
        await fixture.Run("/new one", "/pin", "/new two", "/sessions");
        await fixture.Said(static said => said.Contains("one ", StringComparison.Ordinal) && said.Contains("pinned"));
        await Assert.That(fixture.Router.Run("/new three").Problem).Contains("no other one is idle");
        await fixture.Run("/pin one", "/new three");
        await Assert.That(fixture.Asked.Single()).Contains("Close one, idle for");
    }

    [Test]
    public async Task Sessions_of_a_group_are_named_together_until_they_leave_it()
    {
        using var fixture = new CommandsFixture();
        await fixture.Run("/new api", "/group Back End", "/new web", "/group back-end");
        await fixture.Said("web is in the group back-end, with api.\n");
        await fixture.Run("/sessions");
        await fixture.Said(static said => said.Split("group back-end").Length == 3);
        await fixture.Run("/group none", "/group none");
        await fixture.Said("web is in no group.\n");
        await Assert.That(fixture.Named("api").Group).IsEqualTo("back-end");
        await Assert.That(fixture.Router.Run("/group 42").Problem).StartsWith("'42' cannot be a group's name.");
    }

    [Test]
    public async Task On_a_narrow_screen_a_listed_session_has_two_lines_or_more()
    {
        using var fixture = new CommandsFixture { Columns = 40 };
        var engine = await fixture.Working("api-refactor-of-auth", "do it");
        await engine.Ask("make");
        await fixture.Until("the question", () => fixture.Named("api-refactor-of-auth").Asks);
        fixture.Time.Advance(TimeSpan.FromMinutes(3));
        await fixture.Run("/rename home", "/sessions");
        await fixture.Said("""
            Active Sessions:
            * 1 home [ACTIVE]
                dev, 0 messages, 3m ago
              2 api-refactor-of-auth [WAITING]
                dev, 1 message, 3m ago: permission
                3m

            """);
    }

    [Test]
    public async Task Switch_goes_by_name_slot_and_direction_and_alone_opens_the_list()
    {
        using var fixture = new CommandsFixture();
        await fixture.Run("/new api", "/new web", "/s api");
        await Assert.That(fixture.Focused.Name).IsEqualTo("api");
        await fixture.Run("/switch +");
        await Assert.That(fixture.Focused.Name).IsEqualTo("web");
        await fixture.Run("/switch -", "/switch !");
        await Assert.That(fixture.Focused.Name).IsEqualTo("web");
        await fixture.Run($"/switch {fixture.Named("api").Slot}");
        await Assert.That(fixture.Focused.Name).IsEqualTo("api");
        await fixture.Run("/switch");
        await Assert.That(fixture.Asked).IsEquivalentTo(["picker"], StringComparer.Ordinal);
        await Assert.That(fixture.Router.Run("/switch nobody").Problem!).Contains("nobody");
    }

    [Test]
    public async Task Next_goes_to_the_one_that_waits()
    {
        using var fixture = new CommandsFixture();
        await Assert.That(fixture.Router.Run("/next").Problem).IsNotNull();
        var engine = await fixture.Working("api", "do it");
        await engine.Ask("rm -rf build");
        await fixture.Until("the question", () => fixture.Named("api").Asks);
        await fixture.Run("/next");
        await Assert.That(fixture.Focused.Name).IsEqualTo("api");
    }

    [Test]
    public async Task Sessions_lists_what_is_open_what_waits_and_what_is_closed()
    {
        using var fixture = new CommandsFixture();
        await fixture.Run("/rename home", "/sessions --waiting");
        await fixture.Said("No session asks for anything, or has an answer you have not seen.\n");
        var engine = await fixture.Working("api", "do it");
        await engine.Ask("make");
        await fixture.Until("the question", () => fixture.Named("api").Asks);
        fixture.Time.Advance(TimeSpan.FromMinutes(3));
        await fixture.Run("/sessions");
        await fixture.Said("""
            Active Sessions:
              # name state        type   msgs    last why
            * 1 home [ACTIVE]     dev      0       3m
              2 api  [WAITING]    dev      1       3m permission 3m

            """);
        await fixture.Run("/sessions --waiting");
        await fixture.Said(static said => said.Contains("Waiting Sessions:") && said.Contains("api") && !said.Contains("home"));
        await fixture.Run("/close api");
        fixture.Yes!();
        await fixture.Until("it is closed", () => fixture.Sessions.Historical(1).Count > 0);
        await fixture.Run("/sessions --all");
        await fixture.Said(static said => said.Contains("Closed Sessions:") && said.Contains("[COMPLETED]"));
    }

    [Test]
    public async Task A_name_is_given_shown_and_folded()
    {
        using var fixture = new CommandsFixture();
        await fixture.Run("/session-name");
        await fixture.Said(static said => said.Contains("(named after what was asked)"));
        await fixture.Run("/rename Fix the API");
        await Assert.That(fixture.Focused.Name).IsEqualTo("fix-the-api");
        await fixture.Said("This session is called fix-the-api now.\n");
        await fixture.Run("/session-name \"other one\"", "/session-name");
        await fixture.Said("other-one (named by you)\n");
        await Assert.That(fixture.Router.Run("/rename 42").Problem).IsNotNull();
    }

    [Test]
    public async Task Close_asks_and_says_when_something_runs()
    {
        using var fixture = new CommandsFixture();
        await fixture.Working("api", "do it");
        await fixture.Run("/close api");
        await Assert.That(fixture.Asked.Single()).IsEqualTo("Close api? It is at work and will be stopped.");
        await fixture.Run("/send api and then this", "/close api");
        await Assert.That(fixture.Asked[^1]).IsEqualTo("Close api? It is at work and will be stopped. 1 queued, never to be sent.");
        fixture.Yes!();
        await fixture.Until("it is gone", () => fixture.Sessions.Views.All(view => view.Name != "api"));
        await Assert.That(fixture.Router.Run("/close api").Problem).IsNotNull();
        await fixture.Run("/rename mine", "/close");
        await Assert.That(fixture.Asked[^1]).IsEqualTo("Close mine?");
        var asked = fixture.Asked.Count;
        await fixture.Run("/close mine --yes");
        await Assert.That(fixture.Sessions.Views.Any(view => view.Name == "mine")).IsFalse();
        await Assert.That(fixture.Asked.Count).IsEqualTo(asked);
    }

    [Test]
    public async Task A_session_of_another_q_is_listed_and_not_closed_here()
    {
        using var home = new TempHome();
        var session = StoreFixture.Session("theirs", 4) with { LastActive = StoreFixture.Noon, Asks = WaitReason.Permission };
        using var theirs = Open(home, 4711);
        theirs.Save(session);
        theirs.Flush(Poll.Limit);
        using var ours = Open(home, 4712);
        using var fixture = new CommandsFixture(store: ours);
        await fixture.Run("/sessions");
        await fixture.Said(static said => said.Contains("theirs") && said.Contains("permission, open in "));
        await fixture.Run("/sessions --waiting");
        await fixture.Said(static said => said.Contains("Waiting Sessions:") && said.Contains("permission, open in "));
        await Assert.That(fixture.Router.Run("/allow").Problem).IsEqualTo("No session asks for anything.");
        await Assert.That(fixture.Router.Run("/allow theirs").Problem)
            .IsEqualTo("theirs is open in another q (pid 4711). Answer it there.");
        await Assert.That(fixture.Router.Run("/close theirs").Problem)
            .IsEqualTo("theirs is open in another q (pid 4711). Close it there.");
        await Assert.That(fixture.Asked).IsEmpty();
    }

    /// <summary>As a process that lives; so does the other.</summary>
    private static SessionStore Open(TempHome home, int pid)
    {
        var judge = new LeaseJudge(new(pid, "start", "host"), static _ => "start", TimeProvider.System);
        return SessionStore.Open(home.Paths, TimeProvider.System, static _ => { }, judge).TryGet(out var store)
            ? store
            : throw new InvalidOperationException();
    }

    [Test]
    public async Task Allow_and_deny_show_the_card_and_want_a_name_when_two_ask()
    {
        using var fixture = new CommandsFixture();
        await Assert.That(fixture.Router.Run("/allow").Problem).IsEqualTo("No session asks for anything.");
        foreach (var name in (string[])["api", "web"])
        {
            var engine = await fixture.Working(name, "do it");
            await engine.Ask("make");
            await fixture.Until("the question", () => fixture.Named(name).Asks);
            if (name == "api")
                await fixture.Run("/allow");
        }
        await Assert.That(fixture.Router.Run("/deny").Problem).IsEqualTo("2 sessions ask: api, web. Say which: /deny NAME.");
        await fixture.Run("/deny web", "/allow api");
        string[] cards = [$"card api {AnswerKind.Allow}", $"card web {AnswerKind.Deny}", $"card api {AnswerKind.Allow}"];
        await Assert.That(fixture.Asked).IsEquivalentTo(cards, StringComparer.Ordinal);
        await fixture.Run("/rename mine");
        await Assert.That(fixture.Router.Run("/allow mine").Problem)
            .IsEqualTo("mine asks for nothing. /sessions --waiting lists those that do.");
        await Assert.That(fixture.Router.Run("/allow nobody").Problem).IsNotNull();
    }

    [Test]
    public async Task Retry_does_the_failed_step_again()
    {
        using var fixture = new CommandsFixture();
        await Assert.That(fixture.Router.Run("/retry").Problem).IsNotNull();
        var engine = await fixture.Working("api", "do it");
        await engine.End(TurnOutcome.Failed, "no route");
        await fixture.Until("it failed", () => fixture.Named("api").Status is SessionStatus.Failed);
        await fixture.Run("/switch api", "/retry");
        await fixture.Until("it is tried again", () => engine.WasRetried);
    }

    [Test]
    public async Task Pause_holds_a_session_until_it_is_resumed()
    {
        using var fixture = new CommandsFixture();
        await fixture.Working("api", "do it");
        await fixture.Run("/switch api", "/pause");
        await fixture.Until("it is paused", () => fixture.Focused.Status is SessionStatus.Paused);
        await fixture.Run("/resume");
        await fixture.Until("it goes on", () => fixture.Focused.Status is SessionStatus.WaitingForInput);
        await Assert.That(fixture.Router.Run("/resume").Problem).IsNotNull();
    }

    [Test]
    public async Task A_paused_session_with_nothing_in_it_has_nothing_to_try_again()
    {
        using var work = new RandomWork();
        using var fixture = new CommandsFixture(engines: work.Engine);
        await fixture.Run("/pause");
        await fixture.Until("it is paused", () => fixture.Focused.Status is SessionStatus.Paused);
        await fixture.Run("/retry");
        await fixture.Said("There is nothing to answer yet. Type a prompt.");
        await fixture.Until("it rests", () => fixture.Focused is { Status: SessionStatus.WaitingForInput, Ends: 1 });
        await Assert.That(fixture.Focused.Interrupted).IsFalse();
    }

    [Test]
    public async Task Clear_asks_and_empties()
    {
        using var fixture = new CommandsFixture();
        var engine = await fixture.Working("api", "do it");
        await engine.Finish("done");
        await fixture.Until("it has answered", () => fixture.Named("api").Unseen);
        await fixture.Run("/switch api", "/clear");
        await Assert.That(fixture.Asked.Single()).IsEqualTo("Empty the conversation of api? It cannot be brought back.");
        fixture.Yes!();
        await fixture.Until("it is empty", () => fixture.Focused.Messages == 0);
    }

    [Test]
    public async Task What_cannot_be_cleared_now_is_refused_before_anything_is_asked()
    {
        using var fixture = new CommandsFixture();
        var engine = await fixture.Working("api", "do it");
        await fixture.Run("/switch api");
        await Assert.That(fixture.Router.Run("/clear").Problem).IsEqualTo("A turn runs in api. Stop it with Ctrl+C first.");
        await Assert.That(fixture.Asked).IsEmpty();
        await engine.Finish("done");
        await fixture.Until("it has answered", () => fixture.Focused.Status is SessionStatus.WaitingForInput);
        await fixture.Run("/clear");
        await Assert.That(fixture.Sessions.Prompt(fixture.Focused.Id, "meanwhile").Problem).IsNull();
        await fixture.Until("a turn runs again", () => fixture.Focused.Status is SessionStatus.Processing);
        fixture.Yes!();
        await fixture.Said(static said => said.Contains("A turn runs in api"), OutputKind.Error);
    }

    [Test]
    public async Task Help_says_all_or_one_or_the_keys_and_quit_leaves()
    {
        using var fixture = new CommandsFixture();
        await fixture.Run("/help");
        await fixture.Said(CommandHelp.All(many: true));
        await fixture.Run("/h /s");
        await fixture.Said(CommandHelp.One(CommandTable.FindSlash("switch")!));
        await fixture.Run("/help keys", "/exit");
        await fixture.Said(CommandHelp.Keys(KeyBindings.Default));
        fixture.Columns = 40;
        await fixture.Run("/help keys");
        await fixture.Said(CommandHelp.Keys(KeyBindings.Default, 38));
        await fixture.Run("/help new");
        await fixture.Said(CommandHelp.One(CommandTable.FindSlash("new")!, 38));
        await fixture.Run("/help");
        await fixture.Said(CommandHelp.All(many: true, 38));
        fixture.HasLinesOnly = true;
        await fixture.Run("/help keys");
        await fixture.Said(CommandHelp.LineKeys);
        await Assert.That(fixture.Asked).IsEquivalentTo(["quit"], StringComparer.Ordinal);
    }

    [Test]
    public async Task With_one_session_only_the_commands_for_many_explain_how_to_turn_them_on()
    {
        using var fixture = new CommandsFixture(new Settings { MultiSessionEnabled = false });
        foreach (var line in (string[])["/new", "/switch 2", "/s", "/next", "/sessions", "/close", "/allow", "/deny"])
        {
            var told = fixture.Router.Run(line).Problem!;
            await Assert.That(told).Contains("q settings set multi_session_enabled true").And.DoesNotContain("\n");
        }
        await fixture.Run("/rename one", "/help");
        await fixture.Said(CommandHelp.All(many: false));
    }

    /// <summary>Warmed up first: the tables are made when they are first asked for.</summary>
    [Test]
    [Arguments("/switch")]
    [Arguments("/quit")]
    [Arguments("/Q")]
    public async Task A_command_that_takes_no_text_allocates_nothing(string line)
    {
        using var fixture = new CommandsFixture();
        fixture.Asked.Capacity = 2000;
        for (var i = 0; i < 1000; i++)
            fixture.Router.Run(line);
        await Assert.That(Allocated.By(() => fixture.Router.Run(line))).IsEqualTo(0);
    }

    [Test]
    public async Task An_export_is_a_new_file_in_the_folder_or_where_it_is_wanted()
    {
        using var q = new CommandsFixture();
        await q.Run("/rename api");
        var engine = await q.Working("other", "hello there");
        await engine.Finish("good day");
        var folder = q.Home.Folder;

        await Assert.That(q.Router.Run("/export nobody").Problem!).Contains("No session is named 'nobody'");
        await q.Run("/export other", "/export other", "/export other --output x.html", "/export other --format cast --output=y.txt");

        await Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, "other.md"))).Contains("hello there").And.Contains("good day");
        await Assert.That(File.Exists(Path.Combine(folder, "other-2.md"))).IsTrue();
        await Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, "x.html"))).StartsWith("<!DOCTYPE html>");
        await Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, "y.txt"))).StartsWith("{\"version\":2,");
        await Assert.That(q.Router.Run("/export other --output x.html").Problem!).Contains("exists already, and nothing was written");
        await q.Run("/search two words");
        await Assert.That(q.Asked).Contains("search two words");
    }

    [Test]
    public async Task All_that_a_session_said_is_written_into_a_new_file()
    {
        using var q = new CommandsFixture();
        await q.Run("/rename api");
        var engine = await q.Working("other", "hello there");
        await engine.Finish("good day");
        var file = Path.Combine(q.Home.Folder, "said.txt");

        await Assert.That(q.Router.Run("/save-output nobody x.txt").Problem!).Contains("No session is named 'nobody'");
        await Assert.That(q.Router.Run("/save-output other a\0b").Problem!).Contains("NUL");
        await q.Run("/save-output other said.txt");

        await Poll.Until("the file", () => Outside.Text(file).Contains("good day", StringComparison.Ordinal));
    }
}
