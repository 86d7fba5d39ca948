using Q.Core;
using Q.Config;
using Q.Screen;
using Q.Terminal;
using Q.TestKit;

namespace Q.Tests.Screen;

/// <summary>The colours that people may choose: what they are, that they tell states apart, and what a file of one's own may say.</summary>
internal sealed class ThemeTests
{
    private const int White = 0xFFFFFF;
    private const int Grey = 0xE5E5E5;

    private static readonly Role[] s_states =
        [Role.Asks, Role.Unseen, Role.Working, Role.Paused, Role.Failed, Role.Completed, Role.Quiet];

    [Test]
    public async Task Another_theme_counts_from_the_next_whole_frame_on()
    {
        var terminal = new VirtualTerminal(80, 24);
        var look = Scene.Unicode with { };
        using var screen = new Renderer(terminal, look);
        var model = Scene.Model(Scene.Session(1, "dev"), Scene.Session(2, "api").Answered(9));
        screen.Draw(model);
        await Assert.That(terminal.Read(shown => Coloured(shown))).IsTrue();
        look.Theme = Theme.Find("mono")!;
        screen.Forget();
        screen.Draw(model);
        await Assert.That(terminal.Read(shown => Coloured(shown))).IsFalse();

        static bool Coloured(VirtualScreen shown) => Array.Exists(shown.Cells, row => Array.Exists(row, cell => cell.Foreground != Ink.Default));
    }

    [Test]
    public async Task What_completion_offers_for_the_theme_is_what_q_has()
    {
        SettingKeys.Find("ui.theme").TryGet(out var key);
        await Assert.That(string.Join(' ', key!.Words)).IsEqualTo(string.Join(' ', Theme.Names));
    }

    [Test]
    public void The_colours_of_every_theme() => Golden.Check(
        string.Concat(Theme.Names.Select(name => $"{name}\n{Table(Theme.Find(name)!)}\n")), "themes.golden.txt");

    [Test]
    [Arguments("dark", Grey, 0, 3.5)]
    [Arguments("light", 0, White, 3.5)]
    [Arguments("high-contrast", Grey, 0, 4.5)]
    [Arguments("high-contrast", 0, White, 4.5)]
    public async Task Every_pair_of_states_differs_in_every_eye_and_every_colour_can_be_read(string name, int front, int back, double leastContrast)
    {
        var theme = Theme.Find(name)!;
        var seen = s_states.ToDictionary(role => role, role => SeenColour.Of(theme[new Style(role, Attr.None)], front, back));
        foreach (var eyes in Enum.GetValues<Eyes>())
        {
            foreach (var (one, other) in Pairs(s_states))
            {
                var difference = Math.Max(
                    SeenColour.Difference(seen[one].Front, seen[other].Front, eyes), SeenColour.Difference(seen[one].Back, seen[other].Back, eyes));
                await Assert.That(difference).IsGreaterThanOrEqualTo(10).Because($"{one} and {other} look alike to {eyes} eyes");
            }
        }
        for (var role = Role.Text; role <= Role.Number; role++)
        {
            var (letter, ground) = SeenColour.Of(theme[new Style(role, Attr.None)], front, back);
            await Assert.That(SeenColour.Contrast(letter, ground)).IsGreaterThanOrEqualTo(leastContrast).Because($"{role} can be read");
        }
    }

    [Test]
    public async Task Without_colours_the_states_differ_by_their_marks()
    {
        var theme = Theme.Find("mono")!;
        await Assert.That(theme.HasColour).IsFalse();
        await Assert.That(s_states.Select(role => theme[new Style(role, Attr.None)]).Distinct().Count()).IsEqualTo(s_states.Length);
    }

    /// <summary>Pairs of the data set that Sharma, Wu and Dalal published with the formula.</summary>
    [Test]
    [Arguments(50, 2.6772, -79.7751, 50, 0, -82.7485, 2.0425)]
    [Arguments(50, -1, 2, 50, 0, 0, 2.3669)]
    [Arguments(50, 2.5, 0, 73, 25, -18, 27.1492)]
    [Arguments(2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514, 0.9082)]
    public async Task The_difference_is_the_one_that_was_published(double l1, double a1, double b1, double l2, double a2, double b2, double known) =>
        await Assert.That(Math.Round(SeenColour.Difference((l1, a1, b1), (l2, a2, b2)), 4)).IsEqualTo(known);

    [Test]
    [Arguments(SessionStatus.Processing, Role.Working)]
    [Arguments(SessionStatus.Paused, Role.Paused)]
    [Arguments(SessionStatus.Failed, Role.Failed)]
    [Arguments(SessionStatus.Completed, Role.Completed)]
    [Arguments(SessionStatus.WaitingForInput, Role.Quiet)]
    public async Task Every_state_has_a_colour_of_its_own(SessionStatus status, Role role)
    {
        var view = Scene.Session(2, "x") with { Status = status };
        await Assert.That(Style.For(view).Role).IsEqualTo(role);
        await Assert.That(Style.For(view.Asking("a", "a")).Role).IsEqualTo(Role.Asks);
        await Assert.That(Style.For(view.Answered()).Role).IsEqualTo(status is SessionStatus.Failed ? Role.Failed : Role.Unseen);
    }

