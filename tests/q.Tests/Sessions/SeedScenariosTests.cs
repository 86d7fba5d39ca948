using Q.Config;
using Q.Core;
using Q.Sessions;
using Q.TestKit;
using Q.TestKit.ModelServer;
using Q.Tests.App;
using Q.Turns;

namespace Q.Tests.Sessions;

/// <summary>
/// The scenarios that the design names, one by one and by name: the six of a session's life, the eight of sessions together. The
/// chaos is in <see cref="SeedChaosTests"/>; what a terminal shows of them in the tests of the native file.
/// </summary>
internal sealed class SeedScenariosTests
{
    [Test]
    public async Task Create_session_success()
    {
        await using var q = new SeedFixture();

        var made = q.Sessions.Create(SessionType.Debug, "Login Bug", Focus.Move);

        await Assert.That(made.Problem).IsNull();
        var view = q.View(made.Session!.Id);
        await Assert.That((view.Name, view.Type, view.Status, view.Folder)).IsEqualTo(
            ("login-bug", SessionType.Debug, SessionStatus.WaitingForInput, q.Folder));
        await Assert.That(q.Sessions.Focused.Id).IsEqualTo(view.Id);
        q.Sessions.Settle();
        await Assert.That(q.Store.Flush(Poll.Limit)).IsTrue();
        var stored = q.Store.Look()!.Single();
        await Assert.That((stored.Id, stored.Name, stored.Slot, stored.Active)).IsEqualTo((view.Id, "login-bug", view.Slot, true));
    }

    [Test]
    public async Task Create_duplicate_session_fails()
    {
        await using var q = new SeedFixture();
        var first = q.New("login-bug");
        var before = q.Sessions.Views.Count;

        var second = q.Sessions.Create(null, "Login BUG", Focus.Move);

        await Assert.That(second.Session).IsNull();
        await Assert.That(second.Problem).IsEqualTo("Another session is named login-bug. Choose another name, or /switch login-bug.");
        await Assert.That(q.Sessions.Views.Count).IsEqualTo(before);
        await Assert.That(q.Sessions.Focused.Id).IsNotEqualTo(first);
    }

    [Test]
    public async Task Switch_to_nonexistent_session_fails()
    {
        await using var q = new SeedFixture();
        var here = q.New("here", Focus.Move);

        foreach (var target in (string[])["nowhere", "9", "login"])
        {
            var switched = q.Sessions.Switch(target);
            await Assert.That(switched.Problem).Contains(target).And.Contains("There are dev-1, here.");
            await Assert.That(q.Sessions.Focused.Id).IsEqualTo(here);
        }
    }

    [Test]
    public async Task Close_active_session_clears_active()
    {
        await using var q = new SeedFixture();
        var (first, second) = (q.New("first", Focus.Move), q.New("second", Focus.Move));

        await Assert.That(q.Sessions.Close(second).Problem).IsNull();

        await Assert.That(q.Sessions.Focused.Id).IsEqualTo(first);
        await Assert.That(q.Sessions.Views.Any(view => view.Id == second)).IsFalse();
        q.Sessions.Settle();
        await Assert.That(q.Store.Flush(Poll.Limit)).IsTrue();
        await Assert.That(q.Store.Look()!.Where(row => row.Active).Select(row => row.Name)).IsEquivalentTo(["first"], StringComparer.Ordinal);
        var closed = q.Store.Historical(5).Single();
        await Assert.That((closed.Name, closed.Status, closed.Active, closed.Slot)).IsEqualTo(("second", SessionStatus.Completed, false, 0));

        q.Sessions.Close(first);
        foreach (var left in q.Sessions.Views.ToList())
            q.Sessions.Close(left.Id);
        await Assert.That((q.Sessions.Views.Count, q.Sessions.Focused.Messages)).IsEqualTo((1, 0)); // there always is one
    }

    [Test]
    public async Task Max_sessions_limit_enforced()
    {
        await using var q = new SeedFixture(new Settings { MaxActiveSessions = 3 });
        foreach (var name in (string[])["one", "two", "three"])
            q.New(name);

        var fourth = q.Sessions.Create(null, "four", Focus.Move);

        await Assert.That(fourth.Session).IsNull();
        await Assert.That(fourth.OfferToClose!.Name).IsEqualTo("one");
        await Assert.That(q.Sessions.WhyNot(fourth)).IsEqualTo(
            "3 sessions are open, which is the limit. one has been idle longest: `q sessions close one` makes room.");
        await Assert.That(q.Sessions.Views.Count(view => view.NamedByHand)).IsEqualTo(3);
    }

