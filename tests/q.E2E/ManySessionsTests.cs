using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>Several sessions at work in one terminal.</summary>
[NotInParallel("terminal")]
internal sealed class ManySessionsTests
{
    [Test]
    public async Task Three_sessions_stream_at_once_and_the_indicator_names_the_ones_that_wait()
    {
        await using var world = new World();
        string[] names = ["alpha", "beta", "gamma"];
        var streams = Array.ConvertAll(names, name => world.Model.On($"about {name}", Answer(name)));
        var pane = await world.Open();
        for (var i = 0; i < names.Length; i++)
        {
            await pane.Line(i == 0 ? $"/rename {names[i]}" : $"/new {names[i]}");
            await pane.UntilShows($"[Current: {names[i]}] q>");
            await pane.Line($"tell me about {names[i]}");
            await streams[i].Opened;
            streams[i].Release();
            await pane.UntilShows($"{names[i]} line 1");
        }

        await pane.Line("/new empty");
        await pane.UntilShows("[Current: empty] q>");

        await Assert.That(world.Model.OpenStreams).IsEqualTo(3);
        await UntilIndicator(pane, "1 alpha processing, 2 beta processing, 3 gamma processing");

        streams[1].ReleaseAll();
        await UntilIndicator(pane, "2 beta waiting, 1 alpha processing, 3 gamma processing");
        streams[0].ReleaseAll();
        await UntilIndicator(pane, "2 beta waiting, 1 alpha waiting, 3 gamma processing");
        await Assert.That(world.Model.OpenStreams).IsEqualTo(1);

        await pane.Press("C-x", "a");
        var screen = await pane.UntilShows("[Current: beta] q>");

        for (var line = 1; line <= 20; line++)
            await Assert.That(screen).Contains($"beta line {line}\n");
        await Assert.That(screen).DoesNotContain("alpha line").And.DoesNotContain("gamma line");
        await UntilIndicator(pane, "1 alpha waiting, 3 gamma processing, 4 empty idle");

        await pane.Press("C-x", "a");
        await pane.UntilShows("[Current: alpha] q>");
        await pane.UntilShows("alpha line 20");
        await pane.Press("C-x", "a");
        await pane.UntilShows("No other session waits for you.");
    }

    [Test]
    public async Task A_background_session_asks_for_permission_and_is_answered_from_another()
    {
        await using var world = new World();
        const string command = "printf 'one\\ntwo\\n' > made.txt && echo it is written";
        world.Model.On("make the file", Reply.Flowing("I will.").Call("execute_bash", $$"""{"command":{{Json.Quote(command)}}}"""));
        var told = world.Model.On("it is written", Reply.Gated("It is made."));
        var pane = await world.Open();
        await pane.Line("/rename maker");
        await pane.UntilShows("[Current: maker] q>");
        await pane.Line("make the file");
        await pane.UntilShows("y Enter");
        await pane.Line("/new elsewhere");
        await pane.UntilShows("[Current: elsewhere] q>");
        await pane.Type("half a line");
        await UntilIndicator(pane, "1 maker waiting permission");

        await pane.Press("C-x", "y");
        var card = await pane.UntilShows("y allow");

        await Assert.That(card).Contains(command).And.Contains("[maker]").And.Contains($"in {world.Folder}");
        await Assert.That(File.Exists(world.At("made.txt"))).IsFalse();
        await pane.Press("y");
        await told.Opened;
        await Assert.That(await File.ReadAllTextAsync(world.At("made.txt"))).IsEqualTo("one\ntwo\n");
        await pane.UntilShows("[Current: elsewhere] q> half a line");
        await UntilIndicator(pane, "1 maker processing");
        told.ReleaseAll();
        await UntilIndicator(pane, "1 maker waiting");
    }

    [Test]
    public async Task A_change_to_a_file_is_denied_from_another_session_and_the_model_is_told()
    {
        await using var world = new World();
        await File.WriteAllTextAsync(world.At("kept.txt"), "as it was\n");
        const string change = """{"command":"str_replace","path":"kept.txt","old_str":"as it was","new_str":"as it is not"}""";
        world.Model.On("change the file", Reply.Flowing().Call("fs_write", change));
        var told = world.Model.On("I deny this tool request", Reply.Flowing("Then I leave it."));
        var pane = await world.Open();
        await pane.Line("/rename changer");
        await pane.UntilShows("[Current: changer] q>");
        await pane.Line("change the file");
        await pane.UntilShows("y Enter");
        await pane.Line("/new elsewhere");
        await UntilIndicator(pane, "1 changer waiting permission");

        await pane.Line("/deny");
        var card = await pane.UntilShows("n deny");

        await Assert.That(card).Contains("as it was").And.Contains("as it is not");
        await pane.Press("n");
        await told.Ended;
        await Assert.That(await File.ReadAllTextAsync(world.At("kept.txt"))).IsEqualTo("as it was\n");
        await UntilIndicator(pane, "1 changer waiting");
        await pane.Line("/switch changer");
        await pane.UntilShows("Then I leave it.");
    }

    private static Reply Answer(string name) =>
        Reply.Gated([$"{name} line 1\n", .. Enumerable.Range(2, 19).Select(line => $"{name} line {line}\n")]);

    private static Task<string> UntilIndicator(TmuxPane pane, string rows) =>
        pane.Until($"“{rows}” in the indicator", screen => Indicator.Text(screen) == rows);
}
