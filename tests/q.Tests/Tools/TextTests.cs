using System.Globalization;
using System.Text;
using CsCheck;
using Q.Tools;
using Q.Turns;

namespace Q.Tests.Tools;

/// <summary>The pure parts: the difference, the tail, plain text, the table, trust.</summary>
public sealed class TextTests
{
    [Test]
    public void Applying_a_difference_to_the_old_text_gives_the_new_one()
    {
        var lines = Gen.OneOf("a\n", "b\n", "c\r\n", "d\n", "\n", "e").Array[0, 40];
        Gen.Select(lines, lines).Sample((old, made) =>
        {
            var (before, after) = (string.Concat(old), string.Concat(made));
            return Applied(before, Difference("f", before, after)) == after;
        });
    }

    [Test]
    public void A_small_change_in_a_long_text_is_shown_as_a_small_change() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[0, 199], Gen.Int[0, 3]).Sample((count, at, more) =>
        {
            var old = Enumerable.Range(0, count).Select(i => $"line {i}\n").ToList();
            var made = old.ToList();
            made.InsertRange(Math.Min(at, count), Enumerable.Repeat("new\n", more));
            var diff = Difference("f", string.Concat(old), string.Concat(made));
            return diff.Split('\n').Length <= 3 + 6 + more + 1 && Applied(string.Concat(old), diff) == string.Concat(made);
        });

    [Test]
    public async Task What_is_far_from_a_change_makes_no_difference_but_to_the_line_numbers()
    {
        var lines = Gen.OneOf("a", "b", "\n").Array[0, 20].Select(string.Concat);
        Gen.Select(lines, lines, Gen.Int[3, 9], Gen.Int[3, 9]).Sample((before, after, above, below) =>
        {
            var head = string.Concat(Enumerable.Range(0, above).Select(static line => $"head {line}\n"));
            var tail = string.Concat(Enumerable.Range(0, below).Select(static line => $"tail {line}\n"));
            var (near, far) = (head[(7 * (above - 3))..], tail[..21]);
            var (wide, tight) = (Of(head, tail), Of(near, far));
            return Body(wide) == Body(tight) && Applied(head + before + "\n" + tail, wide) == (before == after ? "" : head + after + "\n" + tail)
                || before == after;

            string Of(string over, string under) => Difference("f", $"{over}{before}\n{under}", $"{over}{after}\n{under}");
        });
        await Assert.That(Difference("f", new string('\n', 9) + "a", new string('\n', 9) + "b")).Contains("@@ -7,4 +7,4 @@");

        static string Body(string diff) => string.Join('\n', diff.Split('\n').Where(static line => !line.StartsWith("@@", StringComparison.Ordinal)));
    }

    [Test]
    public async Task A_missing_line_feed_at_the_end_is_shown()
    {
        await Assert.That(Difference("f", "a", "a\n")).IsEqualTo(
            "--- f\n+++ f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
        await Assert.That(Difference("f", "a", "a")).IsEqualTo("");
    }

    [Test]
    public async Task Two_changes_far_apart_are_two_hunks_and_a_whole_new_text_is_one()
    {
        var old = string.Concat(Enumerable.Range(0, 30).Select(i => $"{i}\n"));
        var made = old.Replace("\n3\n", "\nx\n", StringComparison.Ordinal).Replace("\n25\n", "\ny\n", StringComparison.Ordinal);
        await Assert.That(Difference("f", old, made).Split("@@ -").Length - 1).IsEqualTo(2);
        var (large, other) = (Numbers(7000, 1), Numbers(7000, 2));
        var diff = Difference("f", large, other);
        await Assert.That(diff.Split("@@ -").Length - 1).IsEqualTo(1);
        await Assert.That(Applied(large, diff) == other).IsTrue();
    }

    [Test]
    public void A_tail_is_the_end_of_what_came_within_bytes_and_lines()
    {
        Gen.String[Gen.OneOf("a", "\n", "é", "😀").Select(text => text[0]), 0, 20].Array[0, 200].Sample(chunks =>
        {
            using var tail = new TailBuffer(mostBytes: 50, mostLines: 5);
            foreach (var chunk in chunks)
                tail.Append(Encoding.UTF8.GetBytes(chunk));
            var all = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(string.Concat(chunks)));
            var text = tail.Text();
            var isCut = text.EndsWith(TailBuffer.TruncatedMark, StringComparison.Ordinal);
            var kept = isCut ? text[..^TailBuffer.TruncatedMark.Length] : text;
            return all.EndsWith(kept, StringComparison.Ordinal)
                && (isCut || kept == all)
                && Encoding.UTF8.GetByteCount(kept) <= 50
                && kept.TrimEnd('\n').Length <= 50
                && kept[..^(kept.EndsWith('\n') ? 1 : 0)].Count(c => c == '\n') < 5;
        });
    }

    [Test]
    public async Task A_tail_begins_with_a_whole_character()
    {
        using var tail = new TailBuffer(mostBytes: 5, mostLines: 10);
        tail.Append("éé"u8);
        tail.Append("éé"u8);
        await Assert.That(tail.Text()).IsEqualTo("éé ... truncated");
    }

    [Test]
    [Arguments("plain", "plain")]
    [Arguments("a\tb\nc", "a\tb\nc")]
    [Arguments("\u001b[31m\u0007\u007f\u009b", "␛[31m␇␡�")]
    [Arguments("a\u200Bb\u202Ec\uFEFF", "a�b�c�")]
    [Arguments("x\U000E0041y", "x��y")]
    [Arguments("👩\u200D👧 é\u200Cü", "👩\u200D👧 é\u200Cü")]
    [Arguments("a\u200Cb é\u200D", "a�b é�")]
    [Arguments("10\u202F000 €", "10\u202F000 €")]
    public async Task What_would_hide_is_visible(string text, string visible) =>
        await Assert.That(PlainText.Visible(text)).IsEqualTo(visible);

    [Test]
    public void What_is_left_after_hidden_characters_are_removed_has_none_and_the_rest_is_untouched()
    {
        Gen.String.Sample(text =>
        {
            var once = PlainText.WithoutHidden(text);
            return !once.Contains('\u202E') && !once.Contains('\u200B') && !once.Contains('\uFEFF')
                && (text.Any(c => c >= 0x200B) || once == text);
        });
    }

    [Test]
    public async Task A_title_is_one_line_of_bounded_length_and_never_half_a_character()
    {
        await Assert.That(PlainText.Title(" a\nb\tc ")).IsEqualTo("a↵b c");
        var title = PlainText.Title(new string('x', 158) + "😀😀");
        await Assert.That(title).IsEqualTo(new string('x', 158) + "…");
        await Assert.That(PlainText.CutAt("ab", 5)).IsEqualTo("ab");
    }

    [Test]
    public async Task The_table_tells_models_of_three_tools_with_schemas_that_are_json()
    {
        var table = ToolTable.BuiltIn("/bin");
        await Assert.That(table.Names).IsEqualTo("fs_read, fs_write, execute_bash");
        foreach (var spec in table.Specs)
        {
            using var schema = System.Text.Json.JsonDocument.Parse(spec.InputSchemaJson);
            await Assert.That(schema.RootElement.GetProperty("type").GetString()).IsEqualTo("object");
            await Assert.That(schema.RootElement.GetProperty("required").GetArrayLength()).IsGreaterThan(0);
        }
    }

    [Test]
    [Arguments("gone", "{}", "No tool with \"gone\" is found. The tools are: fs_read, fs_write, execute_bash.")]
    [Arguments("fs_read", "[]", "Failed to validate tool parameters: the arguments must be a JSON object.")]
    [Arguments("fs_read", "", "Failed to validate tool parameters: \"operations\" must be a list with at least one object.")]
    [Arguments("execute_bash", "{\"command\":\"ls", "Failed to validate tool parameters: the arguments are not JSON (byte 14). If they were cut, split the work between several calls.")]
    public async Task What_cannot_be_called_is_a_sentence_for_the_model(string tool, string json, string problem)
    {
        using var tools = new ToolFixture();
        await Assert.That(tools.Table.Prepare(new ToolUseContent("1", tool, json), new(tools.Workspace)).Problem).IsEqualTo(problem);
    }

    [Test]
    public async Task Trust_is_by_flag_by_name_and_by_answer()
    {
        using var tools = new ToolFixture();
        var (read, write) = (tools.Call("fs_read", """{"operations":[{"mode":"Line","path":"a"}]}"""),
            tools.Call("fs_write", """{"command":"create","path":"a","file_text":"x"}"""));
        var trust = new Trust(TrustChoice.AskAlways);
        await Assert.That(trust.Decide("fs_read", read)).IsEqualTo(Permission.Allowed);
        await Assert.That(trust.Decide("fs_write", write)).IsEqualTo(Permission.Ask);
        trust.Add("fs_write");
        await Assert.That(trust.Decide("fs_write", write)).IsEqualTo(Permission.Allowed);
        var named = TrustChoice.Of("fs_write, nope", trustAll: false, isUnattended: false, tools.Table, out var warnings);
        await Assert.That(new Trust(named).Decide("fs_write", write)).IsEqualTo(Permission.Allowed);
        await Assert.That(new Trust(named).Decide("execute_bash", write)).IsEqualTo(Permission.Ask);
        await Assert.That(warnings.Single()).IsEqualTo("--trust-tools: there is no tool named 'nope'. There are fs_read, fs_write, execute_bash.");
        var all = TrustChoice.Of(null, trustAll: true, isUnattended: false, tools.Table, out _);
        await Assert.That(new Trust(all).Decide("execute_bash", write)).IsEqualTo(Permission.Allowed);
    }

    private static string Numbers(int count, int factor) => string.Concat(Enumerable.Range(0, count).Select(i => $"{i * factor} {factor}\n"));

    /// <summary>What <c>patch</c> does. A carriage return stands in the difference as its picture.</summary>
    private static string Applied(string before, string diff)
    {
        var old = Lines(before);
        var (made, at) = (new StringBuilder(), 0);
        var lines = diff.Split('\n');
        for (var i = 2; i < lines.Length - 1; i++)
        {
            var line = lines[i];
            var hasNoEnd = i + 1 < lines.Length && lines[i + 1].StartsWith('\\');
            var text = line.Length == 0 ? "" : line[1..].Replace('␍', '\r') + (hasNoEnd ? "" : "\n");
            if (line.StartsWith("@@", StringComparison.Ordinal))
            {
                var range = line.Split(' ')[1][1..].Split(',');
                var start = int.Parse(range[0], CultureInfo.InvariantCulture) - (range is [_, "0"] ? 0 : 1);
                while (at < start)
                    made.Append(old[at++]);
            }
            else if (line[0] is ' ' or '-')
            {
                if (old[at++] != text)
                    return "the difference does not fit";
                made.Append(line[0] == ' ' ? text : "");
            }
            else if (line[0] == '+')
                made.Append(text);
        }
        while (at < old.Count)
            made.Append(old[at++]);
        return made.ToString();
    }

    private static string Difference(string path, string before, string after) =>
        UnifiedDiff.Of(path, Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after));

    private static List<string> Lines(string text)
    {
        var lines = text.Split('\n').Select(line => line + "\n").ToList();
        lines[^1] = lines[^1][..^1];
        if (lines[^1].Length == 0)
            lines.RemoveAt(lines.Count - 1);
        return lines;
    }
}
