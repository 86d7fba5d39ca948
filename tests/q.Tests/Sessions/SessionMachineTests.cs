using System.Runtime.CompilerServices;
using System.Text;
using Q.Sessions;

namespace Q.Tests.Sessions;

internal sealed class SessionMachineTests
{
    [Test]
    public async Task The_whole_table_is_as_it_was_reviewed()
    {
        var table = new StringBuilder();
        foreach (var phase in Enum.GetValues<Phase>())
        {
            table.Append(phase).Append('\n');
            foreach (var happened in Enum.GetValues<EventKind>())
                table.Append(Row(new(phase, Turn: 1), happened));
            if (phase is Phase.Idle or Phase.Failed or Phase.Paused)
            {
                table.Append(Row(new(phase, Turn: 1, Unanswered: true), EventKind.Retry, "after an unanswered prompt"));
                table.Append(Row(new(phase, Turn: 1, Unanswered: true, Unstored: true), EventKind.Retry, "after a prompt that was not stored"));
            }
            if (phase is Phase.Stopping or Phase.Settling or Phase.Withdrawing)
            {
                foreach (var happened in (EventKind[])[EventKind.Stored, EventKind.Settled, EventKind.TurnCancelled, EventKind.TurnFailed])
                    table.Append(Row(new(phase, Turn: 1, Then: Phase.Paused), happened, "to be paused"));
            }
        }
        await Same(table.ToString(), "SessionMachine.golden.txt");
    }

    [Test]
    public async Task Words_of_store_and_engine_never_move_a_session_that_is_not_at_work()
    {
        EventKind[] words = [EventKind.Stored, EventKind.NotStored, EventKind.Settled];
        foreach (var phase in (Phase[])[Phase.Idle, Phase.Paused, Phase.Failed, Phase.Completed])
        {
            foreach (var word in words)
            {
                var state = new SessionState(phase, Turn: 3);
                await Assert.That(SessionMachine.Next(state, word)).IsEqualTo(new Step(state));
            }
        }
    }

    private static string Row(SessionState state, EventKind happened, string remark = "")
    {
        var (next, effects, allowed) = SessionMachine.Next(state, happened);
        if (!allowed)
            return "";
        var where = next.Phase is Phase.Settling or Phase.Stopping or Phase.Withdrawing ? $"{next.Phase} (then {next.Then})" : $"{next.Phase}";
        var does = effects is Effect.None ? "" : $" : {effects}";
        var stays = next == state && effects is Effect.None ? "-" : $"{where}{does}";
        return $"  {happened,-14} {stays}{(remark.Length > 0 ? $"   [{remark}]" : "")}\n";
    }

    private static async Task Same(string text, string golden, [CallerFilePath] string here = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(here)!, golden);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            await File.WriteAllTextAsync(file, text);
        await Assert.That(text).IsEqualTo(await File.ReadAllTextAsync(file));
    }
}
