using Q.Core;
using Q.Sessions;
using Q.Store;
using Q.Tests.Screen;

namespace Q.Tests.App;

/// <summary>The list of sessions: what narrows it, what it shows of the one that is chosen, and what is done from it.</summary>
internal sealed class PickerTests
{
    private static readonly SessionView[] s_some =
    [
        Scene.Session(1, "api-refactor") with { Group = "backend" },
        Scene.Session(2, "s3-debug").Answered(),
        Scene.Session(3, "docs").Working(),
        Scene.Session(4, "apply-terraform").Asking("execute_bash ls", "ls") with { Group = "Backend", Type = SessionType.Planning },
        Scene.Session(5, "night") with { Status = SessionStatus.Failed },
    ];

    [Test]
    [Arguments("", "api-refactor s3-debug docs apply-terraform night")]
    [Arguments("ap", "api-refactor apply-terraform")]
    [Arguments("arf", "api-refactor apply-terraform")]
    [Arguments("api", "api-refactor")]
    [Arguments("ter", "apply-terraform")]
    [Arguments("form", "apply-terraform")]
    [Arguments("planning", "apply-terraform")]
    [Arguments("zzz", "")]
    [Arguments("s:", "api-refactor s3-debug docs apply-terraform night")]
    [Arguments("s:waiting", "s3-debug apply-terraform")]
    [Arguments("s:perm", "apply-terraform")]
    [Arguments("s:asks", "apply-terraform")]
    [Arguments("S:proc", "docs")]
    [Arguments("s:fail", "night")]
    [Arguments("g:back", "api-refactor apply-terraform")]
    [Arguments("g:back s:idle", "api-refactor")]
    [Arguments("s:waiting deb", "s3-debug")]
    public async Task Words_states_and_groups_narrow_it(string text, string names) =>
        await Assert.That(string.Join(' ', PickerFilter.Of(s_some.Select(view => view with { Folder = "/srv" }), text).Select(view => view.Name))).IsEqualTo(names);

    [Test]
    [Arguments("api", "api API-two my-api in-group a-pink")]
    [Arguments("API g:", "api API-two my-api in-group a-pink")]
    [Arguments("api my", "my-api")]
    public async Task The_name_itself_comes_first_and_then_what_is_nearest_to_it(string text, string names)
    {
        SessionView[] some =
        [
            Scene.Session(1, "a-pink") with { Folder = "/srv" }, Scene.Session(2, "in-group") with { Group = "api", Folder = "/srv" },
            Scene.Session(3, "my-api") with { Folder = "/srv" }, Scene.Session(4, "API-two") with { Folder = "/srv" },
            Scene.Session(5, "api") with { Folder = "/srv" }, Scene.Session(6, "zebra") with { Folder = "/srv" },
        ];
        await Assert.That(string.Join(' ', PickerFilter.Of(some, text).Select(view => view.Name))).IsEqualTo(names);
    }

    [Test]
    public async Task The_chosen_one_shows_what_it_said_last_and_the_focus_stays()
    {
        await using var q = new AppFixture();
        await Two(q);
        q.Type("\u0018s");
        await q.Shows("Go to:");
        await q.Shows("answer of two");
        q.Type("\u001b[A");
        await q.Shows("answer of one");
        await q.ShowsNot("answer of two");
        await q.Shows("── one ──");
        q.Type("\u001b");
        await q.Shows("answer of two");
        await Assert.That(q.Sessions.Focused.Name).IsEqualTo("two");
    }

    [Test]
    public async Task A_digit_goes_to_the_nth_and_in_a_filter_it_is_text()
    {
        await using var q = new AppFixture();
        await Two(q);
        q.Type("\u0018s");
        await q.Shows("Go to:");
        q.Type("1");
        await q.Shows("[Current: one]");
        q.Type("\u0018s");
        await q.Shows("Go to:");
        q.Type("t2");
        await q.Shows("Go to: t2");
        q.Type("\u0015");
        await q.ShowsNot("Go to: t2");
        q.Type("tw");
        await q.Screen("only two listed", picture => !picture.Contains("1 one", StringComparison.Ordinal));
        q.Type("\u001b1");
        await q.Shows("[Current: two]");
    }

