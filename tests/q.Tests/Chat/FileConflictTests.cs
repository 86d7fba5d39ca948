using Q.TestKit;
using Q.Tools;
using Q.Turns;

namespace Q.Tests.Chat;

public sealed class FileConflictTests
{
    private static readonly (string, string) s_read = ("fs_read", """{"operations":[{"mode":"Line","path":"a.txt"}]}""");

    [Test]
    public async Task A_file_that_another_session_changed_since_it_was_read_is_not_overwritten_and_both_changes_are_shown()
    {
        await using var folder = new SharedFolder();
        folder.Write("a.txt", "one\ntwo\n");
        var (api, web) = (folder.Session("api-refactor"), folder.Session("web"));
        await web.Does(s_read);
        await api.Does(s_read, Replace("one", "ONE"));
        folder.Time.Advance(TimeSpan.FromMinutes(3));
        await web.Does(Replace("two", "TWO"));

        await Assert.That(folder.Read("a.txt")).IsEqualTo("ONE\ntwo\n");
        await Assert.That(web.Results[^1]).IsEqualTo("""
            ! a.txt was changed by api-refactor, 3 min ago after this session read it, so it was not written. Read it again and edit what is there now.

            What is on the disk:
            --- a.txt
            +++ a.txt
            @@ -1,2 +1,2 @@
            -one
            +ONE
             two

            What this edit wanted:
            --- a.txt
            +++ a.txt
            @@ -1,2 +1,2 @@
             one
            -two
            +TWO

            """);
        await Assert.That(web.Sink.Story()).Contains("\n\na.txt was changed by api-refactor");
        await web.Does(s_read, Replace("two", "TWO"));
        await Assert.That(folder.Read("a.txt")).IsEqualTo("ONE\nTWO\n");
    }

    [Test]
    public async Task A_change_is_noticed_after_the_session_has_rested_for_long_too()
    {
        await using var folder = new SharedFolder();
        folder.Write("a.txt", "one\n");
        var api = folder.Session("api");
        await api.Does(s_read);
        api.Engine.Rest();
        folder.Write("a.txt", "by an editor\n");

        await api.Does(("fs_write", """{"command":"create","path":"a.txt","file_text":"two\n"}"""));

        await Assert.That(api.Results[^1]).StartsWith("! a.txt was changed").And.Contains("so it was not written");
        await Assert.That(folder.Read("a.txt")).IsEqualTo("by an editor\n");
        await Assert.That(api.Sink.Story()).Contains($"+two\n\n{api.Results[^1][2..].Split('\n')[0]}\nend conflict"); // the lowest row says why
    }

    [Test]
    public async Task A_call_that_fails_without_a_word_says_why_and_a_command_has_its_status()
    {
        await using var folder = new SharedFolder();
        var api = folder.Session("api");
        await api.Does(("fs_read", """{"operations":[{"mode":"Line","path":"gone.txt"}]}"""));
        await Assert.That(api.Sink.Story()).Contains($"output {api.Results[^1][2..]}\nend failed");
        await Assert.That(api.Results[^1]).Contains("gone.txt");
        await api.Does(("execute_bash", """{"command":"false"}"""));
        await Assert.That(api.Sink.Story()).Contains("start execute_bash false\nend exit 1");
    }

    [Test]
    public async Task A_path_that_is_no_text_fails_its_own_call_and_no_other()
    {
        await using var folder = new SharedFolder();
        folder.Write("a.txt", "one\n");
        var api = folder.Session("api");

        var ended = await api.DoesAtOnce(("fs_write", """{"command":"create","path":"\ud83d.txt","file_text":"x"}"""), s_read);

        await Assert.That(ended.Outcome).IsEqualTo(TurnOutcome.Complete);
        await Assert.That(api.Results[0]).Contains("\"path\" is not valid Unicode text");
        await Assert.That(api.Results[1]).Contains("one");
    }

    [Test]
    public async Task What_a_command_changed_is_noticed_by_its_hash()
    {
        await using var folder = new SharedFolder();
        folder.Write("a.txt", "one\n");
        var api = folder.Session("api");
        await api.Does(s_read, ("execute_bash", """{"command":"echo more >> a.txt"}"""), Replace("one", "ONE"));
        await Assert.That(folder.Read("a.txt")).IsEqualTo("one\nmore\n");
        await Assert.That(api.Results[^1]).StartsWith("! a.txt was changed outside of q or by a command after this session read it");
        await Assert.That(api.Results[^1]).Contains("+more\n");
        await api.Does(s_read, Replace("one", "ONE"));
        await Assert.That(folder.Read("a.txt")).IsEqualTo("ONE\nmore\n");
    }

