namespace Q.E2E;

/// <summary>The first minute of somebody who has nothing set up.</summary>
[NotInParallel("terminal")]
internal sealed class OfflineTests
{
    [Test]
    public async Task Offline_first_run()
    {
        await using var world = new World();
        world.Environment.Remove("OPENAI_BASE_URL");
        world.Environment.Remove("Q_HOME");
        await File.WriteAllTextAsync(world.At("poem.txt"), "roses are red\nviolets are blue\n");
        Directory.CreateDirectory(world.At("src"));
        await File.WriteAllTextAsync(world.At("src/main.c"), "int main(void) { return 42; }\n");

        var pane = await world.Open(network: false);
        var start = await pane.UntilShows("ANTHROPIC_API_KEY");
        await Assert.That(start).Contains("offline: not a language model").And.Contains("--provider");

        await pane.Line("list files in src");
        await pane.UntilShows("main.c");
        await pane.Line("show poem.txt");
        await pane.UntilShows("violets are blue");
        await pane.Line("search for return 42");
        await pane.UntilShows("src/main.c:1:");
        await pane.Line("what is love?");
        await pane.UntilShows("it needs a model");
        await pane.UntilGone("processing"); // else q asks first
        await pane.Press("C-d");
        await Assert.That(await pane.Ended()).IsEqualTo(0);
        await Assert.That(File.Exists(Path.Combine(world.Environment["HOME"], ".amazonq", "db.sqlite"))).IsTrue();
    }
}