    [Test]
    public async Task A_digit_answers_one_that_asks_on_its_card()
    {
        await using var q = new AppFixture();
        q.Type("clean up\r");
        var engine = await q.Engine("clean up");
        await engine.Ask(1, "rm -rf build");
        await q.Shows("y Enter");
        q.Type("\u0018c");
        await q.ShowsNot("y Enter");
        q.Type("\u0018s");
        await q.Shows("Go to:");
        q.Type("1");
        await q.Shows("Esc close");
        q.Type("y");
        await q.Told(engine, "answer 1 Allow");
        await q.ShowsNot("Esc close");
    }

    [Test]
    public async Task Ctrl_R_gives_a_name_and_says_why_it_cannot_be()
    {
        await using var q = new AppFixture();
        await Two(q);
        q.Type("\u0018s");
        await q.Shows("Go to:");
        q.Type("\u001b[A\u0012");
        await q.Shows("New name: one");
        q.Type("\u0015two\r");
        await q.Screen("why it cannot be called two", picture => picture.Contains("New name: two") && picture.Contains("two", StringComparison.Ordinal) && !picture.Contains("Enter gives"));
        q.Type("\u0015First one\r");
        await q.Shows("1 first-one");
        await q.Shows("Go to:");
        q.Type("\u0012");
        await q.Shows("New name: first-one");
        q.Terminal.Paste(" more");
        await q.Shows("New name: first-one more");
        q.Type("\u001b");
        await q.Shows("Go to:");
        await Assert.That(await q.Looked(static views => views[0].Name)).IsEqualTo("first-one");
    }

    [Test]
    public async Task Ctrl_X_twice_stops_a_turn_and_closes_one_that_does_nothing()
    {
        await using var q = new AppFixture();
        await Two(q);
        q.Type("\u00181");
        await q.Shows("[Current: one]");
        q.Type("work\r");
        var engine = await q.Engine("work");
        q.Type("\u00182");
        await q.Shows("[Current: two]");
        q.Type("\u0018s");
        await q.Shows("Go to:");
        q.Type("\u001b[A\u0018");
        await q.Shows("Ctrl+X again stops what runs in one.");
        q.Type("\u001b[B");
        await q.ShowsNot("Ctrl+X again");
        q.Type("\u001b[A\u0018\u0018");
        await q.Told(engine, "cancel");
        await q.ShowsNot("processing");
        q.Type("\u0018");
        await q.Shows("Ctrl+X again closes one.");
        q.Type("\u0018");
        await q.Screen("one is gone", picture => !picture.Contains("1 one", StringComparison.Ordinal));
        q.Type("zzz\u0018");
        await q.Shows("There is nothing in the list.");
    }

    [Test]
    public async Task What_is_closed_or_elsewhere_is_left_alone()
    {
        var store = new MemoryStore();
        await using (var before = new AppFixture(store: store))
        {
            await Two(before);
            before.Type("/close --yes\r");
            await before.Shows("[Current: one]");
        }
        await using var q = new AppFixture(store: store, resumePicker: true);
        await q.Shows("Resume:");
        q.Type("two\u0018");
        await q.Shows("two is closed. Enter opens it again.");
        q.Type("\u0012");
        await q.Shows("two is closed.");
        q.Type("\r");
        await q.Shows("[Current: two]");
    }

    private static async Task Two(AppFixture q)
    {
        foreach (var (name, isFirst) in ((string, bool)[])[("one", true), ("two", false)])
        {
            q.Type(isFirst ? $"/rename {name}\r" : $"/new {name}\r");
            await q.Shows($"[Current: {name}]");
            q.Type($"prompt of {name}\r");
            var engine = await q.Engine($"prompt of {name}");
            await engine.Finish($"answer of {name}");
            await q.Shows($"answer of {name}");
            await q.Shows($"[Current: {name}] q>");
        }
    }
}
