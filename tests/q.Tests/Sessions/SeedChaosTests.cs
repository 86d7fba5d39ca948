using Q.Config;
using Q.Core;
using Q.Model;
using Q.Processes;
using Q.Sessions;
using Q.Store;
using Q.TestKit.ModelServer;
using Q.TestKit;
using Q.Tools;
using Q.Turns;

namespace Q.Tests.Sessions;

/// <summary>The chaos that the design names: each time one session suffers, the others do not, and nothing typed is lost.</summary>
internal sealed class SeedChaosTests
{
    private const int PageBytes = 4096;

    private static readonly TrustChoice s_trusted = new([], All: true, IsUnattended: false);

    [Test]
    public async Task Kill_background_task()
    {
        await using var q = new SeedFixture(trust: s_trusted);
        var (back, other) = (q.New("back"), q.New("other", Focus.Move));
        q.Model.On("run long", Reply.Flowing().Call("execute_bash", """{"command":"echo $$ > pid; exec sleep 600"}"""));
        q.Model.On("SIGKILL", Reply.Flowing("It was killed, I see."));
        q.Prompt(back, "run long");
        var pid = await Pid(q);

        _ = SpawnLibc.kill(pid, SpawnLibc.SigKill); // by somebody outside

        await q.Ends(back);
        await Assert.That((q.View(back).Status, q.Said(back).Contains("It was killed, I see.", StringComparison.Ordinal)))
            .IsEqualTo((SessionStatus.WaitingForInput, true));

        File.Delete(Path.Combine(q.Folder, "pid"));
        q.Model.On("run long", Reply.Flowing().Call("execute_bash", """{"command":"echo $$ > pid; trap '' TERM; sleep 600 & wait; wait"}"""));
        q.Prompt(back, "run long");
        pid = await Pid(q);
        await Assert.That(q.Sessions.Kill(back).Problem).IsNull(); // by /kill, though it ignores SIGTERM

        await Assert.That(q.Sessions.Views.Any(view => view.Id == back)).IsFalse();
        await q.Until("its process is gone", () => !Directory.Exists($"/proc/{pid}"));
        q.Model.On("still there?", Reply.Flowing("As if nothing had been."));
        q.Prompt(other, "still there?");
        await q.Ends(other);
        await q.Until("the end is stored", () => q.Store.Historical(5).Any(closed => closed.Id == back));
        await Assert.That(q.Store.Messages(back)[^1].Parts.Length).IsGreaterThan(0);
        await Assert.That((q.Gate.Inside, q.Sessions.Refused)).IsEqualTo((0, 0));
    }

    [Test]
    public async Task Corrupt_database_during_save()
    {
        await using var q = new SeedFixture();
        var ids = new List<SessionId>();
        for (var i = 1; i <= 4; i++)
            ids.Add(q.New($"s{i}"));
        for (var round = 0; round < 10; round++)
        {
            foreach (var id in ids)
                q.Model.On($"round {round} of {id}", Reply.Flowing($"Answer {round}: {new string('y', 20_000)}"));
            foreach (var id in ids)
                q.Prompt(id, $"round {round} of {id}");
            foreach (var id in ids)
                await q.Ends(id, round + 1);
        }
        using (var connection = Database.OpenFile(q.Home.Database))
            Database.Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        var answer = q.Model.On("while it breaks", Reply.Gated("one ", "two ", "three"));
        q.Prompt(ids[0], "while it breaks");
        await answer.Opened;
        answer.Release();

        Spoil(q.Home.Database);
        answer.ReleaseAll();
        await q.Ends(ids[0], 11);
        await q.Until("the recovery", () =>
        {
            foreach (var id in ids)
                _ = q.Store.Messages(id); // somebody reads where it is broken
            return q.Home.Notices.Any(notice => notice.Kind is StoreNoticeKind.Damaged);
        });

        await q.Until("it is told", () => q.Said(q.Sessions.Focused.Id).Contains("The database was damaged. It was set aside as ", StringComparison.Ordinal));
        await Assert.That(Directory.GetFiles(q.Home.Home.Paths.Home, "db.sqlite.damaged-2*").Length).IsGreaterThanOrEqualTo(1);
        foreach (var id in ids)
        {
            q.Model.On($"after it {id}", Reply.Flowing("I go on."));
            q.Prompt(id, $"after it {id}");
        }
        foreach (var id in ids)
        {
            await q.Until("an answer, or that too much is lost", () => q.View(id).Ends > (id == ids[0] ? 11 : 10));
            if (q.View(id).Status is SessionStatus.Failed)
            {
                // Nothing is sent without what was lost, unless the person wants that.
                await Assert.That(q.View(id).Problem).Contains("The conversation could not be read from the database").And.Contains("/recover");
                await Assert.That(q.Sessions.Recover(id).Problem).IsNull();
                await q.Until("it is built anew", () => q.View(id).Interrupted);
                await Assert.That(q.Sessions.Retry(id).Problem).IsNull();
            }
            await q.Until("the answer", () => q.View(id).Status is SessionStatus.WaitingForInput && q.Said(id).EndsWith("I go on.\n", StringComparison.Ordinal));
        }
        await Assert.That(q.Store.Flush(Poll.Limit)).IsTrue();
        foreach (var id in ids)
        {
            var last = q.Store.Messages(id);
            await Assert.That(((TextContent)last[^2].Parts.Single()).Text).IsEqualTo($"after it {id}");
        }
        using var sound = Database.OpenFile(q.Home.Database);
        await Assert.That(Database.IsSound(sound)).IsTrue();
    }

