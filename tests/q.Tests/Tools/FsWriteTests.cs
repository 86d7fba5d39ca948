using System.Text;
using Q.Tools;

namespace Q.Tests.Tools;

public sealed class FsWriteTests
{
    [Test]
    public async Task Create_makes_the_folders_and_ends_the_text_with_a_line_feed()
    {
        using var tools = new ToolFixture();
        var result = await tools.Run("fs_write", """{"command":"create","path":"a/b/c.txt","file_text":"one\ntwo"}""");
        await Assert.That((result.IsError, result.Text, result.Summary)).IsEqualTo((false, "", "created"));
        await Assert.That(tools.Read("a/b/c.txt")).IsEqualTo("one\ntwo\n");
    }

    [Test]
    public async Task Create_replaces_what_was_there_and_keeps_the_mode()
    {
        using var tools = new ToolFixture();
        var path = tools.Write("run.sh", "old\n");
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(path, mode);
        var result = await tools.Run("fs_write", """{"command":"create","path":"run.sh","file_text":"new\n"}""");
        await Assert.That((result.IsError, result.Summary)).IsEqualTo((false, "written"));
        await Assert.That(tools.Read("run.sh")).IsEqualTo("new\n");
        await Assert.That(File.GetUnixFileMode(path)).IsEqualTo(mode);
        await Assert.That(Directory.GetFiles(tools.Folder).Length).IsEqualTo(1);
    }

