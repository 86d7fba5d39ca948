using Q.Commands;

namespace Q.Tests.Commands;

internal sealed class WordReaderTests
{
    [Test]
    [Arguments("", "")]
    [Arguments("   ", "")]
    [Arguments(" a  b ", "a|b")]
    [Arguments("\"two words\" 'and two'", "=two words|=and two")]
    [Arguments("it's", "it's")]
    [Arguments("'open", "'open")]
    [Arguments("\"a\"b", "\"a\"b")]
    [Arguments("\"\" x", "=|x")]
    [Arguments("--all -- --all", "--all|=--all")]
    [Arguments("- -- -", "-|=-")]
    [Arguments("--", "")]
    public async Task A_line_is_read_word_by_word(string line, string words)
    {
        await Assert.That(Words(line)).IsEqualTo(words);
    }

    [Test]
    [Arguments("a b  c ", "a b  c")]
    [Arguments("  'a b' ", "a b")]
    [Arguments("'a' 'b'", "'a' 'b'")]
    [Arguments("\"", "\"")]
    public async Task The_rest_of_a_line_keeps_its_blanks(string line, string rest) => await Assert.That(Rest(line)).IsEqualTo(rest);

    [Test]
    [Arguments("--cwd /srv x", "/srv")]
    [Arguments("--cwd=/srv x", "/srv")]
    [Arguments("--cwd \"/my files\"", "/my files")]
    [Arguments("--cwd \"--odd\"", "--odd")]
    [Arguments("--cwd", "none")]
    [Arguments("--cwd=", "none")]
    [Arguments("--cwd --model x", "none")]
    [Arguments("--cwd -- x", "none")]
    [Arguments("--cwds x", "no option")]
    [Arguments("-- --cwd x", "no option")]
    public async Task An_option_has_its_value_behind_it(string line, string value)
    {
        await Assert.That(Option(line)).IsEqualTo(value);
    }

    [Test]
    [Arguments("fix the  api", "fix the  api")]
    [Arguments("'fix the' api", "fix the' api")]
    [Arguments("fix", "fix")]
    public async Task Words_that_stand_together_are_one_text(string line, string text) => await Assert.That(Joined(line, skip: "-")).IsEqualTo(text);

    [Test]
    public async Task Words_with_something_between_them_are_not_joined() => await Assert.That(Joined("fix - api", skip: "-")).IsEqualTo("apart");

    private static string Option(string line)
    {
        var reader = new WordReader(line);
        reader.Next(out var word);
        return !reader.Names("--cwd", word) ? "no option" : reader.Value(word, out var value) ? value.ToString() : "none";
    }

    private static string Joined(string line, string skip)
    {
        var reader = new WordReader(line);
        ReadOnlySpan<char> all = default;
        while (reader.Next(out var word))
        {
            if (!word.SequenceEqual(skip) && !reader.Extend(ref all, word))
                return "apart";
        }
        return all.ToString();
    }

    /// <summary>Literal words are marked with =.</summary>
    private static string Words(string line)
    {
        var words = new List<string>();
        var reader = new WordReader(line);
        while (reader.Next(out var word))
            words.Add((reader.IsLiteral ? "=" : "") + word.ToString());
        return string.Join('|', words);
    }

    private static string Rest(string line)
    {
        var reader = new WordReader(line);
        reader.Next(out _);
        var rest = reader.FromHere().ToString();
        reader.End();
        return reader.Next(out _) ? "more" : rest;
    }
}