    [Test]
    public async Task Session_state_transitions()
    {
        await using var q = new SeedFixture();
        var id = q.New("states", Focus.Move);
        var seen = new List<string> { Now() };
        var answer = q.Model.On("ask first", Reply.Gated("Let me see. ").Call("execute_bash", """{"command":"echo seen"}"""));
        var last = q.Model.On("seen", Reply.Gated("Seen."));
        var fails = q.Model.On("then fail", Reply.Refused(401, "no key"));
        var again = q.Model.On("then fail", Reply.Gated("Now it works."));

        q.Prompt(id, "ask first");
        seen.Add(Now());
        answer.ReleaseAll();
        await q.Asks(id);
        seen.Add(Now());
        q.Answer(id, AnswerKind.Allow);
        await last.Opened;
        seen.Add(Now());
        last.ReleaseAll();
        await q.Ends(id);
        seen.Add(Now());
        q.Sessions.Pause(id);
        await q.Until("the pause", () => q.View(id).Status is SessionStatus.Paused);
        seen.Add(Now());
        q.Prompt(id, "then fail");
        await fails.Ended;
        await q.Ends(id, 2);
        seen.Add(Now());
        q.Sessions.Retry(id);
        seen.Add(Now());
        again.ReleaseAll();
        await q.Ends(id, 3);
        seen.Add(Now());
        q.Sessions.Close(id);
        await q.Sessions.Closing;
        await Assert.That(q.Store.Flush(Poll.Limit)).IsTrue();
        var closed = q.Store.Historical(1).Single();
        seen.Add($"{closed.Status}");
        await Assert.That(q.Sessions.Reopen(closed, Focus.Move).Problem).IsNull();
        seen.Add(Now());

        await Assert.That(string.Join(" > ", seen)).IsEqualTo(
            "WaitingForInput > Processing > WaitingForInput (Permission) > Processing > WaitingForInput > Paused > Failed > Processing > "
            + "WaitingForInput > Completed > WaitingForInput");
        await Assert.That(q.Sessions.Refused).IsEqualTo(0);

        string Now() => q.View(id) is { Asks: true } asks ? $"{asks.Status} ({asks.Why})" : $"{q.View(id).Status}";
    }

    [Test]
    public async Task Basic_multi_session_flow()
    {
        await using var q = new SeedFixture();
        var api = await q.Answered("api", Focus.Move);
        var docs = await q.Answered("docs", Focus.Move);

        await Assert.That(q.Sessions.Switch("api").Problem).IsNull();
        await Assert.That(q.Sessions.Focused.Id).IsEqualTo(api);
        q.Model.On("go on", Reply.Flowing("It goes on."));
        q.Prompt(api, "go on");
        await q.Ends(api, 2);

        await Assert.That(q.Said(api)).IsEqualTo("""
            Prompt: tell me about api
            Text: All about api.
            Prompt: go on
            Text: It goes on.

            """);
        await Assert.That(q.Said(docs)).IsEqualTo("Prompt: tell me about docs\nText: All about docs.\n");
        await Assert.That((q.View(api).Messages, q.View(docs).Messages)).IsEqualTo((4, 2));
        await Assert.That(q.Model.Requests[^1].Body).Contains("about api").And.DoesNotContain("docs"); // nothing crosses
        await Assert.That(q.Store.Messages(api).Count).IsEqualTo(4);
    }

    [Test]
    public async Task Background_session_processing()
    {
        await using var q = new SeedFixture();
        var back = q.New("back", Focus.Move);
        var answer = q.Model.On("work", Reply.Gated("half ", "and all"));
        q.Prompt(back, "work");
        await answer.Opened;
        answer.Release();
        await q.Until("the first half", () => q.Said(back).Contains("half", StringComparison.Ordinal));

        var front = q.New("front", Focus.Move);
        answer.ReleaseAll();
        await q.Ends(back);

        await Assert.That(q.Sessions.Focused.Id).IsEqualTo(front);
        await Assert.That((q.View(back).Status, q.View(back).Unseen, q.View(back).Waits)).IsEqualTo((SessionStatus.WaitingForInput, true, true));
        await Assert.That(q.Sessions.Next().TryGet(out var next) ? next.Name : "").IsEqualTo("back");
        await Assert.That(q.View(back).Unseen).IsFalse();
        await Assert.That(((TextContent)q.Store.Messages(back)[^1].Parts.Single()).Text).IsEqualTo("half and all");
    }

