using System.Globalization;
using System.Text;
using System.Text.Json;
using Q.TestKit;
using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>An answer of 30 MB: q stays quick and small, and nothing of it is lost.</summary>
[NotInParallel("terminal")]
internal sealed class LongAnswerTests
{
    private const int Pieces = 30 * 256;

    /// <summary>At any moment from the prompt to the export.</summary>
    private const long MostMore = 40 << 20;

    [Test]
    public async Task Keys_are_answered_memory_stays_and_all_of_it_is_stored_and_exported()
    {
        await using var world = new World();
        string[] pieces = [.. Enumerable.Range(1, Pieces).Select(Piece)];
        var whole = string.Concat(pieces);
        world.Model.On("a word", Reply.Flowing("One word."));
        var stream = world.Model.On("very much", Reply.Gated(pieces));
        var pane = await world.Open();
        await pane.Line("/rename long");
        await pane.UntilShows("[Current: long] q>");
        await pane.Line("give me a word");
        await pane.UntilShows("One word.");
        var before = await Memory(pane, "VmRSS:");
        await File.WriteAllTextAsync($"/proc/{pane.Pid}/clear_refs", "5"); // the peak counts from here

        await pane.Line("tell me very much");
        await stream.Opened;
        var typed = "";
        for (var key = 0; key < 10; key++)
        {
            stream.Release(Pieces / 10);
            typed += (char)('a' + key);
            await pane.Type(typed[^1..]);
            await pane.Until(
                $"“{typed}” in the line", screen => screen.Contains($"q> {typed}", StringComparison.Ordinal), TimeSpan.FromSeconds(2));
        }

        await stream.Ended;
        await pane.UntilShows($"line {Pieces}.");
        await pane.UntilGone("⏳ processing");
        await world.UntilSql("SELECT sum(length(CAST(text AS BLOB))) FROM messages WHERE seq = 4", $"{Encoding.UTF8.GetByteCount(whole)}");
        await pane.Press("C-u");
        await pane.Line("/export --format md --output long.md");
        await pane.UntilShows("/long.md");
        await Poll.Until("the whole answer in the export", () => File.Exists(world.At("long.md")) && File.ReadAllText(world.At("long.md")).Contains(whole.TrimEnd(), StringComparison.Ordinal));
        foreach (var format in (string[])["json", "html", "cast"])
        {
            await pane.Line($"/export --format {format} --output long.{format}");
            await pane.UntilShows($"/long.{format}");
        }
        using (var json = JsonDocument.Parse(await File.ReadAllBytesAsync(world.At("long.json"))))
        {
            var answer = json.RootElement.GetProperty("sessions")[0].GetProperty("messages")[3];
            await Assert.That(answer.GetProperty("parts")[0].GetProperty("text").GetString() == whole).IsTrue();
        }
        var more = await Memory(pane, "VmHWM:") - before;
        await Assert.That(more).IsLessThanOrEqualTo(MostMore);
    }

    /// <summary>4 kB in lines, with some Markdown and characters of three bytes.</summary>
    private static string Piece(int number) =>
        $"## Part {number}\n\n{string.Concat(Enumerable.Range(0, 40).Select(line => $"- **{line}** words 漢字 and `code` {new string('x', 60)}\n"))}\nline {number}.\n\n";

    private static async Task<long> Memory(TmuxPane pane, string which)
    {
        var line = (await File.ReadAllLinesAsync($"/proc/{pane.Pid}/status")).Single(line => line.StartsWith(which, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^2], CultureInfo.InvariantCulture) << 10;
    }
}