    [Test]
    public async Task A_terminal_of_eight_colours_gets_bold_for_bright_and_one_of_none_gets_marks()
    {
        var eight = Theme.Find("light")!.For(Inks.Eight);
        await Assert.That(eight[Style.Asks]).IsEqualTo(new Paint(Ink.Black, Ink.Yellow, Attr.Bold));
        await Assert.That(eight[Style.Dim]).IsEqualTo(new Paint(Ink.Black, Ink.Default, Attr.Bold));
        await Assert.That(Theme.Find("light")!.For(Inks.None).Name).IsEqualTo("mono");
    }

    [Test]
    public async Task A_theme_of_ones_own_changes_what_it_names()
    {
        using var home = new TempHome();
        var (theme, said) = Read(home, """
            base = "light"
            asks = "black on bright-yellow bold"
            working = "cyan"
            quiet = "dim"
            link = "default on default underline"
            """);
        await Assert.That(said).IsEmpty();
        await Assert.That(theme[Style.Asks]).IsEqualTo(new Paint(Ink.Black, Ink.BrightYellow, Attr.Bold));
        await Assert.That(theme[Style.Working]).IsEqualTo(new Paint(Ink.Cyan, Ink.Default, Attr.None));
        await Assert.That(theme[Style.Dim]).IsEqualTo(new Paint(Ink.Default, Ink.Default, Attr.Dim));
        await Assert.That(theme[Style.Link]).IsEqualTo(new Paint(Ink.Default, Ink.Default, Attr.Underline));
        await Assert.That(theme[Style.Error]).IsEqualTo(Theme.Find("light")![Style.Error]);
    }

    [Test]
    public async Task What_a_theme_says_wrong_is_told_with_its_place_and_the_rest_counts()
    {
        using var home = new TempHome();
        var (theme, said) = Read(home, """
            base = "sepia"
            ask = "red"
            unseen = "purple"
            paused = "red on"
            failed = "red blue"
            sign = "on green on red"
            added = ""
            quoted = "bright-default"
            number = 7
            chosen = ["red"]
            code = "bright-green italic strike reverse"
            removed = = "red"
            """);
        var path = Path.Combine(home.Paths.Themes, "own.toml");
        string[] begins =
        [
            ":1: base = \"sepia\" is no theme of q's: it takes dark, light, high-contrast, mono. dark is used.",
            ":2: ask is no colour of a theme. Did you mean asks? There are base, quiet, chosen,",
            ":3: unseen = \"purple\" is not understood. A look is a colour,", ":4: paused = \"red on\"", ":5: failed = \"red blue\"",
            ":6: sign = \"on green on red\"", ":7: added = \"\"", ":8: quoted = \"bright-default\"", ":9: number = \"7\"", ":10: chosen = \"[…]\"", ":12: ",
        ];
        await Assert.That(said.Count).IsEqualTo(begins.Length);
        foreach (var (sentence, begin) in said.Zip(begins))
            await Assert.That(sentence).StartsWith(path + begin);
        await Assert.That(theme[Style.Code]).IsEqualTo(new Paint(Ink.BrightGreen, Ink.Default, Attr.Italic | Attr.Strike | Attr.Reverse));
        await Assert.That(theme[Style.Asks]).IsEqualTo(Theme.Find("dark")![Style.Asks]);
    }

    [Test]
    [Arguments("drak", "Did you mean dark?")]
    [Arguments("solarized", "solarized.toml")]
    [Arguments("../../etc/passwd", "there is no such theme. dark is used.")]
    public async Task A_theme_that_is_nowhere_is_told_and_dark_is_used(string name, string told)
    {
        using var home = new TempHome();
        var said = new List<string>();
        var theme = Themes.Of(new Settings { Theme = name }, home.Paths, said.Add, static () => "config.toml:2");
        await Assert.That(theme.Name).IsEqualTo("dark");
        await Assert.That(said.Single()).StartsWith($"config.toml:2: ui.theme = {name}: there is no such theme").And.Contains(told);
    }

    private static (Theme Theme, List<string> Said) Read(TempHome home, string toml)
    {
        Directory.CreateDirectory(home.Paths.Themes);
        File.WriteAllText(Path.Combine(home.Paths.Themes, "own.toml"), toml);
        var said = new List<string>();
        return (Themes.Of(new Settings { Theme = "own" }, home.Paths, said.Add, static () => ""), said);
    }

    private static string Table(Theme theme)
    {
        var lines = Enumerable.Range(0, Theme.Roles).Select(role => ((Role)role, Paint: theme[new Style((Role)role, Attr.None)]));
        return string.Concat(lines.Select(line =>
            $"  {line.Item1,-9} {line.Paint.Front}{(line.Paint.Back == Ink.Default ? "" : $" on {line.Paint.Back}")}{(line.Paint.Attr == Attr.None ? "" : $" {line.Paint.Attr}")}\n"));
    }

    private static IEnumerable<(Role One, Role Other)> Pairs(Role[] roles) =>
        roles.SelectMany((one, at) => roles.Skip(at + 1).Select(other => (one, other)));
}
