using System.Text.RegularExpressions;
using Q.Screen;

namespace Q.Tests.App;

/// <summary>A turn that runs is seen to run: its seconds go on, and nothing does where nothing runs or shall move.</summary>
internal sealed partial class TickTests
{
    [Test]
    [Arguments(false)]
    [Arguments(true)]
    public async Task The_seconds_of_a_turn_go_on_until_it_ends(bool isInline)
    {
        await using var app = new AppFixture(screen: isInline ? static (terminal, look) => new InlineScreen(terminal, look) : null);
        app.Type("refactor it\r");
        var engine = await app.Engine("refactor it");
        await app.Screen("two seconds", picture => Seconds(picture) >= 2);
        await app.Screen("two more", picture => Seconds(picture) >= 4);
        await engine.Finish("done");
        await app.ShowsNot("Ctrl+C stops");
    }

    [Test]
    public async Task With_reduced_motion_they_are_drawn_when_something_else_is()
    {
        await using var app = new AppFixture(settings: new() { ReducedMotion = true });
        app.Type("refactor it\r");
        await app.Engine("refactor it");
        app.Time.Advance(TimeSpan.FromSeconds(30));
        app.Type("x");
        await app.Screen("the seconds without a sign", picture => Still().IsMatch(picture));
    }

    private static int Seconds(string picture) => Moving().Match(picture) is { Success: true } found ? int.Parse(found.Groups["s"].Value) : 0;

    [GeneratedRegex(@"⏳ processing · [⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] (?<s>\d+) s · Ctrl\+C stops", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Moving();

    [GeneratedRegex(@"⏳ processing · \d+ s · Ctrl\+C stops", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Still();
}