    [Test]
    public async Task Concurrent_API_calls()
    {
        await using var q = new SeedFixture(new Settings { MaxConcurrentApiCalls = 2 });
        string[] names = ["a", "b", "c", "d", "e"];
        var calls = names.Select(name => q.Model.On($"ask {name}!", Reply.Gated($"Answer {name}."))).ToArray();
        var ids = names.Select(name => q.New($"session-{name}")).ToArray();
        for (var i = 0; i < ids.Length; i++)
            q.Prompt(ids[i], $"ask {names[i]}!");

        await q.Until("two calls, three that wait", () => (q.Model.OpenStreams, q.Gate.Inside, q.Gate.Waiting) == (2, 2, 3));
        await q.Until("each says its place", () => ids.Select(id => q.View(id).Activity).OfType<string>().Order(StringComparer.Ordinal)
            .SequenceEqual(["queued 1st", "queued 2nd", "queued 3rd"]));
        foreach (var call in calls)
            call.ReleaseAll();
        for (var i = 0; i < ids.Length; i++)
        {
            await q.Ends(ids[i]);
            await Assert.That(q.Said(ids[i])).Contains($"Answer {names[i]}.");
        }

        // One is told to wait by the provider, so all of that key wait, and all are answered then.
        q.Model.On("limited", Reply.Refused(429, "slow down", ("Retry-After", "20")));
        q.Model.On("limited", Reply.Flowing("Not any more."));
        q.Model.On("beside it", Reply.Flowing("Later."));
        q.Prompt(ids[0], "limited");
        await q.Until("the wait", () => q.Said(ids[0]).Contains("20 s", StringComparison.Ordinal));
        var asked = q.Model.Requests.Count;
        q.Prompt(ids[1], "beside it");
        await q.Until("the other waits too", () => q.View(ids[1]).Activity?.StartsWith("rate limit until ", StringComparison.Ordinal) == true);
        await Assert.That(q.Model.Requests.Count).IsEqualTo(asked);
        q.Home.Time.Advance(TimeSpan.FromSeconds(21));
        await q.Ends(ids[0], 2);
        await q.Ends(ids[1], 2);
        await Assert.That((q.Gate.Inside, q.Gate.Waiting)).IsEqualTo((0, 0));
    }

    [Test]
    public async Task Session_persistence()
    {
        await using var first = new SeedFixture();
        var api = await first.Answered("api", Focus.Move);
        var docs = await first.Answered("docs");
        var gone = await first.Answered("gone");
        first.Sessions.KeepDraft(api, "half typed");
        first.Sessions.Pause(docs);
        first.Sessions.Close(gone);
        await first.Until("the pause", () => first.View(docs).Status is SessionStatus.Paused);
        await first.Stop();

        await using var second = new SeedFixture(before: first);

        await Assert.That(string.Join(", ", second.Sessions.Views.Select(view => $"{view.Slot} {view.Name} {view.Status} {view.Messages}")))
            .IsEqualTo("2 api WaitingForInput 2, 3 docs Paused 2");
        await Assert.That((second.Sessions.Focused.Id, second.Sessions.Draft(api))).IsEqualTo((api, "half typed"));
        await second.Until("what was said", () => second.Said(api).Contains("All about api.", StringComparison.Ordinal));
        second.Model.On("and now?", Reply.Flowing("I remember."));
        second.Prompt(api, "and now?");
        await second.Ends(api);
        await Assert.That(second.Model.Requests[^1].Body).Contains("tell me about api").And.Contains("All about api.");
        await Assert.That(second.Sessions.Historical(5).Single().Name).IsEqualTo("gone");
    }

    [Test]
    public async Task Error_recovery()
    {
        await using var q = new SeedFixture();
        var (broken, works) = (q.New("broken"), q.New("works"));
        var cut = q.Model.On("will break", Reply.Gated("Half of ", "").Then(new ReplyStep.Reset()));
        var whole = q.Model.On("will hold", Reply.Gated("All ", "of it."));
        q.Prompt(broken, "will break");
        q.Prompt(works, "will hold");
        whole.Release();
        cut.ReleaseAll();
        await q.Ends(broken);

        await Assert.That(q.View(broken).Status).IsEqualTo(SessionStatus.Failed);
        await Assert.That(q.View(broken).Problem).Contains("127.0.0.1").And.Contains("/retry");
        await Assert.That(q.View(works).Status).IsEqualTo(SessionStatus.Processing);
        whole.ReleaseAll();
        await q.Ends(works);
        await Assert.That((q.View(works).Status, q.View(works).Problem)).IsEqualTo((SessionStatus.WaitingForInput, null));

        q.Model.On("will break", Reply.Flowing("All of it this time."));
        await Assert.That(q.Sessions.Retry(broken).Problem).IsNull();
        await q.Ends(broken, 2);
        await Assert.That(q.View(broken).Status).IsEqualTo(SessionStatus.WaitingForInput);
        await Assert.That(q.Said(broken)).Contains("All of it this time.");
    }

