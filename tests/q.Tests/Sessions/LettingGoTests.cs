using Q.Chat;
using Q.Core;
using Q.Model;
using Q.TestKit;
using Q.Tests.Chat;
using Q.Tests.Store;
using Q.Tools;
using Q.Turns;
using static Q.Tests.Chat.ChatFixture;

namespace Q.Tests.Sessions;

/// <summary>Long conversations are in the store, not in memory.</summary>
public sealed class LettingGoTests
{
    [Test]
    public async Task A_long_answer_is_held_by_nobody_once_it_is_stored_and_is_sent_with_the_next_prompt()
    {
        using var home = new StoreFixture();
        var store = home.Open();
        var model = new FakeModel().Answers(Says(new string('x', 3_000_000)), Ends());
        var parts = new ChatParts(_ => Outcome<IModelClient>.Ok(model), new ToolTable([]), TrustChoice.AskAlways,
            new RetryPolicy(TimeProvider.System), new CallGate(5), TimeProvider.System);
        var factory = new ChatEngineFactory(parts, home.Home.Folder);
        var seen = new List<WeakReference>();
        var sessions = new SessionsFixture(
            store, engines: (setup, sink, history) => factory.Make(setup, new Spy(sink, seen), history)).Started();

        sessions.Sessions.Prompt(sessions.Sessions.Focused.Id, "go");
        await sessions.Until("the answer", () => sessions.Sessions.Focused.Ends == 1);

        await Poll.Until("nobody holds it", () =>
        {
            GC.Collect();
            return seen is [{ IsAlive: false }];
        });
        sessions.Sessions.Prompt(sessions.Sessions.Focused.Id, "and?");
        await sessions.Until("the second answer", () => sessions.Sessions.Focused.Ends == 2);
        await Assert.That(model.Requests.Last().Messages.Count).IsEqualTo(3);
        await Assert.That(((TextContent)model.Requests.Last().Messages[1].Parts[0]).Text.Length).IsEqualTo(3_000_000);
    }

    /// <summary>Remembers, without holding it, what an engine said.</summary>
    private sealed class Spy(ITurnSink sink, List<WeakReference> seen) : ITurnSink
    {
        public ValueTask Send(TurnEvent turnEvent)
        {
            if (turnEvent is MessageReady ready)
                seen.Add(new(((TextContent)ready.Message.Parts[0]).Long));
            return sink.Send(turnEvent);
        }
    }
}
