using System.Collections.Concurrent;
using Q.Config;
using Q.Core;
using Q.Sessions;
using Q.Store;
using Q.TestKit;
using Q.Turns;

namespace Q.Tests.Sessions;

/// <summary>A title that a session's model gives it, where <c>auto_name_model</c> asks for one.</summary>
internal sealed class TitleTests
{
    private readonly ConcurrentQueue<(SessionSetup Setup, IReadOnlyList<string> Prompts)> _asked = new();
    private readonly TaskCompletionSource<Outcome<string>> _title = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Test]
    public async Task It_replaces_the_generated_name_after_the_first_answer_and_the_next_prompt_keeps_it()
    {
        var q = Fixture();
        var id = q.Sessions.Focused.Id;
        await Turn(q, id, "refactor the api");
        var generated = q.View(id).Name;
        await q.Until("the model is asked", () => !_asked.IsEmpty);
        await Assert.That(_asked.Single().Prompts).IsEquivalentTo(["refactor the api"], StringComparer.Ordinal);
        await Assert.That(_asked.Single().Setup.Session).IsEqualTo(id);

        _title.SetResult(Outcome<string>.Ok("Split the HTTP layer, finally"));
        await q.Until("the title is its name", () => q.View(id).Name == "split-the-http-layer");
        await Assert.That(generated).IsNotEqualTo("split-the-http-layer");
        await Turn(q, id, "now the database");
        await Turn(q, id, "and write documentation for the parser");
        await Assert.That(q.View(id).Name).IsEqualTo("split-the-http-layer");
        await Assert.That(_asked.Count).IsEqualTo(1);
    }

    [Test]
    public async Task The_turn_does_not_wait_for_it_and_what_comes_after_the_third_prompt_is_too_late()
    {
        var q = Fixture();
        var id = q.Sessions.Focused.Id;
        foreach (var prompt in (string[])["refactor the api", "now the database", "and the tests"])
            await Turn(q, id, prompt);
        var frozen = q.View(id).Name;
        var bells = q.Bells;
        _title.SetResult(Outcome<string>.Ok("too late"));
        await q.Until("it has come", () => q.Bells > bells);
        q.Sessions.Refresh();
        await Assert.That(q.View(id).Name).IsEqualTo(frozen);
    }

    [Test]
    public async Task A_name_that_a_person_gave_stays_and_is_not_asked_about()
    {
        var q = Fixture();
        await q.Answered("mine", "refactor the api");
        var id = q.Sessions.Focused.Id;
        await Turn(q, id, "now the database");
        await q.Until("only the other is asked about", () => _asked.Count == 1);
        q.Sessions.Rename(id, "also mine");
        var bells = q.Bells;
        _title.SetResult(Outcome<string>.Ok("a title"));
        await q.Until("it has come", () => q.Bells > bells);
        q.Sessions.Refresh();
        await Assert.That(q.Sessions.Views.Select(view => view.Name).Order()).IsEquivalentTo(["also-mine", "mine"], StringComparer.Ordinal);
        await Assert.That(_asked.Single().Setup.Session).IsEqualTo(id);
    }

    [Test]
    [Arguments("Fix: Login!", "fix-login-2")]
    [Arguments("an-unbelievably-long-word-without-an-end", "an-unbelievably-long")]
    [Arguments("unbelievablylongwordwithoutanend", "unbelievablylongword")]
    [Arguments("日本語", null)]
    [Arguments("404", null)]
    [Arguments("44444444444444444444-x", null)]
    public async Task It_is_folded_and_unique_as_every_name_is(string title, string? name)
    {
        var q = Fixture();
        q.Sessions.Create(null, "fix-login", Focus.Keep);
        var id = q.Sessions.Focused.Id;
        await Turn(q, id, "refactor the api");
        var generated = q.View(id).Name;
        var bells = q.Bells;
        _title.SetResult(Outcome<string>.Ok(title));
        await q.Until("it has come", () => q.Bells > bells);
        await q.Until("the name", () => q.View(id).Name == (name ?? generated));
    }

    [Test]
    public async Task An_error_changes_nothing_and_it_is_off_unless_it_is_asked_for()
    {
        var q = Fixture();
        var id = q.Sessions.Focused.Id;
        await Turn(q, id, "refactor the api");
        var (generated, bells) = (q.View(id).Name, q.Bells);
        _title.SetResult(Outcome<string>.No("It broke."));
        await q.Until("it has come", () => q.Bells > bells);
        q.Sessions.Refresh();
        await Assert.That(q.View(id).Name).IsEqualTo(generated);
        await Assert.That(q.Said(id)).DoesNotContain("It broke");

        var off = Fixture(new Settings());
        await Turn(off, off.Sessions.Focused.Id, "refactor the api");
        await Assert.That(_asked.Count).IsEqualTo(1);
    }

    [Test]
    public async Task After_a_restart_a_title_is_not_replaced_by_a_generated_name()
    {
        using var home = new Q.Tests.Store.StoreFixture();
        var store = home.Open();
        var q = Fixture(store: store);
        var id = q.Sessions.Focused.Id;
        await Turn(q, id, "refactor the api");
        _title.SetResult(Outcome<string>.Ok("split layers"));
        await q.Until("the title is its name", () => q.View(id).Name == "split-layers");
        await Assert.That(store.Flush(Poll.Limit)).IsTrue();

        using var killed = home.AfterKill();
        var again = Fixture(store: killed.Open());
        await Turn(again, id, "now the database");
        await Assert.That(again.View(id).Name).IsEqualTo("split-layers");
    }

    [Test]
    public async Task After_a_restart_a_generated_name_may_still_become_a_title()
    {
        using var home = new Q.Tests.Store.StoreFixture();
        var store = home.Open();
        var q = Fixture(new Settings(), store);
        var id = q.Sessions.Focused.Id;
        await Turn(q, id, "refactor the api");
        var generated = q.View(id).Name;
        await Assert.That(store.Flush(Poll.Limit)).IsTrue();

        using var killed = home.AfterKill();
        var again = Fixture(store: killed.Open());
        await Assert.That(again.View(id).Name).IsEqualTo(generated);
        await Turn(again, id, "now the database");
        await again.Until("the model is asked", () => !_asked.IsEmpty);
        await Assert.That(_asked.Single().Prompts).IsEquivalentTo(["refactor the api", "now the database"], StringComparer.Ordinal);
        _title.SetResult(Outcome<string>.Ok("split layers"));
        await again.Until("the title is its name", () => again.View(id).Name == "split-layers");
    }

    private SessionsFixture Fixture(Settings? settings = null, ISessionStore? store = null)
    {
        var q = new SessionsFixture(store, settings ?? new Settings { AutoNameModel = true });
        q.Sessions.Titles = (setup, prompts) =>
        {
            _asked.Enqueue((setup, prompts));
            return _title.Task;
        };
        return q.Started();
    }

    private static async Task Turn(SessionsFixture q, SessionId id, string prompt)
    {
        var ends = q.View(id).Ends;
        var engine = await q.Prompt(id, prompt);
        await engine.Finish($"answer to {prompt}");
        await q.Until("it is answered", () => q.View(id).Ends > ends);
    }
}