    [Test]
    public async Task A_command_that_writes_what_was_there_already_is_no_conflict()
    {
        await using var folder = new SharedFolder();
        folder.Write("a.txt", "one\n");
        var api = folder.Session("api");
        await api.Does(s_read, ("execute_bash", """{"command":"echo one > a.txt; touch a.txt"}"""), Replace("one", "ONE"));
        await Assert.That(folder.Read("a.txt")).IsEqualTo("ONE\n");
    }

    [Test]
    public async Task A_file_that_was_removed_since_it_was_read_is_not_made_again()
    {
        await using var folder = new SharedFolder();
        folder.Write("a.txt", "one\n");
        var api = folder.Session("api");
        await api.Does(s_read, ("execute_bash", """{"command":"rm a.txt"}"""), ("fs_write", """{"command":"create","path":"a.txt","file_text":"two"}"""));
        await Assert.That(File.Exists(folder.At("a.txt"))).IsFalse();
        await Assert.That(api.Results[^1]).StartsWith("! a.txt was removed outside of q or by a command after this session read it");
    }

    [Test]
    public async Task A_file_that_another_session_made_is_not_overwritten_by_one_that_never_read_it()
    {
        await using var folder = new SharedFolder();
        var (api, web) = (folder.Session("api"), folder.Session("web"));
        await api.Does(("fs_write", """{"command":"create","path":"new.txt","file_text":"by api"}"""));
        await web.Does(("fs_write", """{"command":"create","path":"new.txt","file_text":"by web"}"""));
        await Assert.That(folder.Read("new.txt")).IsEqualTo("by api\n");
        await Assert.That(web.Results[^1]).StartsWith("! new.txt was written by api, 0 s ago, and this session has not read it, so it was not written.");
    }

    [Test]
    public async Task What_changes_while_permission_is_asked_is_a_conflict_with_both_changes()
    {
        await using var folder = new SharedFolder(TrustChoice.AskAlways);
        folder.Write("a.txt", "one\n");
        var api = folder.Session("api");
        api.Begins(Replace("one", "ONE"));
        var asked = await api.Sink.Next<TurnAsked>();
        folder.Write("a.txt", "one\nby hand\n");
        api.Engine.Answer(asked.Question.Number, new Answer(AnswerKind.Allow));
        await api.Sink.Next<TurnEnded>();
        await Assert.That(folder.Read("a.txt")).IsEqualTo("one\nby hand\n");
        await Assert.That(api.Results[^1]).Contains("+by hand\n").And.Contains("-one\n+ONE\n");
    }

    [Test]
    public async Task A_session_edits_what_it_wrote_itself_without_reading_it_again()
    {
        await using var folder = new SharedFolder();
        var api = folder.Session("api");
        await api.Does(("fs_write", """{"command":"create","path":"a.txt","file_text":"one"}"""), Replace("one", "two"), Replace("two", "three"));
        await Assert.That(folder.Read("a.txt")).IsEqualTo("three\n");
    }

    [Test]
    public async Task Sessions_that_reach_the_same_files_are_counted_once_for_each_pair_and_file()
    {
        await using var folder = new SharedFolder();
        folder.Write("a.txt", "one\n");
        var (api, web) = (folder.Session("api"), folder.Session("web"));
        await api.Does(s_read, s_read);
        await Assert.That(folder.Shared.Files.Crossings).IsEqualTo(0);
        await web.Does(s_read, s_read, Replace("one", "two"));
        await Assert.That(folder.Shared.Files.Crossings).IsEqualTo(1);
    }

    [Test]
    public async Task A_write_waits_for_the_session_that_asks_about_the_same_file_and_says_who_holds_it()
    {
        await using var folder = new SharedFolder(TrustChoice.AskAlways);
        folder.Write("a.txt", "one\ntwo\n");
        var (api, web) = (folder.Session("api-refactor"), folder.Session("web", AnswerKind.Allow));
        api.Begins(Replace("one", "ONE"));
        var asked = await api.Sink.Next<TurnAsked>();
        folder.Time.Advance(TimeSpan.FromSeconds(40));
        web.Begins(Replace("two", "TWO"));
        var waits = await web.Sink.Next<ToolWaits>();
        await Assert.That((waits.Title, waits.Why, folder.Time.GetUtcNow() - waits.Since))
            .IsEqualTo(("fs_write a.txt", "held by api-refactor", TimeSpan.FromSeconds(40)));
        await Assert.That(folder.Shared.Locks.Waiting).IsEqualTo(1);

        api.Engine.Answer(asked.Question.Number, new Answer(AnswerKind.Allow));
        await api.Sink.Next<TurnEnded>();
        await web.Sink.Next<TurnEnded>();

        // It never read the file that api has written meanwhile: told, not overwritten.
        await Assert.That(folder.Read("a.txt")).IsEqualTo("ONE\ntwo\n");
        await Assert.That(web.Results[^1]).StartsWith("! a.txt was written by api-refactor");
        await Assert.That((folder.Shared.Locks.HeldFiles, folder.Shared.Locks.Waiting)).IsEqualTo((0, 0));
    }

