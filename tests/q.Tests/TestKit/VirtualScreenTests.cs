using System.Text;
using Q.Terminal;
using Q.TestKit;

namespace Q.Tests.TestKit;

internal sealed class VirtualScreenTests
{
    [Test]
    [Arguments("one\r\ntwo", "one\ntwo")]
    [Arguments("abcdefghijkl", "abcdefghij\nkl")]
    [Arguments("abcdefghij\r\nk", "abcdefghij\nk")]
    [Arguments("abc\e[2;3Hx\e[1;1Hy", "ybc\n  x")]
    [Arguments("abc\e[2Dx\e[Cy\e[K", "axcy")]
    [Arguments("abcdef\e[1;3H\e[K", "ab")]
    [Arguments("a\r\nb\r\nc\r\nd", "b\nc\nd")]
    [Arguments("a\r\nb\r\nc\e[2;3r\e[3;1H\nx", "a\nc\nx")]
    [Arguments("漢字\e[1;2Hx", " x字")]
    [Arguments("e\u0301x 👍🏽y 🇩🇪z", "e\u0301x 👍🏽y 🇩🇪z")]
    [Arguments("main\e[?1049h\e[Halt\e[?1049l!", "main!")]
    public async Task Bytes_make_this_picture_wherever_they_are_cut(string bytes, string picture)
    {
        await Assert.That(Shown(Encoding.UTF8.GetBytes(bytes)).Picture).IsEqualTo(picture);
        var single = new VirtualScreen(10, 3);
        foreach (var one in Encoding.UTF8.GetBytes(bytes))
            single.Apply([one]);
        await Assert.That(single.Picture).IsEqualTo(picture);
    }

    [Test]
    public async Task Looks_are_told_as_runs()
    {
        var screen = Shown("a\e[1;33mbc\e[0md\r\n\e[41;2m 漢\e[m"u8);
        await Assert.That(screen.Styles).IsEqualTo("0:1-2 Yellow Bold \"bc\"\n1:0-2 on Red Dim \" 漢\"");
    }

    [Test]
    public async Task What_undoes_everything_leaves_it_as_it_was()
    {
        var screen = Shown("shell$ \e[?1049h\e[?25l\e[?2004h\e[?1004h\e[>1u\e[>4;2m\e[?2026h\e[2;3r\e[1;31mx"u8);
        await Assert.That(screen.IsAsAtStart).IsFalse();
        screen.Apply(Ansi.UndoEverything);
        await Assert.That(screen.IsAsAtStart).IsTrue();
        await Assert.That(screen.Picture).IsEqualTo("shell$");
    }

    [Test]
    public async Task Each_of_the_two_screens_keeps_its_own_kitty_levels()
    {
        var screen = Shown("\e[>5u\e[?1049h\e[<u"u8);
        await Assert.That((screen.KittyLevels, screen.OtherKittyLevels)).IsEqualTo((0, 1));
        screen.Apply("\e[?1049l"u8);
        await Assert.That(screen.IsAsAtStart).IsFalse();
        screen.Apply("\e[<u"u8);
        await Assert.That(screen.IsAsAtStart).IsTrue();
    }

    [Test]
    public async Task A_sequence_that_q_does_not_know_is_an_error() =>
        await Assert.That(() => Shown("\e[5z"u8)).Throws<InvalidOperationException>();

    private static VirtualScreen Shown(ReadOnlySpan<byte> bytes)
    {
        var screen = new VirtualScreen(10, 3);
        screen.Apply(bytes);
        return screen;
    }
}
