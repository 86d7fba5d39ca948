using Q.Core;
using Q.Store;
using Q.Store.Migrations;
using Q.Store.Search;
using Q.Turns;
using static Q.Tests.Store.StoreFixture;

namespace Q.Tests.Store;

internal sealed class SearchTests
{
    [Test]
    public async Task What_was_said_is_found_in_open_and_closed_sessions_newest_first()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        var open = await Talk(store, Session("login"), "Fix the OAuth token refresh", "The token is refreshed too late.");
        await Talk(store, Session("old", slot: 0) with { Status = SessionStatus.Completed }, "an OAuth question");

        var hits = Found(store, "oauth");

        await Assert.That(hits.Select(hit => hit.Name)).IsEquivalentTo(["old", "login"], StringComparer.Ordinal);
        await Assert.That(hits.Select(hit => hit.Status))
            .IsEquivalentTo([SessionStatus.Completed, SessionStatus.WaitingForInput], EqualityComparer<SessionStatus>.Default);
        await Assert.That(hits[1].Snippet.Marked("«", "»")).IsEqualTo("Fix the «OAuth» token refresh");
        await Assert.That((hits[1].Session, hits[1].Seq, hits[1].Role)).IsEqualTo((open.Id, 1, Role.User));
        await Assert.That(Found(store, "token").Select(hit => hit.Seq)).IsEquivalentTo([2L, 1L], EqualityComparer<long>.Default);
    }

    [Test]
    [Arguments("token refresh", 2, "all words, in any order and with what they begin")]
    [Arguments("\"refresh token\"", 0, "a phrase is in a row")]
    [Arguments("\"token refresh\"", 1, "a phrase is whole words")]
    [Arguments("TOKEN", 2, "case does not matter")]
    [Arguments("tok", 2, "three letters begin a word")]
    [Arguments("to", 0, "two letters are a word")]
    [Arguments("cafe", 1, "accents do not matter")]
    [Arguments("café", 1, "on neither side")]
    [Arguments("src/auth_v2.ts", 1, "a path")]
    [Arguments("foo(bar)", 1, "code")]
    [Arguments("nobody", 0, "what was not said")]
    public async Task Words_find(string text, int count, string why)
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        await Talk(store, Session("one"),
            "Fix the token refresh in src/auth_v2.ts", "The token is refreshed late; foo(bar) in the Café.", "too few");

        await Assert.That(Found(store, text).Count).IsEqualTo(count).Because(why);
    }

    [Test]
    [Arguments("\"")]
    [Arguments("a\" OR b")]
    [Arguments("foo AND (bar")]
    [Arguments("NEAR(a b, 2)")]
    [Arguments("text:x ^y z*")]
    [Arguments("-not -this")]
    [Arguments("{a b}: c + d")]
    [Arguments("'); DROP TABLE messages; --")]
    [Arguments("a\0b")]
    [Arguments("% _ \\ ä 漢字 😀 x")]
    public async Task Nothing_that_is_typed_is_syntax(string text)
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        await Talk(store, Session("one"), text);

        var found = store.Search(text, 10);

        if (text.Any(char.IsLetterOrDigit))
            await Assert.That(found.TryGet(out var hits) ? hits.Count : -1).IsEqualTo(1);
        else
            await Assert.That(found.Problem).IsEqualTo(SearchWords.NothingToLookFor);
        await Assert.That(fixture.Notices).IsEmpty();
    }

    [Test]
    public async Task Whatever_is_typed_finds_what_says_just_that_and_breaks_nothing()
    {
        string[] pieces =
        [
            "\"", "\"\"", "*", "-", "^", ":", "(", ")", "{", "}", "+", ",", "'", "\\", ";", "%", "_", " ", "\t", "\n", "\0", "\x1b[31m", "\uFEFF", "\u200d",
            "NEAR(", "AND", "OR", "NOT", "text", "rank", "a", "é", "e\u0301", "ß", "İ", "漢字", "𠀀", "😀", "👩‍💻", "\ud83d", "مرحبا", "हिन्दी", "٣", "½", "x86_64", "foo.bar", "1",
            "--", "/*", "needle",
        ];
        var random = new Random(7);
        using var fixture = new StoreFixture();
        var (store, memory, said) = (fixture.Open(), new MemoryStore(), new List<(SessionId Id, string Text)>());
        for (var slot = 1; slot <= 80; slot++)
        {
            var text = string.Concat(random.GetItems(pieces, random.Next(1, 10)));
            var session = await Talk(store, Session($"s{slot}", slot), text);
            memory.Save(session);
            memory.Append(session.Id, [Said(text)]);
            said.Add((session.Id, text));
        }
        foreach (var piece in pieces)
        {
            var session = await Talk(store, Session("one", 90), piece);
            said.Add((session.Id, piece));
        }
        foreach (var (id, text) in said)
        {
            _ = memory.Search(text, 100);
            if (SearchWords.Of(text) is null)
                await Assert.That((text.EnumerateRunes().Any(System.Text.Rune.IsLetterOrDigit), store.Saying(text).Count)).IsEqualTo((false, 0)).Because(text);
            else
                await Assert.That(Found(store, text, 100).Select(hit => hit.Session)).Contains(id).Because($"it says {text}");
        }
        for (var i = 0; i < 300; i++)
        {
            var text = string.Concat(random.GetItems(pieces, random.Next(0, 14)));
            await Assert.That(store.Search(text, 10).Problem is null or SearchWords.NothingToLookFor).IsTrue().Because(text);
        }
        await Assert.That(fixture.Notices).IsEmpty(); // the store could read all the time
    }

    [Test]
    public async Task One_session_does_not_hide_the_others()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        await Talk(store, Session("first"), "the needle");
        await Talk(store, Session("long", slot: 2), [.. Enumerable.Repeat("a needle", 50)]);

        await Assert.That(Found(store, "needle").Select(hit => hit.Name))
            .IsEquivalentTo(["long", "long", "long", "first"], StringComparer.Ordinal);
        await Assert.That(store.Saying("needle").Count).IsEqualTo(2);
        await Assert.That(store.Saying("?")).IsEmpty();
    }

    [Test]
    public async Task What_is_cleared_or_deleted_is_not_found_any_more()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        var one = await Talk(store, Session("one"), "needle in one");
        var two = await Talk(store, Session("two", slot: 2), "needle in two");
        await Wait(done => store.Clear(one.Id, done));
        await Assert.That(Found(store, "needle").Single().Name).IsEqualTo("two");
        store.Dispose();

        using (var writer = new Database(fixture.Database, fixture.Time).OpenWriter())
        {
            Database.Run(writer, $"DELETE FROM conversations WHERE conversation_id = '{two.Id}'");
            Database.Run(writer, "INSERT INTO message_search (message_search, rank) VALUES ('integrity-check', 1)");
        }
        await Assert.That(Found(fixture.Open(), "needle")).IsEmpty();
    }

    [Test]
    public async Task What_tools_were_asked_and_answered_is_not_what_was_said()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        var one = Session("one");
        store.Save(one);
        await Wait(done => store.Append(one.Id,
        [
            new(Role.Assistant, [new ToolUseContent("u", "execute_bash", "needle")], Noon),
            new(Role.User, [new ToolResultContent("u", "needle", IsError: false)], Noon),
        ], done));

        await Assert.That(Found(store, "needle")).IsEmpty();
    }

    [Test]
    public async Task A_database_from_before_the_search_is_searched_after_its_migration()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        await Talk(store, Session("one"), "needle");
        store.Dispose();
        using (var writer = new Database(fixture.Database, fixture.Time).OpenWriter())
        {
            Database.Run(writer, """
                DROP TRIGGER messages_said; DROP TRIGGER messages_forgotten; DROP TABLE message_search; DROP VIEW message_texts;
                ALTER TABLE conversations DROP COLUMN asks; ALTER TABLE conversations DROP COLUMN problem;
                DELETE FROM migrations WHERE version >= 10; PRAGMA user_version = 9;
                """);
        }

        var upgraded = fixture.Open();

        await Assert.That(Found(upgraded, "needle").Single().Name).IsEqualTo("one");
        await Assert.That(fixture.Notices.Single().Text).Contains($"schema {Schema.Version}").And.Contains(".backup-v9-");
    }

    [Test]
    public async Task A_snippet_is_one_short_line_around_the_match_without_control_bytes()
    {
        var words = SearchWords.Of("needle")!;
        var text = string.Concat(Enumerable.Repeat("hay \x1b[31m\n", 200)) + "a Needle\there" + string.Concat(Enumerable.Repeat(" straw", 200));

        var snippet = words.SnippetOf(text)!;

        await Assert.That(snippet.Text).StartsWith("…").And.Contains("a Needle here straw");
        await Assert.That(snippet.Text.Length).IsLessThanOrEqualTo(140);
        await Assert.That(snippet.Text.Any(char.IsControl)).IsFalse();
        await Assert.That(snippet.Marked("[", "]")).Contains("[Needle]");
    }

    [Test]
    public async Task Prompts_after_a_message_are_counted_for_the_jump()
    {
        using var fixture = new StoreFixture();
        var store = fixture.Open();
        var one = await Talk(store, Session("one"), "p1", "a1", "p2", "a2", "p3", "a3");

        await Assert.That(store.PromptsAfter(one.Id, 1)).IsEqualTo(2);
        await Assert.That(store.PromptsAfter(one.Id, 4)).IsEqualTo(1);
        await Assert.That(store.PromptsAfter(one.Id, 5)).IsEqualTo(0);
    }

    [Test]
    public async Task A_store_that_keeps_nothing_finds_the_same()
    {
        var store = new MemoryStore();
        var one = Session("one");
        store.Save(one);
        store.Append(one.Id, [Said("Fix the token refresh"), Said("more")]);

        var hit = store.Search("refr tok", 5).TryGet(out var hits) ? hits.Single() : null;
        await Assert.That((hit!.Name, hit.Seq, hit.Snippet.Marked("«", "»"))).IsEqualTo(("one", 1, "Fix the «token» «refresh»"));
        await Assert.That(store.PromptsAfter(one.Id, 1)).IsEqualTo(1);
        await Assert.That(store.Search("tok nobody", 5).TryGet(out var none) ? none.Count : -1).IsEqualTo(0);
    }

    private static IReadOnlyList<SearchHit> Found(SessionStore store, string text, int most = 50) =>
        store.Search(text, most).TryGet(out var hits) ? hits : throw new InvalidOperationException(store.Search(text, 50).Problem);

    /// <summary>A session with these messages, in turns of the person and the model.</summary>
    private static async Task<StoredSession> Talk(SessionStore store, StoredSession session, params string[] said)
    {
        store.Save(session);
        List<Message> messages = [.. said.Select((text, at) => new Message(at % 2 == 0 ? Role.User : Role.Assistant, [new TextContent(text)], Noon))];
        await Wait(done => store.Append(session.Id, messages, done));
        return session;
    }
}
