using System.Text.Json;
using Q.Core;
using Q.Store;
using Q.Store.Exports;
using Q.TestKit;
using Q.Turns;

namespace Q.Tests.Cli;

internal sealed class SessionsVerbsTests
{
    [Test]
    public async Task An_empty_home_says_that_there_is_none_and_makes_none()
    {
        using var shell = new CliFixture();
        await Assert.That(shell.Run("sessions", "list")).IsEqualTo(0);
        await Assert.That(shell.Out).IsEqualTo("There is no session. `q` opens one.\n");
        await Assert.That(shell.Run("sessions", "list", "--json")).IsEqualTo(0);
        await Assert.That(shell.Out).IsEqualTo("[]\n");
        await Assert.That(Directory.Exists(shell.Home.Paths.Home)).IsFalse();
    }

    [Test]
    public async Task Open_sessions_are_listed_by_slot_and_closed_ones_with_all()
    {
        using var shell = new CliFixture();
        Fill(shell);
        shell.Run("sessions", "list");
        Golden.Check(shell.Out, "sessions-list.golden.txt");
        shell.Run("sessions", "list", "--all");
        Golden.Check(shell.Out, "sessions-list-all.golden.txt");
        await Assert.That(shell.Error).IsEqualTo("");
    }

    [Test]
    public async Task A_list_is_as_wide_as_the_terminal_and_into_a_pipe_it_is_not_cut()
    {
        using var shell = new CliFixture();
        Fill(shell);
        shell.Run("sessions", "list");
        await Assert.That(shell.Out).Contains("lambda-deploy-to-pr…");
        shell.Columns = Q.Commands.SessionListing.Endless;
        shell.Run("sessions", "list");
        await Assert.That(shell.Out).Contains("lambda-deploy-to-production [FAILED]");
        shell.Columns = 40;
        shell.Run("sessions", "list");
        await Assert.That(shell.Out).Contains("\n    dev, 1 message, 0s ago\n");
    }

    [Test]
    public async Task Search_keeps_those_that_have_the_words_or_in_which_they_were_said()
    {
        using var shell = new CliFixture();
        Fill(shell);
        shell.Run("sessions", "list", "--all", "--search", "plan");
        await Assert.That(shell.Out).Contains("old-plan").And.DoesNotContain("s3-debug");
        shell.Run("sessions", "list", "--search", "hell", "--json");
        using var json = JsonDocument.Parse(shell.Out);
        await Assert.That(json.RootElement.EnumerateArray().Single().GetProperty("name").GetString()).IsEqualTo("api-refactor");
        await Assert.That(shell.Run("sessions", "list", "--search", "plan")).IsEqualTo(0);
        await Assert.That(shell.Out).IsEqualTo("No open session has that.\n");
        shell.Run("sessions", "list", "--all", "--search", "-");
        await Assert.That(shell.Out).Contains("s3-debug").And.DoesNotContain("hello");
        shell.Run("sessions", "list", "--all", "--search", "zebra");
        await Assert.That(shell.Out).IsEqualTo("No session has that.\n");
    }

    [Test]
    public async Task As_json_a_session_has_everything_that_is_stored_of_it()
    {
        using var shell = new CliFixture();
        Fill(shell);
        shell.Run("sessions", "list", "--json");
        using var json = JsonDocument.Parse(shell.Out);
        var first = json.RootElement[0];
        await Assert.That(json.RootElement.GetArrayLength()).IsEqualTo(3);
        await Assert.That(first.GetProperty("name").GetString()).IsEqualTo("api-refactor");
        await Assert.That(first.GetProperty("status").GetString()).IsEqualTo("Active");
        await Assert.That(first.GetProperty("messages").GetInt32()).IsEqualTo(1);
        await Assert.That(first.GetProperty("slot").GetInt32()).IsEqualTo(1);
        await Assert.That(first.GetProperty("folder").GetString()).IsEqualTo("/work");
    }

    [Test]
    [Arguments(SessionStatus.Processing, WaitReason.None), Arguments(SessionStatus.WaitingForInput, WaitReason.Permission)]
    [Arguments(SessionStatus.WaitingForInput, WaitReason.Interrupted)]
    public async Task What_no_q_runs_is_at_work_nowhere_it_waits_and_was_interrupted(SessionStatus stored, WaitReason asks)
    {
        using var shell = new CliFixture();
        Write(shell, Session(1, "cut", stored, shell.Time.GetUtcNow()) with { Asks = asks }, Session(2, "calm", SessionStatus.WaitingForInput, shell.Time.GetUtcNow()));
        shell.Run("sessions", "list");
        await Assert.That(shell.Out.Split('\n').Single(line => line.Contains("cut", StringComparison.Ordinal))).Contains("[WAITING]").And.EndsWith("interrupted 0s");
        shell.Run("sessions", "list", "--json");
        using var listed = JsonDocument.Parse(shell.Out);
        var (cut, calm) = (listed.RootElement[0], listed.RootElement[1]);
        await Assert.That(cut.GetProperty("status").GetString()).IsEqualTo("WaitingForInput");
        await Assert.That(cut.GetProperty("interrupted").GetBoolean()).IsTrue();
        await Assert.That(cut.GetProperty("asks").GetString()).IsEqualTo("");
        await Assert.That(calm.GetProperty("interrupted").GetBoolean()).IsFalse();
        shell.Run("sessions", "show", "cut");
        await Assert.That(shell.Out).Contains("state        WaitingForInput, interrupted\n");
        shell.Run("sessions", "show", "cut", "--json");
        using var shown = JsonDocument.Parse(shell.Out);
        await Assert.That(shown.RootElement.GetProperty("sessions")[0].GetProperty("status").GetString()).IsEqualTo("WaitingForInput");
        await Assert.That(ImportJson.Read(shown.RootElement).TryGet(out var read) && read.Single().Session.IsCut).IsTrue();
    }

