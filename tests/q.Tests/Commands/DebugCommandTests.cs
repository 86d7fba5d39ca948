using Q.Config;

namespace Q.Tests.Commands;

internal sealed class DebugCommandTests
{
    [Test]
    public async Task Debug_shows_sessions_what_they_share_locks_and_buffers()
    {
        using var q = new CommandsFixture(new Settings { MaxActiveSessions = 4 });
        await q.Working("api", "do it");

        await q.Run("/debug sessions");
        await q.Said(said => said.StartsWith("1 dev-1: WaitingForInput, turn 0, ", StringComparison.Ordinal)
            && said.Contains("\n2 api: Processing, turn 1, 0 ended, 1 message, 0 queued, for 0s\n", StringComparison.Ordinal)
            && said.EndsWith($"\n  {q.Named("api").Id} in {q.Home.Folder}\n", StringComparison.Ordinal));
        await q.Run("/debug coordinator");
        await q.Said(said => said.StartsWith("sessions     2 open, 1 count of 4; 1 at work, 0 ask, 0 unseen, 0 hibernated\n", StringComparison.Ordinal)
            && said.Contains("\nevents       0 came ", StringComparison.Ordinal)
            && said.EndsWith("not stored   nothing\n", StringComparison.Ordinal));
        await q.Run("/debug locks");
        await q.Said("No session holds a file, and none waits for one.\n");
        await q.Run("/debug buffers");
        await q.Said(said => said.Contains("\n2 api: ", StringComparison.Ordinal) && said.EndsWith(", 0 records evicted\n", StringComparison.Ordinal));
        await q.Run("/debug rate-limit");
        await q.Said("model calls  none\nNo provider has said anything of its limits.\n");
        await Assert.That(q.Router.Run("/debug").Problem).IsNotNull();
        await Assert.That(q.Router.Run("/debug everything").Problem).Contains("locks");
    }

    [Test]
    [Arguments("sessions", "1 dev-1: WaitingForInput, turn 0, "), Arguments("coordinator", "sessions     1 open, 0 count of 10")]
    [Arguments("locks", "No session holds"), Arguments("buffers", "1 dev-1: "), Arguments("rate-limit", "model calls  none\nNo provider ")]
    public async Task A_shell_hears_the_same_by_the_words_of_the_command(string word, string begins)
    {
        using var q = new CommandsFixture();
        await Assert.That(q.Router.Debug(word).TryGet(out var text) ? text : "").StartsWith(begins);
        await Assert.That(q.Router.Debug("engine").Problem).Contains("knows no part engine");
    }
}
