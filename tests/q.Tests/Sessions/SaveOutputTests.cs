using Q.Config;
using Q.Sessions;
using Q.TestKit;

namespace Q.Tests.Sessions;

/// <summary>What the ring evicts is kept on the disk, as long as its session is open.</summary>
public sealed class SaveOutputTests
{
    [Test]
    public async Task All_that_was_said_is_in_the_file_also_what_the_ring_has_evicted()
    {
        using var home = new TempHome();
        var all = new SessionsFixture(
            settings: new Settings { OutputBufferSizeMb = 1 }, spills: new SpillFolder(home.Paths.Run, 100 << 20)).Started();
        var id = all.Sessions.Create(null, "long", Focus.Keep).Session!.Id;
        var engine = await all.Prompt(id, "go");
        for (var i = 0; i < 3000; i++)
            await engine.Say($"line {i} {new string('x', 1000)}\n");
        await engine.Finish("the end");
        await all.Until("the end", () => all.View(id).Ends == 1);
        await Assert.That(all.View(id).Ring!.Evicted).IsGreaterThan(1000);

        var file = Path.Combine(home.Folder, "saved.txt");
        await Assert.That(all.Sessions.SaveOutput(id, file).Problem).IsNull();
        var here = all.Sessions.Focused.Id; // it is told where it was asked
        await all.Until("it is written", () => all.Said(here).Contains($"All that long has said is in {file}.", StringComparison.Ordinal));

        await Assert.That(File.GetUnixFileMode(file)).IsEqualTo(QPaths.FileMode);
        var lines = await File.ReadAllLinesAsync(file);
        await Assert.That(lines.Count(line => line.StartsWith("line ", StringComparison.Ordinal))).IsEqualTo(3000);
        await Assert.That(string.Join('\n', lines)).Contains("> go").And.EndsWith("the end");
        await Assert.That(Directory.GetFiles(home.Paths.Run).Length).IsEqualTo(1);

        all.Sessions.SaveOutput(id, file);
        await all.Until("the refusal", () => all.Said(here).Contains("exists", StringComparison.Ordinal));

        all.Sessions.Close(id);
        await Poll.Until("the file is gone", () => Directory.GetFiles(home.Paths.Run).Length == 0);
    }
}
