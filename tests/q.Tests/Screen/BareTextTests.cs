using System.Text;
using Q.Screen;
using Q.TestKit;

namespace Q.Tests.Screen;

/// <summary>What goes to a terminal without a screen around it.</summary>
internal sealed class BareTextTests
{
    [Test]
    public async Task Nothing_of_it_acts_and_nothing_that_is_seen_is_lost()
    {
        await Assert.That(Shown("\e[31mred\e]52;c;x\a and\r\n\tmore\u009b2J\u202e 漢👩‍👩‍👧")).IsEqualTo("[31mred]52;c;x and\n\tmore2J\ufffd 漢👩‍👩‍👧");
    }

    [Test]
    public async Task However_it_is_parted_it_comes_out_the_same()
    {
        foreach (var text in HostileText.Corpus)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var bare = new BareText();
            var parted = bytes.SelectMany(value => bare.Of([value]).ToArray()).ToArray();
            await Assert.That(Encoding.UTF8.GetString(parted)).IsEqualTo(Shown(text));
            await Assert.That(parted.Any(static value => value is < 0x20 and not 9 and not 10 or 0x7F)).IsFalse();
        }
    }

    [Test]
    public async Task Bytes_that_are_no_text_show_as_such()
    {
        await Assert.That(Encoding.UTF8.GetString(new BareText().Of([(byte)'a', 0x9b, (byte)'2', 0xff]))).IsEqualTo("a\ufffd2\ufffd");
    }

    private static string Shown(string text) => Encoding.UTF8.GetString(new BareText().Of(Encoding.UTF8.GetBytes(text)));
}
