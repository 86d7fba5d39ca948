using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>What the scenarios that the design names look like in a terminal; the others are in q.Tests and in the tests beside this.</summary>
[NotInParallel("terminal")]
internal sealed class SeedScenariosTests
{
    [Test]
    public async Task Terminal_resize()
    {
        await using var world = new World();
        world.Model.On("what waits", Reply.Flowing("An answer that waits."));
        var pane = await world.Open(100, 30);
        await pane.Line("/rename back");
        await pane.UntilShows("[Current: back] q>");
        var works = world.Model.On("what works", Reply.Gated("It works", " on."));
        await pane.Line("what works");
        await works.Opened;
        await pane.Line("/new front");
        await pane.UntilShows("[Current: front] q>");

        foreach (var (columns, rows) in ((int, int)[])[(100, 30), (60, 20), (40, 10), (140, 45)])
        {
            await pane.Resize(columns, rows);
            var screen = await pane.Until(
                $"the indicator at the right of {columns} columns",
                screen => screen.Split('\n')[0].TrimEnd() is var row && row.Contains("[back]", StringComparison.Ordinal) && row.Length >= columns - 2);
            await Assert.That(Indicator.Text(screen)).IsEqualTo("1 back processing");
            await Assert.That(screen.Split('\n').Max(row => row.TrimEnd().Length)).IsLessThanOrEqualTo(columns);
            await pane.Until("the prompt in the last row", screen => screen.TrimEnd('\n', ' ').Split('\n')[^1].Contains("] q>", StringComparison.Ordinal));
        }
    }
}
