using System.Text;
using System.Text.Json;
using Q.Core;
using Q.Store;
using Q.Store.Exports;
using Q.Turns;

namespace Q.Tests.Store;

/// <summary>An answer of megabytes leaves q as a short one does, and is nowhere whole on its way.</summary>
internal sealed class LongExportTests
{
    private const int MostAtOnce = 400_000;

    private static readonly DateTimeOffset s_noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Test]
    [Arguments(ExportFormat.Md), Arguments(ExportFormat.Html), Arguments(ExportFormat.Json), Arguments(ExportFormat.Cast)]
    public async Task A_long_answer_is_exported_as_a_short_one_and_piece_by_piece(ExportFormat format)
    {
        var said = string.Concat(Enumerable.Range(0, 30_000).Select(
            static line => $"line {line}: \"quoted\" <tag> & 漢字 😀 \e[31mred\e[0m\t\\ {new string('x', 40)}\n")) + "  \n\n";
        var longText = new LongText();
        foreach (var part in said.Chunk(7000))
            longText.Append(Encoding.UTF8.GetBytes(part));

        var (text, most) = Written(new TextContent(longText), format);

        await Assert.That(longText.Length).IsGreaterThan(2_000_000);
        await Assert.That(most).IsLessThan(MostAtOnce);
        var (whole, _) = Written(new TextContent(said), format);
        await Assert.That(Joined(text, format) == Joined(whole, format)).IsTrue();
        await Assert.That(text).Contains("line 29999");
    }

    private static (string Text, int Most) Written(TextContent answer, ExportFormat format)
    {
        var session = new StoredSession { Id = new(Guid.Empty), Name = "long", Folder = "/srv" };
        using var to = new PieceWriter();
        ExportFile.Write(
            to, new(session, [Message.OfUser("tell me much", s_noon), new(Role.Assistant, [answer], s_noon)]), format, s_noon);
        return (to.ToString(), to.Most);
    }

    /// <summary>Of a recording what it shows, whatever events it is cut into.</summary>
    private static string Joined(string text, ExportFormat format)
    {
        if (format is not ExportFormat.Cast)
            return text;
        var shown = new StringBuilder();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            using var json = JsonDocument.Parse(line);
            shown.Append(json.RootElement[2].GetString());
        }
        return shown.ToString();
    }

    /// <summary>Knows the longest that was written at once.</summary>
    private sealed class PieceWriter : StringWriter
    {
        public int Most { get; private set; }

        public override void Write(string? value)
        {
            Most = Math.Max(Most, value?.Length ?? 0);
            base.Write(value);
        }

        public override void Write(ReadOnlySpan<char> buffer)
        {
            Most = Math.Max(Most, buffer.Length);
            base.Write(buffer);
        }
    }
}
