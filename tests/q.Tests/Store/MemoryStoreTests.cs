using Q.Core;
using Q.Store;
using static Q.Tests.Store.StoreFixture;

namespace Q.Tests.Store;

internal sealed class MemoryStoreTests
{
    [Test]
    public async Task A_store_that_keeps_nothing_knows_its_own_sessions_and_restores_none()
    {
        var store = new MemoryStore();
        var session = Session("one") with { Status = SessionStatus.Completed };

        await Assert.That((await Wait(done => store.Save(session, done))).Succeeded).IsTrue();
        await Assert.That((await Wait(done => store.Append(session.Id, [Said("a"), Said("b")], done))).Succeeded).IsTrue();

        await Assert.That(store.Messages(session.Id).Count).IsEqualTo(2);
        await Assert.That(store.Historical(5).Single().Messages).IsEqualTo(2);
        await Assert.That(store.NameTaken("ONE", SessionId.New())).IsTrue();
        await Assert.That(store.NameTaken("one", session.Id)).IsFalse();
        await Assert.That(store.Restore()).IsEmpty();
        store.Clear(session.Id);
        await Assert.That(store.Messages(session.Id)).IsEmpty();
    }
}