    [Test]
    public async Task A_question_that_nobody_answers_holds_a_file_for_a_minute_and_its_write_is_a_conflict_then()
    {
        await using var folder = new SharedFolder(TrustChoice.AskAlways);
        folder.Write("a.txt", "one\ntwo\n");
        var (api, web) = (folder.Session("api"), folder.Session("web", AnswerKind.Allow));
        api.Begins(Replace("one", "ONE"));
        var asked = await api.Sink.Next<TurnAsked>();
        web.Begins(Replace("two", "TWO"));
        await web.Sink.Next<ToolWaits>();
        folder.Time.Advance(FileLocks.DefaultTerm);
        await web.Sink.Next<TurnEnded>();
        await Assert.That(folder.Read("a.txt")).IsEqualTo("one\nTWO\n");

        api.Engine.Answer(asked.Question.Number, new Answer(AnswerKind.Allow));
        await api.Sink.Next<TurnEnded>();
        await Assert.That(folder.Read("a.txt")).IsEqualTo("one\nTWO\n");
        await Assert.That(api.Results[^1]).StartsWith("! a.txt was changed by web, 0 s ago after this session read it");
        await Assert.That((folder.Shared.Locks.HeldFiles, folder.Shared.Locks.Waiting)).IsEqualTo((0, 0));
    }

    [Test]
    public async Task A_write_that_waited_in_vain_is_a_result_the_model_can_act_on()
    {
        await using var folder = new SharedFolder();
        var (api, web) = (folder.Session("api"), folder.Session("web"));
        using var hung = folder.Shared.Locks.Request(api.Id, [folder.At("a.txt")]);
        await Assert.That(hung.TryBeginWrite()).IsTrue();
        web.Begins(("fs_write", """{"command":"create","path":"a.txt","file_text":"x"}"""));
        await web.Sink.Next<ToolWaits>();
        folder.Time.Advance(FileLocks.DefaultTerm);
        await web.Sink.Next<TurnEnded>();
        await Assert.That(web.Results[^1]).IsEqualTo(
            "! a.txt is held by api, 60 s, and did not become free within 60 s, so nothing was written. "
            + "Do something else first, or ask the person to answer that session's question.");
    }

    [Test]
    [Arguments("cancel")]
    [Arguments("close")]
    public async Task Leases_are_given_back_when_a_session_is_stopped_in_the_middle(string how)
    {
        await using var folder = new SharedFolder(TrustChoice.AskAlways);
        var (api, web, doc) = (folder.Session("api"), folder.Session("web"), folder.Session("doc"));
        api.Begins(("fs_write", """{"command":"create","path":"a.txt","file_text":"x"}"""));
        await api.Sink.Next<TurnAsked>();
        web.Begins(("fs_write", """{"command":"create","path":"a.txt","file_text":"y"}"""));
        await web.Sink.Next<ToolWaits>();
        foreach (var session in (SharedFolder.Member[])[web, api])
        {
            if (how == "close")
                await session.Engine.DisposeAsync();
            else
                session.Engine.Cancel();
            await session.Sink.Next<TurnEnded>();
        }
        await Poll.Until("all leases to be back", () => folder.Shared.Locks is { HeldFiles: 0, Waiting: 0 });
        doc.Begins(("fs_write", """{"command":"create","path":"a.txt","file_text":"z"}"""));
        await doc.Sink.Next<TurnAsked>(); // it need not wait
    }

    [Test]
    public async Task Two_sessions_that_want_the_same_files_in_opposite_order_both_finish()
    {
        await using var folder = new SharedFolder();
        var (api, web) = (folder.Session("api"), folder.Session("web"));
        for (var round = 0; round < 20; round++)
        {
            var one = api.DoesAtOnce(Create($"a{round}", "api"), Create($"b{round}", "api"));
            var two = web.DoesAtOnce(Create($"b{round}", "web"), Create($"a{round}", "web"));
            await Task.WhenAll(one, two);
            // Whoever came first wrote both; the other was told.
            await Assert.That(folder.Read($"a{round}")).IsEqualTo(folder.Read($"b{round}"));
        }
        await Assert.That((folder.Shared.Locks.HeldFiles, folder.Shared.Locks.Waiting)).IsEqualTo((0, 0));
    }

    private static (string, string) Create(string path, string text) =>
        ("fs_write", $$"""{"command":"create","path":"{{path}}","file_text":"{{text}}"}""");

    private static (string, string) Replace(string old, string made) =>
        ("fs_write", $$"""{"command":"str_replace","path":"a.txt","old_str":"{{old}}","new_str":"{{made}}"}""");
}