    [Test]
    public async Task Tool_execution()
    {
        await using var q = new SeedFixture();
        var (front, back) = (q.New("front", Focus.Move), q.New("back"));
        await File.WriteAllTextAsync(Path.Combine(q.Folder, "read.txt"), "what is read\n");
        q.Model.On("read it", Reply.Flowing().Call("fs_read", """{"operations":[{"mode":"Line","path":"read.txt"}]}"""));
        q.Model.On("what is read", Reply.Flowing("I have read it."));
        q.Model.On("run it", Reply.Flowing().Call("execute_bash", """{"command":"echo made > made.txt; pwd"}"""));
        q.Model.On(q.Folder, Reply.Flowing("It has run."));
        q.Model.On("remove it", Reply.Flowing().Call("execute_bash", """{"command":"rm made.txt"}"""));
        q.Model.On("I deny this tool request", Reply.Flowing("Then it stays."));

        q.Prompt(front, "read it"); // in the foreground, and free
        await q.Ends(front);
        q.Prompt(back, "run it"); // in the background, where it has to ask
        await q.Asks(back);
        await Assert.That((q.View(back).Why, q.View(back).Question!.Title, q.View(back).Waits)).IsEqualTo(
            (WaitReason.Permission, "execute_bash echo made > made.txt; pwd", true));
        await Assert.That(File.Exists(Path.Combine(q.Folder, "made.txt"))).IsFalse();
        q.Answer(back, AnswerKind.Allow);
        await q.Ends(back);

        await Assert.That(q.Said(front)).Contains("I have read it.");
        await Assert.That(q.Said(back)).Contains("ToolStart: execute_bash echo made").And.Contains("It has run.");
        await Assert.That(await File.ReadAllTextAsync(Path.Combine(q.Folder, "made.txt"))).IsEqualTo("made\n");
        q.Prompt(back, "remove it");
        await q.Asks(back);
        q.Answer(back, AnswerKind.Deny);
        await q.Ends(back, 2);
        await Assert.That(File.Exists(Path.Combine(q.Folder, "made.txt"))).IsTrue();
        await Assert.That(q.Said(back)).Contains("Then it stays.");
    }

    [Test]
    public async Task Session_limits()
    {
        await using var q = new SeedFixture(new Settings { MaxActiveSessions = 2 });
        var idle = await q.Answered("idle", Focus.Move);
        q.Home.Time.Advance(TimeSpan.FromMinutes(1));
        var busy = q.New("busy", Focus.Move);
        var works = q.Model.On("long", Reply.Gated("still", " at it"));
        q.Prompt(busy, "long");
        await works.Opened;

        var offered = q.Sessions.Create(null, "third", Focus.Move);
        await Assert.That((offered.Session, offered.OfferToClose!.Id)).IsEqualTo((null, idle));
        var made = q.Sessions.Replace(idle, new() { Name = "third" }, Focus.Move);

        await Assert.That(made.Session!.Name).IsEqualTo("third");
        await Assert.That(q.Sessions.Views.Select(view => view.Name).Where(name => name is "idle" or "busy" or "third"))
            .IsEquivalentTo(["busy", "third"], StringComparer.Ordinal);
        var refused = q.Sessions.Create(null, "fourth", Focus.Move); // one is at work, the other in focus
        await Assert.That(refused.Problem).IsEqualTo("2 sessions are open, which is the limit, and no other one is idle. "
            + "Close one with /close NAME, or raise the limit: q settings set max_active_sessions 3.");
        works.ReleaseAll();
        await q.Ends(busy);
    }

    [Test]
    public async Task Terminal_resize()
    {
        await using var q = new AppFixture(columns: 120, rows: 40);
        q.Type("work\r");
        var engine = await q.Engine("work");
        q.Type("/new front\r");
        await q.Shows("[Current: front] q>");
        await engine.Finish("done");
        await q.Shows("⏎ waiting");
        await Assert.That(Corner(q)).IsEqualTo(120);

        foreach (var (columns, rows) in ((int, int)[])[(60, 20), (40, 10), (100, 30)])
        {
            q.Terminal.Resize(columns, rows);
            await q.Screen($"the indicator at the right of {columns} columns", _ => Corner(q) == columns);
            await Assert.That(q.Terminal.Picture.Split('\n').Count(row => row.Contains("⏎ waiting", StringComparison.Ordinal))).IsEqualTo(1);
        }

        // Where the row of the indicator ends; it stands in the first row.
        static int Corner(AppFixture q) => q.Terminal.Picture.Split('\n')[0] is var row && row.Contains("⏎ waiting", StringComparison.Ordinal) ? row.TrimEnd().Length : -1;
    }
}
