using Q.Config;
using Q.Core;
using Q.TestKit;

namespace Q.Tests.Commands;

internal sealed class TemplateTests
{
    [Test]
    public async Task A_session_of_a_template_begins_as_the_one_it_was_made_of()
    {
        using var fixture = new CommandsFixture();
        Directory.CreateDirectory(Path.Combine(fixture.Home.Folder, "src"));
        await fixture.Run("/new review one --model local/small --cwd src", "/group web", "/template save Deep Review -- look at \"the\" last commit");
        await fixture.Said("The template deep-review is kept. /new --template deep-review uses it.\n");

        await fixture.Run("/switch !", "/new two --template deep-review");
        var two = fixture.Focused;
        await Assert.That((two.Type, two.Model, two.Group)).IsEqualTo((SessionType.CodeReview, "local/small", "web"));
        await Assert.That(two.Folder).EndsWith("/src");
        await fixture.Until("its prompt", () => fixture.Engine("two") is { Prompt: "look at \"the\" last commit" });

        await fixture.Run("/new debug three --template deep-review --model other -- this instead");
        await Assert.That((fixture.Focused.Type, fixture.Focused.Model)).IsEqualTo((SessionType.Debug, "other"));
        await fixture.Until("its prompt", () => fixture.Engine("three") is { Prompt: "this instead" });
    }

    [Test]
    public async Task Templates_are_listed_and_removed_by_name()
    {
        using var fixture = new CommandsFixture();
        await fixture.Run("/template list");
        await fixture.Said(static said => said.StartsWith("There is no template."));
        await fixture.Run("/template save plain", "/template save quick -- go", "/template save quick -- go on", "/template list");
        await fixture.Said("Templates:\n  plain  dev\n  quick  dev\n      go on\n");
        await Assert.That(string.Join(' ', fixture.Router.Complete("/new --template ", 16).Words)).IsEqualTo("plain quick");
        await fixture.Run("/template remove quick");
        await Assert.That(fixture.Router.Run("/new --template quick").Problem)
            .IsEqualTo("There is no template quick. /template list shows them, /template save makes one.");
        await Assert.That(fixture.Router.Run("/template remove plan").Problem).Contains("Did you mean plain?");
        await Assert.That(fixture.Router.Run("/template save").Problem).IsEqualTo("/template save needs the template's name.");
        await Assert.That(fixture.Router.Run("/template drop x").Problem).StartsWith("drop is none of save, list, remove.");
    }

    [Test]
    public async Task A_file_that_was_spoilt_by_hand_is_told_and_not_written_over()
    {
        using var home = new TempHome();
        QPaths.MakeFolder(home.Paths.Home);
        await File.WriteAllTextAsync(home.Paths.Templates, "[{");
        var file = new TemplateFile(home.Paths.Templates);
        await Assert.That(file.Save(new("one")).Problem).StartsWith($"{home.Paths.Templates} cannot be read:");
        await Assert.That(await File.ReadAllTextAsync(home.Paths.Templates)).IsEqualTo("[{");
        await File.WriteAllTextAsync(home.Paths.Templates, """[{"name":"one","type":"desert"}]""");
        await Assert.That(file.List().Problem).Contains("the type desert is none; it takes Development, Debug, Planning or CodeReview");
        await File.WriteAllTextAsync(home.Paths.Templates, """[{"name":"one","type":"debug"},{"name":"two","type":null}]""");
        await Assert.That(file.List().TryGet(out var types) ? types.Select(static one => $"{one.Type}") : [])
            .IsEquivalentTo(["Debug", ""], StringComparer.Ordinal);
        File.Delete(home.Paths.Templates);
        await Assert.That(file.Save(new("one") { Type = SessionType.CodeReview, Prompt = "ü" }).Problem).IsNull();
        await Assert.That(File.GetUnixFileMode(home.Paths.Templates)).IsEqualTo(QPaths.FileMode);
        await Assert.That(new TemplateFile(home.Paths.Templates).Find("ONE").TryGet(out var read) ? (read!.Prompt, read.Type) : default).IsEqualTo(("ü", SessionType.CodeReview));
        await Assert.That(new TemplateFile(null).Save(new("one")).Problem).StartsWith("Nothing can be kept");
    }

    [Test]
    public async Task Logs_shows_what_the_log_says_of_one_session()
    {
        using var fixture = new CommandsFixture();
        await fixture.Run("/rename api", "/logs");
        await fixture.Said($"The log {fixture.Home.Paths.Log} says nothing of api.\n");
        QPaths.MakeFolder(fixture.Home.Paths.Logs);
        await File.WriteAllTextAsync(fixture.Home.Paths.Log, $"""
            12:00 INF session {SessionId.New()}: turn 1 began
            12:01 INF session {fixture.Focused.Id}: turn 1 began
            12:02 INF session {fixture.Focused.Id}: turn 1 ended: Complete, 5 tokens in, 6 out

            """);
        await fixture.Run("/logs api");
        await fixture.Said($"api in {fixture.Home.Paths.Log}:\n12:01 INF turn 1 began\n12:02 INF turn 1 ended: Complete, 5 tokens in, 6 out\n");
        fixture.FollowsLogs = true;
        await fixture.Run("/logs");
        await Assert.That(fixture.Asked[^1]).IsEqualTo("log api 2");
    }
}
