using System.Text;
using Q.Core;
using Q.Output;
using Q.Screen;
using Q.Terminal;
using Q.TestKit;

namespace Q.Tests.Screen;

/// <summary>What the terminal is told of the links in an answer (OSC 8).</summary>
internal sealed class LinkTests
{
    [Test]
    public async Task A_link_and_its_address_lead_there_and_nothing_else_does()
    {
        var told = Told("See [the docs](https://example.org/docs) now, or <ada@example.org>.");
        await Assert.That(told).IsEquivalentTo(
            ["8;;https://example.org/docs", "8;;", "8;;https://example.org/docs", "8;;", "8;;mailto:ada@example.org", "8;;"], StringComparer.Ordinal);
    }

    [Test]
    public async Task A_link_that_is_wrapped_leads_there_on_every_row()
    {
        var told = Told($"Read <https://example.org/{new string('a', 70)}> then.");
        await Assert.That(told.Where(one => one.Length > 3).Distinct(StringComparer.Ordinal).Count()).IsEqualTo(1);
        await Assert.That(told[^1]).IsEqualTo("8;;");
    }

    [Test]
    [Arguments("[run](javascript:alert)")]
    [Arguments("[file](file:///etc/passwd)")]
    [Arguments("[here](#part)")]
    [Arguments("no link at all")]
    public async Task Nothing_but_the_web_and_mail_is_led_to(string text) => await Assert.That(Told(text)).IsEmpty();

    [Test]
    public async Task A_terminal_that_may_not_know_them_is_told_of_none() =>
        await Assert.That(Told("[docs](https://example.org)", hasLinks: false)).IsEmpty();

    [Test]
    public async Task An_address_cannot_end_its_sequence()
    {
        using var bytes = new PooledBuffer();
        Ansi.Link(bytes, "https://e.org/\e\\\e]0;x\a é");
        await Assert.That(Encoding.UTF8.GetString(bytes.Written)).IsEqualTo("\e]8;;https://e.org/%1B\\%1B]0;x%07%20%C3%A9\e\\");
    }

    [Test]
    [Arguments("TERM=xterm-kitty", true)]
    [Arguments("TERM=foot", true)]
    [Arguments("TERM=alacritty", true)]
    [Arguments("TERM=xterm VTE_VERSION=7200", true)]
    [Arguments("TERM=xterm VTE_VERSION=4800", false)]
    [Arguments("TERM=xterm WT_SESSION=1", true)]
    [Arguments("TERM=xterm-kitty TMUX=1", false)]
    [Arguments("TERM=xterm-kitty STY=1", false)]
    [Arguments("TERM=xterm-256color", false)]
    public async Task It_is_used_where_the_terminal_is_known_to_read_it(string variables, bool used)
    {
        var environment = variables.Split(' ').Select(one => one.Split('=')).ToDictionary(one => one[0], one => one[1]);
        var found = Capabilities.From(name => environment.GetValueOrDefault(name), inputIsTerminal: true, outputIsTerminal: true);
        await Assert.That(found.Links).IsEqualTo(used);
    }

    /// <summary>What was told beside text, when the answer was drawn and when a letter was typed after that.</summary>
    private static List<string> Told(string answer, bool hasLinks = true)
    {
        using var terminal = new VirtualTerminal(60, 20);
        using var renderer = new Renderer(terminal, Scene.Unicode, hasLinks: hasLinks);
        var model = Scene.Model(Scene.Session(1, "docs", Scene.Ring((OutputKind.Text, answer))));
        renderer.Draw(model);
        renderer.Draw(model with { Text = "x", Cursor = 1 });
        return terminal.Read(screen => screen.Notices.ToList());
    }
}
