using System.Text;
using Q.Terminal;
using Q.TestKit;

namespace Q.Tests.Terminal;

internal sealed class CellWidthTests
{
    [Test]
    [Arguments("", 0)]
    [Arguments("plain", 5)]
    [Arguments("naïve", 5)]
    [Arguments("e\u0301", 1)]
    [Arguments("漢字", 4)]
    [Arguments("한글", 4)]
    [Arguments("ひらがな", 8)]
    [Arguments("─│┌", 3)]
    [Arguments("👍", 2)]
    [Arguments("👍🏽", 2)]
    [Arguments("👩‍👩‍👧‍👦", 2)]
    [Arguments("🇩🇪", 2)]
    [Arguments("🇩🇪🇫🇷", 4)]
    [Arguments("❤️", 2)]
    [Arguments("1️⃣", 2)]
    [Arguments("⏳", 2)]
    [Arguments("⏎", 1)]
    [Arguments("\u200b", 0)]
    [Arguments("a\tb\n", 2)]
    [Arguments("\r\nx", 1)]
    public async Task A_text_takes_this_many_cells(string text, int cells)
    {
        await Assert.That(CellWidth.Of(text)).IsEqualTo(cells);
        await Assert.That(CellWidth.Of(Encoding.UTF8.GetBytes(text))).IsEqualTo(cells);
    }

    [Test]
    [Arguments("👩‍👩‍👧‍👦x")]
    [Arguments("e\u0301x")]
    [Arguments("🇩🇪🇫🇷")]
    [Arguments("\r\nx")]
    [Arguments("éa")]
    public async Task The_first_element_has_the_same_border_in_both_encodings(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        CellWidth.Next(text.AsSpan(), out var chars);
        CellWidth.Next(bytes, out var length);
        await Assert.That(Encoding.UTF8.GetString(bytes.AsSpan(0, length))).IsEqualTo(text[..chars]);
    }

    [Test]
    public async Task Bytes_that_are_no_text_never_stop_the_measure()
    {
        var random = new Random(7);
        var bytes = new byte[4096];
        random.NextBytes(bytes);
        await Assert.That(CellWidth.Of(bytes)).IsGreaterThan(0);
    }

    [Test]
    public async Task A_pile_of_marks_is_cut_and_costs_no_cell()
    {
        var text = "a" + new string('\u0301', 500);
        await Assert.That(CellWidth.Of(Encoding.UTF8.GetBytes(text))).IsEqualTo(1);
    }

    [Test]
    public async Task Measuring_allocates_nothing()
    {
        var text = Encoding.UTF8.GetBytes("naïve 漢字 👍🏽 🇩🇪 ─");
        CellWidth.Of(text);
        await Assert.That(Allocated.By(() => CellWidth.Of(text))).IsEqualTo(0);
    }
}