    [Test]
    public async Task What_was_cut_and_then_paused_is_told_as_both_and_comes_back_from_an_export_as_both()
    {
        using var shell = new CliFixture();
        Write(shell, Session(1, "cut", SessionStatus.Paused, shell.Time.GetUtcNow()) with { Asks = WaitReason.Interrupted });
        shell.Run("sessions", "list");
        await Assert.That(shell.Out).Contains("[PAUSED]").And.Contains("interrupted 0s");
        shell.Run("sessions", "show", "cut", "--json");
        using var shown = JsonDocument.Parse(shell.Out);
        await Assert.That(shown.RootElement.GetProperty("sessions")[0].GetProperty("status").GetString()).IsEqualTo("Paused");
        await Assert.That(shown.RootElement.GetProperty("sessions")[0].GetProperty("interrupted").GetBoolean()).IsTrue();
        var read = ImportJson.Read(shown.RootElement).TryGet(out var sessions) ? sessions.Single().Session : null;
        await Assert.That((read?.Status, read?.Asks)).IsEqualTo((SessionStatus.Paused, WaitReason.Interrupted));
    }

    [Test]
    public async Task What_asks_in_a_q_that_lives_is_exported_with_what_it_asks_and_comes_in_as_cut()
    {
        using var shell = new CliFixture();
        var other = new LeaseJudge(new(1, ProcessIdentity.StartOf(1) ?? "", ProcessIdentity.Own().Host), ProcessIdentity.StartOf, shell.Time);
        if (!SessionStore.Open(shell.Home.Paths, shell.Time, static _ => { }, other).TryGet(out var running))
            throw new InvalidOperationException();
        using (running)
        {
            running.Save(Session(1, "asks", SessionStatus.WaitingForInput, shell.Time.GetUtcNow()) with { Asks = WaitReason.Permission });
            await Assert.That(running.Flush(Poll.Limit)).IsTrue();
            shell.Run("sessions", "show", "asks", "--json");
        }
        using var shown = JsonDocument.Parse(shell.Out);
        var session = shown.RootElement.GetProperty("sessions")[0];
        await Assert.That(session.GetProperty("status").GetString()).IsEqualTo("WaitingForInput");
        await Assert.That(session.GetProperty("asks").GetString()).IsEqualTo("permission");
        await Assert.That(session.TryGetProperty("interrupted", out _)).IsFalse();
        await Assert.That(ImportJson.Read(shown.RootElement).TryGet(out var read) && read.Single().Session.IsCut).IsTrue();
    }

    [Test]
    public async Task A_database_that_cannot_be_read_is_a_sentence_and_exit_1()
    {
        using var shell = new CliFixture();
        Directory.CreateDirectory(shell.Home.Paths.Home);
        await File.WriteAllTextAsync(shell.Home.Paths.Database, new string('x', 8192));
        await Assert.That(shell.Run("sessions", "list")).IsEqualTo(1);
        await Assert.That(shell.Error).Contains("cannot be read").And.Contains("`q doctor` says more");
    }

    [Test]
    public async Task Without_a_home_it_says_what_to_set()
    {
        using var shell = new CliFixture();
        shell.Environment.Clear();
        await Assert.That(shell.Run("sessions", "list")).IsEqualTo(1);
        await Assert.That(shell.Error).Contains("Set Q_HOME");
    }

    /// <summary>Written by a store that has ended, so that nobody holds the sessions.</summary>
    private static void Fill(CliFixture shell)
    {
        if (!SessionStore.Open(shell.Home.Paths, shell.Time, static _ => { }).TryGet(out var store))
            throw new InvalidOperationException();
        var now = shell.Time.GetUtcNow();
        var first = Session(1, "api-refactor", SessionStatus.WaitingForInput, now) with { Active = true };
        store.Save(first);
        store.Append(first.Id, [new Message(Role.User, [new TextContent("hello")], now)]);
        store.Save(Session(2, "s3-debug", SessionStatus.Processing, now.AddMinutes(-5)) with { Type = SessionType.Debug });
        store.Save(Session(3, "lambda-deploy-to-production", SessionStatus.Failed, now.AddDays(-3)) with { Unseen = true });
        store.Save(Session(0, "old-plan", SessionStatus.Completed, now.AddDays(-9)) with { Type = SessionType.Planning });
        store.Dispose();
    }

    private static void Write(CliFixture shell, params StoredSession[] sessions)
    {
        if (!SessionStore.Open(shell.Home.Paths, shell.Time, static _ => { }).TryGet(out var store))
            throw new InvalidOperationException();
        foreach (var session in sessions)
            store.Save(session);
        store.Dispose();
    }

    private static StoredSession Session(int slot, string name, SessionStatus status, DateTimeOffset at) => new()
    {
        Id = SessionId.New(),
        Slot = slot,
        Name = name,
        Status = status,
        Folder = "/work",
        CreatedAt = at,
        LastActive = at,
    };
}