    [Test]
    public async Task API_timeouts()
    {
        await using var q = new SeedFixture(silence: TimeSpan.FromMinutes(5));
        var (mute, stalls, works) = (q.New("mute"), q.New("stalls"), q.New("works"));
        var never = q.Model.On("never", Reply.Gated("never"));
        for (var retry = 2; retry <= RetryPolicy.MostAttempts; retry++)
            q.Model.On("never", Reply.Gated("never")); // what said nothing is asked again
        var half = q.Model.On("half", Reply.Flowing("Half of").Then(new ReplyStep.Stall()));
        q.Prompt(mute, "never");
        q.Prompt(stalls, "half");
        await never.Opened;
        await q.Until("the half", () => q.Said(stalls).Contains("Half of", StringComparison.Ordinal));
        q.Model.On("at once", Reply.Flowing("At once."));
        q.Prompt(works, "at once");
        await q.Ends(works);

        await q.Until("both are given up", () =>
        {
            q.Home.Time.Advance(TimeSpan.FromMinutes(1));
            return q.View(mute).Status is SessionStatus.Failed && q.View(stalls).Status is SessionStatus.Failed;
        });

        foreach (var id in (SessionId[])[mute, stalls])
            await Assert.That(q.View(id).Problem).Contains("127.0.0.1").And.Contains("5 min").And.Contains("/retry");
        await Assert.That(q.Said(stalls)).Contains("Half of");
        await q.Until("the calls are off", () => (q.Model.OpenStreams, q.Gate.Inside) == (0, 0));
        q.Model.On("never", Reply.Flowing("Now."));
        await Assert.That(q.Sessions.Retry(mute).Problem).IsNull();
        await q.Until("the answer", () => q.View(mute).Status is SessionStatus.WaitingForInput);
        await Assert.That(q.Said(mute)).EndsWith("Now.\n");
    }

    /// <summary>Output that scrolls out of memory fills the disk on which the database is too.</summary>
    [Test]
    public async Task Fill_disk_during_buffering()
    {
        await using var disk = await SmallDisk.Make(megabytes: 6);
        await using var q = new SeedFixture(new Settings { OutputBufferSizeMb = 1 }, trust: s_trusted, home: disk.Home);
        var (flood, other) = (q.New("flood"), q.New("other", Focus.Move));
        q.Model.On("flood it", Reply.Flowing().Call("execute_bash", """{"command":"yes 'a line of the flood that is long enough' | head -c 12000000"}"""));
        q.Model.On("exit_status", Reply.Flowing("That was much."));
        q.Prompt(flood, "flood it");
        await q.Until("the end of the flood", () => q.Said(flood).Contains("That was much.", StringComparison.Ordinal));

        await q.Until("it is told that what scrolls out is not kept", () => q.Said(flood).Contains("output that scrolls out is not kept", StringComparison.Ordinal));
        await q.Until("and that the disk is full", () => q.Said(other).Contains("The disk is full", StringComparison.Ordinal));
        q.Model.On("typed on a full disk", Reply.Flowing("Answered on a full disk."));
        q.Prompt(other, "typed on a full disk");
        await q.Ends(other);
        await Assert.That(q.Said(other)).Contains("Answered on a full disk.");
        await Assert.That(q.Store.Unsaved().Select(one => one.Session.Name)).Contains("other");

        q.Sessions.Close(flood); // what it had on the disk goes

        await q.Until("there is room again", () => q.Home.Notices.Any(notice => notice.Kind is StoreNoticeKind.Recovered));
        await Assert.That(q.Store.Flush(Poll.Limit)).IsTrue();
        await Assert.That(q.Store.Unsaved()).IsEmpty();
        await Assert.That(q.Store.Messages(other).SelectMany(message => message.Parts).OfType<TextContent>().Select(part => part.Text))
            .IsEquivalentTo(["typed on a full disk", "Answered on a full disk."], StringComparer.Ordinal);
    }

    private static async Task<int> Pid(SeedFixture q)
    {
        var file = Path.Combine(q.Folder, "pid");
        await q.Until("the program runs", () => File.Exists(file) && File.ReadAllText(file).EndsWith('\n'));
        return int.Parse(await File.ReadAllTextAsync(file));
    }

    /// <summary>Overwrites pages in the middle of the file, as a bad disk does.</summary>
    private static void Spoil(string file)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        var first = (long)(RandomAccess.GetLength(handle) / PageBytes * 0.4);
        var page = new byte[PageBytes];
        Random.Shared.NextBytes(page);
        for (var at = first; at < first + 60; at++)
            RandomAccess.Write(handle, page, at * PageBytes);
    }
}
