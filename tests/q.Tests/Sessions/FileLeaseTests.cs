using Q.Core;
using Q.Sessions;
using Q.TestKit.ModelServer;
using Q.Turns;

namespace Q.Tests.Sessions;

/// <summary>The time-out of a file's lease from one end to the other: sessions, engines, tools and a real file.</summary>
internal sealed class FileLeaseTests
{
    [Test]
    public async Task A_question_that_stands_keeps_its_file_for_a_minute_and_who_waits_says_so_and_has_it_then()
    {
        await using var q = new SeedFixture();
        var file = Path.Combine(q.Folder, "a.txt");
        await File.WriteAllTextAsync(file, "one\ntwo\n");
        var (api, web) = (q.New("api-refactor"), q.New("web", Focus.Move));
        q.Model.On("api writes", Reply.Flowing().Call("fs_write", Replace("one", "ONE")));
        q.Model.On("web writes", Reply.Flowing().Call("fs_write", Replace("two", "TWO")));
        q.Prompt(api, "api writes");
        await q.Asks(api);
        q.Home.Time.Advance(TimeSpan.FromSeconds(40));

        q.Prompt(web, "web writes");
        await q.Until("web waits", () => q.View(web).Progress?.Waits is not null);
        await Assert.That(Waits()).IsEqualTo("held by api-refactor, 40 s");
        q.Home.Time.Advance(TimeSpan.FromSeconds(19));
        await q.Until("web still waits", () => Waits() == "held by api-refactor, 59 s");
        await Assert.That((q.View(web).Status, q.View(web).Asks)).IsEqualTo((SessionStatus.Processing, false));
        q.Home.Time.Advance(TimeSpan.FromSeconds(1)); // the lease lapses, the question stands

        await q.Asks(web);
        await Assert.That(q.View(api).Asks).IsTrue();
        q.Model.On("", Reply.Flowing("Written."));
        q.Answer(web, AnswerKind.Allow);
        await q.Ends(web);
        await Assert.That(await File.ReadAllTextAsync(file)).IsEqualTo("one\nTWO\n");
        var told = q.Model.On("was changed by web", Reply.Flowing("Then I read it again."));
        q.Answer(api, AnswerKind.Allow); // of what was shown before: not written over the other's work
        await told.Ended;
        await q.Ends(api);
        await Assert.That(await File.ReadAllTextAsync(file)).IsEqualTo("one\nTWO\n");

        string? Waits() => q.View(web).Progress?.Words(q.Home.Time.GetUtcNow());
    }

    private static string Replace(string old, string made) =>
        $$"""{"command":"str_replace","path":"a.txt","old_str":"{{old}}","new_str":"{{made}}"}""";
}
