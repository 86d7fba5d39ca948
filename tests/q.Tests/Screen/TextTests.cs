using System.Text;
using CsCheck;
using Q.Screen;
using Q.Terminal;

namespace Q.Tests.Screen;

/// <summary>What text becomes before it is drawn: cleaned, and broken into rows.</summary>
internal sealed class TextTests
{
    [Test]
    [Arguments("plain words", "plain words")]
    [Arguments("a\tb", "a\tb")]
    [Arguments("\e[31mred\e[0m!", "red!")]
    [Arguments("\e]0;a title\atext", "text")]
    [Arguments("\e]8;;http://x\e\\link\e]8;;\e\\", "link")]
    [Arguments("\ePq#0\e\\after", "after")]
    [Arguments("\e(Bdrawn", "drawn")]
    [Arguments("\ec reset", " reset")]
    [Arguments("cut \e[38;5", "cut ")]
    [Arguments("cut \e", "cut ")]
    [Arguments("never ends \e]0;title", "never ends 0;title")]
    [Arguments("a\u009b31mb\u0085c", "abc")]
    [Arguments("bell\a back\b nul\0", "bell back nul")]
    [Arguments(" 10%\r 50%\r100%", "100%")]
    [Arguments("line\r", "line")]
    [Arguments("12/400\r\e[2K13/400\r", "13/400")]
    [Arguments("safe \u202Eevil\u202C \u2066x\u2069", "safe \ufffdevil\ufffd \ufffdx\ufffd")]
    [Arguments("a \e]0;title\u009ctitle, a \ePq\u009cpicture, \u009fapc\u009cand more", "a title, a picture, and more")]
    [Arguments("\e]0;größe\u009b\u009cis read", "is read")]
    [Arguments("z\u200bero\ufeff \u00adwidth", "zero width")]
    [Arguments("👩‍👩‍👧‍👦 ❤️", "👩‍👩‍👧‍👦 ❤️")]
    [Arguments("größer 漢字", "größer 漢字")]
    public async Task Of_what_a_tool_wrote_the_text_remains(string raw, string clean) =>
        await Assert.That(Clean(raw, reveals: false, overwrites: true)).IsEqualTo(clean);

    [Test]
    [Arguments("shown\rand this", "shownand this")]
    [Arguments("a line\r", "a line")]
    public async Task Of_what_a_model_wrote_a_carriage_return_takes_nothing(string raw, string clean) =>
        await Assert.That(Clean(raw, reveals: false)).IsEqualTo(clean);

    [Test]
    [Arguments("rm \u202Efr-\u200b /", "rm \uFFFDfr-\uFFFD /")]
    [Arguments("echo \e]0;rm -rf ~\a", "echo ?]0;rm -rf ~?")]
    [Arguments("shown\rhidden", "shown?hidden")]
    [Arguments("soft\u00adhyphen", "soft?hyphen")]
    public async Task In_what_a_person_must_judge_nothing_is_hidden(string raw, string shown) =>
        await Assert.That(Clean(raw, reveals: true)).IsEqualTo(shown);

    [Test]
    public void Cleaning_any_bytes_ends_and_leaves_no_control_byte() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        var line = bytes.Where(value => value != '\n').ToArray();
        var length = TextFilter.Clean(line, reveals: false);
        return length <= line.Length && !line.AsSpan(0, length).ContainsAnyInRange((byte)0, (byte)8)
            && !line.AsSpan(0, length).ContainsAnyInRange((byte)10, (byte)31);
    });

    [Test]
    [Arguments("one two three", 8, "one two|three")]
    [Arguments("one two", 7, "one two")]
    [Arguments("one  two", 4, "one|two")]
    [Arguments("unbreakable", 4, "unbr|eaka|ble")]
    [Arguments("a unbreakable", 6, "a|unbrea|kable")]
    [Arguments("    indented far", 8, "    inde|nted far")]
    [Arguments("漢字漢字漢", 5, "漢字|漢字|漢")]
    [Arguments("see 漢字漢字", 9, "see 漢字|漢字")]
    [Arguments("a\tb", 4, "a|b")]
    [Arguments("trailing    ", 8, "trailing")]
    [Arguments("é é é", 3, "é é|é")]
    [Arguments("", 5, "")]
    public async Task A_line_breaks_at_blanks_and_between_wide_characters(string line, int width, string rows) =>
        await Assert.That(string.Join('|', Rows(Encoding.UTF8.GetBytes(line), width))).IsEqualTo(rows);

    [Test]
    public void No_row_is_too_wide_and_nothing_but_blanks_is_lost() =>
        Gen.Select(Gen.String[Gen.OneOf(Gen.OneOf(' ', 'a', '-', 'é', '漢', '\t'), Gen.Char['!', '~']), 0, 60], Gen.Int[4, 20]).Sample(pair =>
        {
            var line = Encoding.UTF8.GetBytes(pair.Item1);
            var rows = Rows(line, pair.Item2).ToList();
            return rows.All(row => row.Contains('\t') || CellWidth.Of(row) <= pair.Item2)
                && Letters(string.Concat(rows)) == Letters(pair.Item1);
        });

    private static string Letters(string text) => text.Replace(" ", "").Replace("\t", "");

    private static IEnumerable<string> Rows(byte[] line, int width)
    {
        var at = 0;
        do
        {
            var length = TextWrap.Row(line.AsSpan(at), width, out var next);
            yield return Encoding.UTF8.GetString(line, at, length);
            at += next;
        }
        while (at < line.Length);
    }

    private static string Clean(string raw, bool reveals, bool overwrites = false)
    {
        var bytes = Encoding.UTF8.GetBytes(raw);
        return Encoding.UTF8.GetString(bytes, 0, TextFilter.Clean(bytes, reveals, overwrites));
    }
}
