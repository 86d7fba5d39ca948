using System.Text;
using Q.Terminal;

namespace Q.Tests.Terminal;

internal sealed class ExtendedKeysTests
{
    private static readonly Replied s_kitty = new(ReplyKind.KittyFlags, 0, 0);
    private static readonly Replied s_last = new(ReplyKind.DeviceAttributes, 0, 62);

    [Test]
    public async Task A_terminal_that_answers_is_asked_for_unambiguous_keys_once()
    {
        var keys = On("kitty");
        await Assert.That((keys.Heard(s_kitty), keys.Heard(s_kitty), keys.Heard(s_last))).IsEqualTo((true, false, false));
        await Assert.That(keys.IsProven).IsTrue();
        await Assert.That(Encoding.ASCII.GetString(keys.SwitchOn)).IsEqualTo("\e[>5u");
    }

    [Test]
    public async Task What_a_killed_q_left_on_is_used_and_not_stacked_up()
    {
        var keys = On("kitty");
        await Assert.That(keys.Heard(new(ReplyKind.KittyFlags, 0, 5))).IsFalse();
        await Assert.That(keys.IsProven).IsTrue();
        await Assert.That(Encoding.ASCII.GetString(keys.SwitchOn)).IsEqualTo("\e[>5u"); // after it was left, which pops what was found
    }

    [Test]
    public async Task Xterm_gets_the_older_way_and_others_nothing()
    {
        var (xterm, other) = (On("xterm", "XTerm(379)"), On("xterm-256color"));
        await Assert.That((xterm.Heard(s_last), other.Heard(s_last))).IsEqualTo((true, false));
        await Assert.That(Encoding.ASCII.GetString(xterm.SwitchOn)).IsEqualTo("\e[>4;2m");
        await Assert.That(other.SwitchOn.IsEmpty).IsTrue();
    }

    [Test]
    [Arguments("TERM=rxvt-unicode-256color", false), Arguments("TERM=alacritty VTE_VERSION=7006", false), Arguments("TERM=linux", true)]
    [Arguments("TERM=xterm VTE_VERSION=7006", true), Arguments("TERM=xterm VTE_VERSION=7006 XTERM_VERSION=XTerm(379)", false)]
    [Arguments("TERM=xterm TERM_PROGRAM=Apple_Terminal", true), Arguments("TERM=xterm", false), Arguments("TERM=xterm-kitty", false)]
    [Arguments("TERM=tmux VTE_VERSION=7006 TMUX=/tmp/t", false), Arguments("TERM=screen VTE_VERSION=7006 STY=1", false)]
    public async Task Some_terminals_are_known_to_take_no_clipboard(string environment, bool refuses)
    {
        var set = environment.Split(' ').Select(one => one.Split('=')).ToDictionary(one => one[0], one => one[1], StringComparer.Ordinal);
        var found = Capabilities.From(name => set.GetValueOrDefault(name), inputIsTerminal: true, outputIsTerminal: true);
        await Assert.That(found.RefusesClipboard).IsEqualTo(refuses);
    }

    private static ExtendedKeys On(string term, string? xterm = null) => new(Capabilities.From(
        name => name switch { "TERM" => term, "XTERM_VERSION" => xterm, _ => null }, inputIsTerminal: true, outputIsTerminal: true));
}
