using System.Text;
using System.Text.Json;
using Q.Tools;

namespace Q.Tests.Tools;

public sealed class FsReadTests
{
    [Test]
    [Arguments("", "1\n2\n3")]
    [Arguments(",\"start_line\":2", "2\n3")]
    [Arguments(",\"start_line\":2,\"end_line\":2", "2")]
    [Arguments(",\"start_line\":-1", "3")]
    [Arguments(",\"start_line\":-2,\"end_line\":-2", "2")]
    [Arguments(",\"start_line\":0,\"end_line\":99", "1\n2\n3")]
    [Arguments(",\"start_line\":-99,\"end_line\":1", "1")]
    [Arguments(",\"start_line\":\"3\"", "3")]
    public async Task Lines_are_counted_from_one_and_negative_ones_from_the_end(string range, string expected)
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", "1\n2\n3\n");
        await Assert.That((await Line(tools, "a.txt", range)).Text).IsEqualTo(expected);
    }

    [Test]
    public async Task A_start_past_the_end_says_how_many_lines_there_are()
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", "1\n2\n3");
        var result = await Line(tools, "a.txt", ",\"start_line\":4");
        await Assert.That((result.IsError, result.Text)).IsEqualTo((true, "start_line 4 is past the end: a.txt has 3 lines."));
    }

    [Test]
    [Arguments("", "", "empty")]
    [Arguments("\n", "", "1 line")]
    [Arguments("a\r\nb\r\n", "a\r\nb\r", "2 lines")]
    [Arguments("no end", "no end", "1 line")]
    [Arguments("\uFEFFmarked\n", "marked", "1 line")]
    public async Task What_ends_a_file_is_not_what_ends_the_text(string file, string text, string summary)
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", file);
        var result = await Line(tools, "a.txt", "");
        await Assert.That((result.IsError, result.Text, result.Summary)).IsEqualTo((false, text, summary));
    }

    [Test]
    public async Task More_than_the_limit_is_refused_with_the_size_and_a_range_of_it_is_read()
    {
        using var tools = new ToolFixture();
        tools.Write("big.txt", string.Concat(Enumerable.Range(0, 60_000).Select(i => $"line {i}\n")));
        var whole = await Line(tools, "big.txt", "");
        await Assert.That(whole.IsError).IsTrue();
        await Assert.That(whole.Text).Contains("at most 400000 can be read at once. Ask for fewer lines.");
        await Assert.That((await Line(tools, "big.txt", ",\"start_line\":-1")).Text).IsEqualTo("line 59999");
    }

    [Test]
    public async Task Exactly_the_limit_is_read_and_one_byte_more_is_not()
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", new string('x', FsRead.MostBytes));
        await Assert.That((await Line(tools, "a.txt", "")).Text.Length).IsEqualTo(FsRead.MostBytes);
        tools.Write("a.txt", new string('x', FsRead.MostBytes + 1));
        await Assert.That((await Line(tools, "a.txt", "")).IsError).IsTrue();
    }

    [Test]
    [NotInParallel]
    public async Task One_line_of_a_huge_file_costs_no_memory_for_the_rest()
    {
        using var tools = new ToolFixture();
        var path = tools.Write("huge", "first\n");
        using (var file = new FileStream(path, FileMode.Open))
            file.SetLength(256 * 1024 * 1024); // a hole: one long line of zeros
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = await Line(tools, "huge", ",\"end_line\":1");
        await Assert.That(GC.GetAllocatedBytesForCurrentThread() - before).IsLessThan(1_000_000);
        await Assert.That(result.Text).IsEqualTo("first");
        await Assert.That((await Line(tools, "huge", ",\"start_line\":2")).IsError).IsTrue();
    }

    [Test]
    public async Task What_is_no_text_is_a_sentence()
    {
        using var tools = new ToolFixture();
        tools.Write("a.bin", [1, 0, 2]);
        await Assert.That((await Line(tools, "a.bin", "")).Text).IsEqualTo("a.bin is not text.");
        tools.Write("wide.txt", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("hello")]);
        await Assert.That((await Line(tools, "wide.txt", "")).Text).StartsWith("wide.txt is UTF-16");
        System.IO.Directory.CreateDirectory(tools.At("work/sub"));
        await Assert.That((await Line(tools, "sub", "")).Text).IsEqualTo("sub is a folder. Read it with the mode Directory.");
        await Assert.That((await Line(tools, "none.txt", "")).Text).IsEqualTo($"none.txt does not exist ({tools.At("work/none.txt")}).");
        var real = tools.At("work/none.txt");
        await Assert.That((await Line(tools, real, "")).Text).IsEqualTo($"{real} does not exist.");
        await tools.Run("execute_bash", """{"command":"mkfifo pipe"}""");
        await Assert.That((await Line(tools, "pipe", "")).Text).IsEqualTo("pipe is not a regular file.");
    }

    [Test]
    public async Task A_device_without_an_end_and_a_file_without_a_size_both_end()
    {
        using var tools = new ToolFixture();
        await Assert.That((await Line(tools, "/dev/zero", "")).Text).IsEqualTo("/dev/zero is not a regular file.");
        if (File.Exists("/proc/version"))
            await Assert.That((await Line(tools, "/proc/version", "")).Text).StartsWith("Linux");
    }

    [Test]
    public async Task Hidden_characters_do_not_reach_the_model_and_letters_keep_their_joiners()
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", "a\u200Bb\u202Ec\U000E0041d\uFEFFe 👩\u200D👧 می\u200Cخواهم f\u200Dg");
        await Assert.That((await Line(tools, "a.txt", "")).Text).IsEqualTo("abcde 👩\u200D👧 می\u200Cخواهم fg");
    }

    [Test]
    public async Task A_listing_names_mode_links_owner_size_date_and_path_in_order()
    {
        using var tools = new ToolFixture();
        var file = tools.Write("b/two.txt", "22");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.SetLastWriteTimeUtc(file, new DateTime(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc));
        tools.Write("a.txt", "1");
        File.CreateSymbolicLink(Path.Combine(tools.Folder, "c"), "b");
        var flat = (await Directory(tools, ".", depth: 0)).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await Assert.That(flat.Select(line => line[0]).ToArray()).IsEquivalentTo(['-', 'd', 'l'], EqualityComparer<char>.Default);
        await Assert.That(flat[0]).EndsWith(Path.Combine(tools.Folder, "a.txt"));
        var deep = await Directory(tools, ".", depth: 1);
        var two = deep.Text.Split('\n').Single(line => line.EndsWith("two.txt", StringComparison.Ordinal));
        await Assert.That(two).StartsWith("-rw-r----- 1 ");
        await Assert.That(two).EndsWith($" 2 Mar 04 05:06 {file}");
        await Assert.That(deep.Summary).IsEqualTo("4 entries"); // what the link leads to is not listed again
    }

    [Test]
    public async Task A_listing_of_nothing_of_a_file_and_of_what_is_not_there_are_sentences()
    {
        using var tools = new ToolFixture();
        await Assert.That((await Directory(tools, ".", 0)).Text).IsEqualTo("The folder is empty.");
        tools.Write("a.txt", "1");
        await Assert.That((await Directory(tools, "a.txt", 0)).Text).IsEqualTo("a.txt is a file. Read it with the mode Line.");
        await Assert.That((await Directory(tools, "none", 0)).Text).StartsWith("The folder none does not exist");
    }

    [Test]
    public async Task A_name_with_a_line_feed_does_not_make_up_an_entry()
    {
        using var tools = new ToolFixture();
        tools.Write("a\n-rw-r--r-- 1 0 0 0 Jan 01 00:00 fake", "1");
        await Assert.That((await Directory(tools, ".", 0)).Text.Count(c => c == '\n')).IsEqualTo(1);
    }

    [Test]
    public async Task A_listing_that_is_too_long_says_how_much_is_left_out()
    {
        using var tools = new ToolFixture();
        for (var i = 0; i < 4000; i++)
            tools.Write($"{i:0000}-{new string('x', 100)}", "");
        var result = await Directory(tools, ".", 0);
        await Assert.That(Encoding.UTF8.GetByteCount(result.Text)).IsLessThanOrEqualTo(FsRead.MostBytes);
        await Assert.That(result.Text).Contains(" more entries are not shown. List a folder below, or with less depth.");
        await Assert.That(result.Summary).IsEqualTo("4000 entries");
    }

    [Test]
    public async Task A_search_gives_number_and_context_with_the_line_marked()
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", "one\r\ntwo\r\nThree\r\nfour\r\nfive\r\n");
        var result = await Search(tools, "a.txt", "tHREE", ",\"context_lines\":1");
        await Assert.That(result.Text).IsEqualTo("""[{"line_number":3,"context":"  two\n→ Three\n  four"}]""");
        await Assert.That(result.Summary).IsEqualTo("1 match");
        var alone = await Search(tools, "a.txt", "five", ",\"context_lines\":0");
        await Assert.That(alone.Text).IsEqualTo("""[{"line_number":5,"context":"→ five"}]""");
        await Assert.That((await Search(tools, "a.txt", "six", "")).Text).IsEqualTo("[]");
    }

    [Test]
    public async Task A_search_of_a_folder_names_files_and_passes_over_what_is_hidden_binary_or_a_link()
    {
        using var tools = new ToolFixture();
        tools.Write("b/deep/x.cs", "needle");
        tools.Write("a.cs", "\uFEFFneedle");
        tools.Write(".git/c", "needle");
        tools.Write("node_modules/d", "needle");
        tools.Write("e.bin", "needle\0");
        File.CreateSymbolicLink(tools.At("work/link"), tools.At("work/b"));
        File.CreateSymbolicLink(tools.At("work/f.cs"), tools.At("work/a.cs"));
        var result = await Search(tools, ".", "needle", "");
        await Assert.That(result.Text).IsEqualTo(
            """[{"path":"a.cs","line_number":1,"context":"→ needle"},{"path":"b/deep/x.cs","line_number":1,"context":"→ needle"}]""");
    }

    [Test]
    public async Task A_search_that_finds_too_much_says_what_to_do()
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", string.Concat(Enumerable.Repeat("needle in a line of some length\n", 20_000)));
        var result = await Search(tools, "a.txt", "needle", "");
        await Assert.That(result.IsError).IsTrue();
        await Assert.That(result.Text).Contains("Search for something rarer, in a smaller folder, or with fewer context_lines.");
    }

    [Test]
    public async Task A_search_of_more_files_than_it_looks_at_says_so()
    {
        using var tools = new ToolFixture();
        foreach (var name in (string[])["a", "b", "c"])
            tools.Write(name, "needle");
        var operation = new ReadOperation(ReadMode.Search, tools.Folder, ".", 1, -1, "needle", 0, 0);
        var found = TextSearch.Search(operation, tools.Workspace, FsRead.MostBytes, CancellationToken.None, mostFiles: 2);
        await Assert.That(found.TryGet(out var text)).IsTrue();
        using var json = JsonDocument.Parse(text!.Text);
        await Assert.That(json.RootElement.GetArrayLength()).IsEqualTo(3);
        await Assert.That(json.RootElement[2].GetProperty("note").GetString()).StartsWith("Only 2 of the files were searched.");
    }

    [Test]
    public async Task Several_operations_come_back_in_order_with_their_count()
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", "alpha\n");
        var result = await tools.Run("fs_read",
            """{"operations":[{"mode":"Line","path":"a.txt"},{"mode":"Line","path":"none"},{"mode":"Search","path":"a.txt","pattern":"a"}]}""");
        await Assert.That(result.Text).IsEqualTo(
            $"=== Operation 1 Result (Text) ===\nalpha\n\n=== Operation 2 Error ===\nnone does not exist ({tools.At("work/none")}).\n\n"
            + "=== Operation 3 Result (Text) ===\n[{\"line_number\":1,\"context\":\"→ alpha\"}]\n\n=== Summary ===\n2 of 3 operations succeeded");
        await Assert.That((result.IsError, result.Summary)).IsEqualTo((false, "2 of 3 operations"));
    }

    [Test]
    public async Task Several_operations_share_one_limit()
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", new string('x', 300_000));
        var result = await tools.Run("fs_read", """{"operations":[{"mode":"Line","path":"a.txt"},{"mode":"Line","path":"a.txt"}]}""");
        await Assert.That(result.Text.Length).IsLessThan(301_000);
        await Assert.That(result.Text).Contains("=== Operation 2 Error ===");
    }

    [Test]
    public async Task Images_are_refused_in_a_sentence_that_asks_for_words()
    {
        using var tools = new ToolFixture();
        var result = await tools.Run("fs_read", """{"operations":[{"mode":"Image","image_paths":["a.png"]}]}""");
        await Assert.That((result.IsError, result.Text))
            .IsEqualTo((true, "Images cannot be sent to this model. Ask the person to describe the image."));
    }

    [Test]
    [Arguments("""{}""", "\"operations\" must be a list with at least one object")]
    [Arguments("""{"operations":[]}""", "\"operations\" must be a list with at least one object")]
    [Arguments("""{"operations":[1]}""", "every entry of \"operations\" must be an object")]
    [Arguments("""{"operations":[{"path":"a"}]}""", "operation 1: the argument \"mode\" (a string) is missing")]
    [Arguments("""{"operations":[{"mode":"Line"}]}""", "operation 1: the argument \"path\" (a string) is missing")]
    [Arguments("""{"operations":[{"mode":"Lines","path":"a"}]}""", "operation 1: the mode \"Lines\" is none of Line, Directory, Search, Image")]
    [Arguments("""{"operations":[{"mode":"Search","path":"a"}]}""", "operation 1: the argument \"pattern\" (a string) is missing")]
    [Arguments("""{"operations":[{"mode":"Search","path":"a","pattern":""}]}""", "operation 1: \"pattern\" is empty")]
    [Arguments("""{"operations":[{"mode":"Line","path":7}]}""", "operation 1: \"path\" must be a string")]
    [Arguments("""{"operations":[{"mode":"Line","path":"a","start_line":1.5}]}""", "operation 1: \"start_line\" must be a whole number")]
    [Arguments("""{"operations":[{"mode":"Line","path":"a\u0000b"}]}""", "operation 1: The path is too long or has a NUL in it")]
    [Arguments("""{"operations":[{"mode":"Line","path":"\ud800"}]}""", "operation 1: \"path\" is not valid Unicode text")]
    public async Task Wrong_arguments_are_sentences_for_the_model(string json, string problem)
    {
        using var tools = new ToolFixture();
        await Assert.That(tools.Prepare("fs_read", json).Problem).IsEqualTo($"Failed to validate tool parameters: {problem}.");
    }

    [Test]
    public async Task Too_many_operations_are_refused()
    {
        using var tools = new ToolFixture();
        var many = string.Join(',', Enumerable.Repeat("""{"mode":"Line","path":"a"}""", 65));
        await Assert.That(tools.Prepare("fs_read", $$"""{"operations":[{{many}}]}""").Problem).Contains("may have at most 64 entries");
    }

    [Test]
    public async Task Cancelling_ends_a_search_at_once()
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", "needle");
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var call = tools.Call("fs_read", """{"operations":[{"mode":"Search","path":".","pattern":"needle"}]}""");
        await Assert.That((await tools.Run(call, cancelled.Token)).Text).IsEqualTo(ToolResult.CancelledText);
    }

    private static Task<ToolResult> Line(ToolFixture tools, string path, string more) =>
        tools.Run("fs_read", $$"""{"operations":[{"mode":"Line","path":{{ToolFixture.Text(path)}}{{more}}}]}""");

    private static Task<ToolResult> Directory(ToolFixture tools, string path, int depth) =>
        tools.Run("fs_read", $$"""{"operations":[{"mode":"Directory","path":{{ToolFixture.Text(path)}},"depth":{{depth}}}]}""");

    private static Task<ToolResult> Search(ToolFixture tools, string path, string pattern, string more) =>
        tools.Run("fs_read",
            $$"""{"operations":[{"mode":"Search","path":{{ToolFixture.Text(path)}},"pattern":{{ToolFixture.Text(pattern)}}{{more}}}]}""");
}