    [Test]
    [Arguments("abc", "b", "x", "axc")]
    [Arguments("abc", "b", "", "ac")]
    [Arguments("a\nb\nc\n", "b\n", "x\ny\n", "a\nx\ny\nc\n")]
    public async Task Replacing_changes_the_one_place_and_nothing_else(string before, string old, string made, string after)
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", before);
        var result = await Replace(tools, old, made);
        await Assert.That((result.IsError, tools.Read("a.txt"))).IsEqualTo((false, after));
    }

    [Test]
    public async Task Replacing_what_is_not_there_or_there_twice_is_refused_before_anybody_is_asked()
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", "aXbXc aaa\n");
        const string failed = "Failed to validate tool parameters: ";
        await Assert.That(tools.Prepare("fs_write", ReplaceJson("y", "z")).Problem).IsEqualTo(failed + "no occurrences of \"y\" were found in a.txt.");
        await Assert.That(tools.Prepare("fs_write", ReplaceJson("X", "z")).Problem)
            .IsEqualTo(failed + "2 occurrences of old_str were found in a.txt when only 1 is expected. Give more of the text around it.");
        await Assert.That(tools.Prepare("fs_write", ReplaceJson("aa", "z")).Problem).Contains("2 occurrences"); // they overlap
    }

    [Test]
    [Arguments(0, "new\na\nb\n")]
    [Arguments(1, "a\nnew\nb\n")]
    [Arguments(2, "a\nb\nnew\n")]
    [Arguments(99, "a\nb\nnew\n")]
    public async Task Inserting_is_after_the_line_and_past_the_end_at_the_end(int line, string after)
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", "a\nb\n");
        await tools.Run("fs_write", $$"""{"command":"insert","path":"a.txt","insert_line":{{line}},"new_str":"new"}""");
        await Assert.That(tools.Read("a.txt")).IsEqualTo(after);
    }

    [Test]
    [Arguments("a", 1, "a\nnew\n")]
    [Arguments("", 5, "new\n")]
    [Arguments("a\nb", 1, "a\nnew\nb")]
    public async Task Inserting_never_joins_two_lines(string before, int line, string after)
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", before);
        await tools.Run("fs_write", $$"""{"command":"insert","path":"a.txt","insert_line":{{line}},"new_str":"new"}""");
        await Assert.That(tools.Read("a.txt")).IsEqualTo(after);
    }

    [Test]
    [Arguments("a\n", "a\nnew\n")]
    [Arguments("a", "a\nnew\n")]
    [Arguments("", "new\n")]
    public async Task Appending_begins_on_a_line_of_its_own(string before, string after)
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", before);
        await tools.Run("fs_write", """{"command":"append","path":"a.txt","new_str":"new"}""");
        await Assert.That(tools.Read("a.txt")).IsEqualTo(after);
    }

    [Test]
    public async Task Everything_but_create_needs_the_file()
    {
        using var tools = new ToolFixture();
        foreach (var command in (string[])["str_replace", "append", "insert"])
        {
            var json = $$"""{"command":"{{command}}","path":"none","old_str":"a","new_str":"b","insert_line":0}""";
            await Assert.That(tools.Prepare("fs_write", json).Problem).EndsWith("none does not exist. Make it with the command create.");
        }
    }

    [Test]
    public async Task A_file_with_carriage_returns_keeps_them_in_every_line()
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", "one\r\ntwo\r\nthree\r\n");
        await Replace(tools, "one\ntwo", "1\n2");
        await Assert.That(tools.Read("a.txt")).IsEqualTo("1\r\n2\r\nthree\r\n");
        await tools.Run("fs_write", """{"command":"insert","path":"a.txt","insert_line":1,"new_str":"a\nb"}""");
        await tools.Run("fs_write", """{"command":"append","path":"a.txt","new_str":"end"}""");
        await Assert.That(tools.Read("a.txt")).IsEqualTo("1\r\na\r\nb\r\n2\r\nthree\r\nend\r\n");
    }

    [Test]
    public async Task A_file_with_both_line_ends_is_changed_only_where_it_was_asked()
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", "one\r\ntwo\nthree\r\n");
        var problem = tools.Prepare("fs_write", ReplaceJson("one\ntwo", "x")).Problem;
        await Assert.That(problem).EndsWith("The file ends its lines with \\r\\n.");
        await Replace(tools, "two", "2\n3");
        await Assert.That(tools.Read("a.txt")).IsEqualTo("one\r\n2\n3\nthree\r\n");
    }

    [Test]
    [Arguments("""{"command":"insert","path":"a.txt","insert_line":0,"new_str":"new"}""", "new\nold\n")]
    [Arguments("""{"command":"str_replace","path":"a.txt","old_str":"old","new_str":"new"}""", "new\n")]
    [Arguments("""{"command":"create","path":"a.txt","file_text":"new"}""", "new\n")]
    public async Task A_byte_order_mark_stays_the_first_thing_in_the_file(string json, string after)
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", [.. Encoding.UTF8.Preamble, .. "old\n"u8]);
        await tools.Run("fs_write", json);
        var bytes = await File.ReadAllBytesAsync(tools.At("work/a.txt"));
        await Assert.That(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble)).IsTrue();
        await Assert.That(Encoding.UTF8.GetString(bytes.AsSpan(3))).IsEqualTo(after);
    }

    [Test]
    public async Task What_is_no_utf8_text_is_left_as_it_is_unless_it_is_replaced_as_a_whole()
    {
        using var tools = new ToolFixture();
        byte[] wide = [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("hello\n")];
        var path = tools.Write("a.txt", wide);
        await Assert.That(tools.Prepare("fs_write", ReplaceJson("hello", "x")).Problem).Contains("a.txt is not UTF-8 text");
        await Assert.That(await File.ReadAllBytesAsync(path)).IsEquivalentTo(wide, EqualityComparer<byte>.Default);
        var call = tools.Call("fs_write", """{"command":"create","path":"a.txt","file_text":"new"}""");
        await Assert.That(call.Preview).StartsWith("a.txt: 14 bytes that are not text are replaced by\n");
        await tools.Run(call);
        await Assert.That(tools.Read("a.txt")).IsEqualTo("new\n");
    }

    [Test]
    public async Task The_preview_is_the_whole_difference_and_the_purpose()
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n");
        var call = tools.Call("fs_write",
            """{"command":"str_replace","path":"a.txt","old_str":"5\n","new_str":"five\nand\n","summary":"words"}""");
        await Assert.That(call.Preview).IsEqualTo(
            "--- a.txt\n+++ a.txt\n@@ -2,7 +2,8 @@\n 2\n 3\n 4\n-5\n+five\n+and\n 6\n 7\n 8\n\nPurpose: words\n");
        await Assert.That(call.Title).IsEqualTo("fs_write str_replace a.txt");
    }

    [Test]
    public async Task The_preview_of_a_new_file_is_all_of_it_however_long()
    {
        using var tools = new ToolFixture();
        var lines = string.Concat(Enumerable.Range(0, 9000).Select(i => $"line {i}\n"));
        var call = tools.Call("fs_write", $$"""{"command":"create","path":"new.txt","file_text":{{ToolFixture.Text(lines)}}}""");
        await Assert.That(call.Preview).StartsWith("--- /dev/null\n+++ new.txt\n@@ -0,0 +1,9000 @@\n+line 0\n");
        await Assert.That(call.Preview.Count(c => c == '+')).IsEqualTo(9000 + 4);
    }

    [Test]
    public async Task Nothing_in_a_preview_is_hidden()
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", "safe \u202Eevas\r\nx\n");
        var call = tools.Call("fs_write", """{"command":"str_replace","path":"a.txt","old_str":"x","new_str":"\u001b[2Ky"}""");
        await Assert.That(call.Preview).Contains(" safe �evas␍\n-x\n+␛[2Ky\n");
        var named = tools.Call("fs_write", """{"command":"create","path":"a\n+++ b","file_text":"x"}""");
        await Assert.That(named.Preview).StartsWith("--- /dev/null\n+++ a↵+++ b\n@@");
    }

    [Test]
    public async Task Outside_the_folder_the_preview_names_the_real_place()
    {
        using var tools = new ToolFixture();
        Directory.CreateDirectory(tools.At("elsewhere"));
        File.CreateSymbolicLink(tools.At("work/in"), tools.At("elsewhere"));
        var call = tools.Call("fs_write", """{"command":"create","path":"in/a.txt","file_text":"x"}""");
        await Assert.That(call.Preview).StartsWith($"File: {tools.At("elsewhere/a.txt")}\n");
        await tools.Run(call);
        await Assert.That(File.Exists(tools.At("elsewhere/a.txt"))).IsTrue();
    }

    [Test]
    public async Task An_edit_that_changes_nothing_says_so()
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", "same\n");
        await Assert.That(tools.Call("fs_write", """{"command":"create","path":"a.txt","file_text":"same"}""").Preview)
            .IsEqualTo("a.txt: nothing changes\n");
        await Assert.That(tools.Call("fs_write", """{"command":"create","path":"b.txt","file_text":""}""").Preview)
            .IsEqualTo("b.txt: a new, empty file\n");
    }

    [Test]
    public async Task Two_edits_of_one_answer_are_shown_and_written_one_after_the_other()
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", "one\n");
        var step = new ToolContext(tools.Workspace);
        await Assert.That(tools.Prepare("fs_write", ReplaceJson("one", "two"), step).TryGet(out var first)).IsTrue();
        await Assert.That(tools.Prepare("fs_write", ReplaceJson("two", "three"), step).TryGet(out var second)).IsTrue();
        await Assert.That(second!.Preview).Contains("-two\n+three\n");
        await tools.Run(first!);
        await tools.Run(second);
        await Assert.That(tools.Read("a.txt")).IsEqualTo("three\n");
    }

    [Test]
    public async Task A_file_that_changed_while_permission_was_asked_is_not_written()
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", "one\n");
        var call = tools.Call("fs_write", ReplaceJson("one", "two"));
        tools.Write("a.txt", "one, and more\n");
        var result = await tools.Run(call);
        await Assert.That((result.IsError, result.Summary)).IsEqualTo((true, "conflict"));
        await Assert.That(tools.Read("a.txt")).IsEqualTo("one, and more\n");
        File.Delete(tools.At("work/a.txt"));
        await Assert.That((await tools.Run(call)).Summary).IsEqualTo("conflict");
    }

    [Test]
    public async Task A_link_put_in_place_while_permission_was_asked_is_not_followed()
    {
        using var tools = new ToolFixture();
        var call = tools.Call("fs_write", """{"command":"create","path":"sub/a.txt","file_text":"x"}""");
        File.CreateSymbolicLink(tools.At("work/sub"), tools.At("home"));
        await Assert.That((await tools.Run(call)).Summary).IsEqualTo("conflict");
        await Assert.That(Directory.GetFileSystemEntries(tools.At("home")).Length).IsEqualTo(0);
    }

    [Test]
    public async Task A_read_only_file_is_left_alone()
    {
        using var tools = new ToolFixture();
        var path = tools.Write("a.txt", "one\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        var result = await Replace(tools, "one", "two");
        await Assert.That((result.IsError, result.Text)).IsEqualTo(
            (true, "a.txt is read-only (-r--r-----), so it was not written. Ask the person before its mode is changed."));
        await Assert.That(tools.Read("a.txt")).IsEqualTo("one\n");
    }

    [Test]
    public async Task A_file_with_two_names_keeps_both()
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", "one two three\n");
        await tools.Run("execute_bash", """{"command":"ln a.txt b.txt"}""");
        await Replace(tools, "one two", "1");
        await Assert.That(tools.Read("b.txt")).IsEqualTo("1 three\n");
        await Assert.That(tools.Read("a.txt")).IsEqualTo("1 three\n");
    }

    [Test]
    public async Task A_file_of_another_keeps_its_owner()
    {
        if (Environment.UserName != "root")
            return; // nobody else can give files away
        using var tools = new ToolFixture();
        tools.Write("a.txt", "one\n");
        await tools.Run("execute_bash", """{"command":"chown 1234:4321 a.txt"}""");
        await Replace(tools, "one", "two");
        var status = FileStatus.Of(tools.At("work/a.txt"));
        await Assert.That((status.User, status.Group, tools.Read("a.txt"))).IsEqualTo((1234u, 4321u, "two\n"));
    }

    [Test]
    public async Task A_full_disk_is_a_sentence_and_the_old_text_stays()
    {
        if (!File.Exists("/dev/full"))
            return; // macOS has none
        using var tools = new ToolFixture();
        var path = tools.Write("a.txt", "one\n");
        var written = FileContent.Write(path, "a.txt", "two\n"u8, fresh =>
        {
            File.WriteAllText(fresh, "part");
            return new("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1);
        });
        await Assert.That(written.Problem).StartsWith("a.txt cannot be written: ");
        await Assert.That(written.Problem).Contains("No space left on device");
        await Assert.That(tools.Read("a.txt")).IsEqualTo("one\n");
        await Assert.That(Directory.GetFiles(tools.Folder).Length).IsEqualTo(1);
    }

    [Test]
    public async Task A_place_that_cannot_be_written_is_a_sentence()
    {
        using var tools = new ToolFixture();
        tools.Write("file", "x");
        var result = await tools.Run("fs_write", """{"command":"create","path":"file/below","file_text":"x"}""");
        await Assert.That(result.IsError).IsTrue();
        await Assert.That(result.Text).StartsWith("file/below cannot be written: ");
        await Assert.That(tools.Prepare("fs_write", """{"command":"create","path":".","file_text":"x"}""").Problem).EndsWith(". is a folder.");
        await Assert.That(tools.Prepare("fs_write", """{"command":"create","path":"/dev/null","file_text":"x"}""").Problem)
            .EndsWith("/dev/null is not a regular file.");
    }

    [Test]
    public async Task A_file_that_is_too_large_is_neither_edited_nor_made()
    {
        using var tools = new ToolFixture();
        var path = tools.Write("a.txt", "one\n");
        using (var file = new FileStream(path, FileMode.Open))
            file.SetLength(FileContent.MostBytes + 1L);
        await Assert.That(tools.Prepare("fs_write", ReplaceJson("one", "two")).Problem).Contains("at most 16777216 can be edited");
        var text = new string('x', FileContent.MostBytes);
        await Assert.That(tools.Prepare("fs_write", $$"""{"command":"create","path":"b","file_text":"{{text}}"}""").Problem)
            .Contains("at most 16777216 can be written");
    }

    [Test]
    public async Task A_small_edit_of_a_large_file_takes_its_old_and_its_new_bytes_and_no_more()
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", string.Concat(Enumerable.Repeat(new string('x', 99) + "\n", 150_000)) + "one\n");
        tools.Prepare("fs_write", ReplaceJson("none", "two"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var prepared = tools.Prepare("fs_write", ReplaceJson("one", "two"));
        var took = GC.GetAllocatedBytesForCurrentThread() - before;
        await Assert.That(prepared.TryGet(out var call) ? call!.Preview : "").Contains("@@ -149998,4 +149998,4 @@").And.EndsWith("-one\n+two\n");
        await Assert.That(took).IsBetween(30_000_000, 34_000_000);
        await Assert.That(call!.Held).IsBetween(30_000_000, 31_000_000);
    }

    [Test]
    public async Task A_large_file_is_written_over_as_a_whole_and_what_comes_is_shown()
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", string.Concat(Enumerable.Repeat(new string('x', 99) + "\n", 150_000)));
        var much = new string('y', FsWrite.MostChanged + 1);
        await Assert.That(tools.Prepare("fs_write", $$"""{"command":"create","path":"a.txt","file_text":"{{much}}"}""").Problem).IsEqualTo(
            "Failed to validate tool parameters: a.txt: 17097154 bytes would change at once; at most 2097152 can be shown to be allowed. Change it in parts.");
        var call = tools.Call("fs_write", """{"command":"create","path":"a.txt","file_text":"short"}""");
        await Assert.That(call.Preview).IsEqualTo(
            "a.txt: 15000000 bytes of text, too many to be shown, are replaced by\n--- /dev/null\n+++ a.txt\n@@ -0,0 +1 @@\n+short\n");
        await Assert.That((await tools.Run(call)).IsError).IsFalse();
        await Assert.That(tools.Read("a.txt")).IsEqualTo("short\n");
    }

    [Test]
    [Arguments("""{"path":"a"}""", "the argument \"command\" (a string) is missing")]
    [Arguments("""{"command":"delete","path":"a"}""", "the command \"delete\" is none of create, str_replace, insert, append")]
    [Arguments("""{"command":"create","path":"a"}""", "create needs \"file_text\"")]
    [Arguments("""{"command":"create","path":"a","file_text":1}""", "\"file_text\" must be a string")]
    [Arguments("""{"command":"str_replace","path":"a","new_str":"b"}""", "the argument \"old_str\" (a string) is missing")]
    [Arguments("""{"command":"str_replace","path":"a","old_str":"","new_str":"b"}""", "\"old_str\" is empty")]
    [Arguments("""{"command":"insert","path":"a","new_str":"b"}""", "insert needs \"insert_line\", 0 or more")]
    [Arguments("""{"command":"insert","path":"a","new_str":"b","insert_line":-1}""", "insert needs \"insert_line\", 0 or more")]
    [Arguments("""{"command":"append","path":"a"}""", "the argument \"new_str\" (a string) is missing")]
    public async Task Wrong_arguments_are_sentences_for_the_model(string json, string problem)
    {
        using var tools = new ToolFixture();
        await Assert.That(tools.Prepare("fs_write", json).Problem).IsEqualTo($"Failed to validate tool parameters: {problem}.");
    }

    [Test]
    public async Task Cancelled_before_it_began_it_writes_nothing()
    {
        using var tools = new ToolFixture();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var call = tools.Call("fs_write", """{"command":"create","path":"a","file_text":"x"}""");
        await Assert.That((await tools.Run(call, cancelled.Token)).Text).IsEqualTo(ToolResult.CancelledText);
        await Assert.That(File.Exists(tools.At("work/a"))).IsFalse();
    }

    private static string ReplaceJson(string old, string made) =>
        $$"""{"command":"str_replace","path":"a.txt","old_str":{{ToolFixture.Text(old)}},"new_str":{{ToolFixture.Text(made)}}}""";

    private static Task<ToolResult> Replace(ToolFixture tools, string old, string made) => tools.Run("fs_write", ReplaceJson(old, made));
}
