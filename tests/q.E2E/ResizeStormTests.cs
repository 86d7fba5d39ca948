using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>A window that somebody drags about while sessions stream: what stands there at the end is what would be drawn anew.</summary>
[NotInParallel("terminal")]
internal sealed class ResizeStormTests
{
    private const int Seed = 20261126;

    /// <summary>Sixty sizes in every run of the tests, a thousand in <c>test --long</c>.</summary>
    private static readonly int s_sizes = Environment.GetEnvironmentVariable("Q_TEST_LONG") is null ? 60 : 1000;

    [Test]
    public async Task No_cell_is_wrong_after_many_sizes_while_three_sessions_stream()
    {
        await using var world = new World();
        string[] names = ["alpha", "beta", "gamma"];
        var streams = Array.ConvertAll(names, name => world.Model.On($"about {name}", Reply.Gated(Pieces(name))));
        var pane = await world.Open();
        for (var i = 0; i < names.Length; i++)
        {
            await pane.Line(i == 0 ? $"/rename {names[i]}" : $"/new {names[i]}");
            await pane.UntilShows($"[Current: {names[i]}] q>");
            await pane.Line($"tell me about {names[i]}");
            await streams[i].Opened;
        }

        await pane.RecordTo(world.Written);
        await pane.Type("half a line, 漢字 and 😀");
        var random = new Random(Seed);
        for (var size = 1; size <= s_sizes; size++)
        {
            await pane.Resize(random.Next(2, 180), random.Next(2, 60));
            foreach (var stream in streams)
                stream.Release();
            if (size % 20 == 0)
                await DrawnAnewItIsTheSame(pane, world, random, $"size {size} with seed {Seed}");
        }

        foreach (var stream in streams)
            stream.ReleaseAll();
        await pane.Resize(100, 30);
        await pane.UntilShows($"gamma {s_sizes}.");
        await pane.UntilShows("[beta]   ⏎ waiting");
        await pane.UntilShows("[Current: gamma] q> half a line, 漢字 and 😀");
        await DrawnAnewItIsTheSame(pane, world, random, "the end");
        await pane.Press("C-u");
        await pane.Line("/switch alpha");
        await pane.UntilShows($"alpha {s_sizes}.");
        await DrawnAnewItIsTheSame(pane, world, random, "another session");
    }

    private static string[] Pieces(string name) =>
        [.. Enumerable.Range(1, s_sizes).Select(piece => $"**{name} {piece}.** Some `code`, 漢字, and words that wrap{(piece % 5 == 0 ? ".\n\n- " : " ")}")];

    private static async Task DrawnAnewItIsTheSame(TmuxPane pane, World world, Random random, string when)
    {
        await pane.Resize(random.Next(40, 150), random.Next(10, 50));
        await world.IsTheSameDrawnAnew(pane, when);
    }
}
