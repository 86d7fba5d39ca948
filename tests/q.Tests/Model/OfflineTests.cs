using System.Text.Json;
using Q.Model;
using Q.Turns;

namespace Q.Tests.Model;

internal sealed class OfflineTests
{
    private static readonly ToolSpec[] s_tools = [new("fs_read", "", "{}"), new("execute_bash", "", "{}")];

    private static ModelRequest Request(params Message[] messages) => new("", messages, s_tools);

    [Test]
    [Arguments("list files", "Directory", ".", "")]
    [Arguments("what files are here?", "Directory", ".", "")]
    [Arguments("Could you list the files in src/q please", "Directory", "src/q", "")]
    [Arguments("ls", "Directory", ".", "")]
    [Arguments("list src", "Directory", "src", "")]
    [Arguments("what is in the src folder", "Directory", "src", "")]
    [Arguments("show me src/a.cs", "Line", "src/a.cs", "")]
    [Arguments("read README.md lines 10-20", "Line", "README.md", "10-20")]
    [Arguments("read README.md:7", "Line", "README.md", "7-7")]
    [Arguments("show lines 3 to 5 of a.txt", "Line", "a.txt", "3-5")]
    [Arguments("show contents of notes.txt", "Line", "notes.txt", "")]
    [Arguments("what does README.md say?", "Line", "README.md", "")]
    [Arguments("list", "Directory", ".", "")]
    [Arguments("LIST FILES", "Directory", ".", "")]
    [Arguments("dir", "Directory", ".", "")]
    [Arguments("list  all   the files", "Directory", ".", "")]
    [Arguments("give me a list of files and folders under src", "Directory", "src", "")]
    [Arguments("find all directories", "Directory", ".", "")]
    [Arguments("list files here", "Directory", ".", "")]
    [Arguments("list files in this project", "Directory", ".", "")]
    [Arguments("list files in 'two words'", "Directory", "two words", "")]
    [Arguments("which files do we have in the src/q directory?", "Directory", "src/q", "")]
    [Arguments("what folders exist there", "Directory", ".", "")]
    [Arguments("what's here?", "Directory", ".", "")]
    [Arguments("list the contents of src", "Directory", "src", "")]
    [Arguments("hello, could you please show me the files please", "Directory", ".", "")]
    [Arguments("I'd like you to list src", "Directory", "src", "")]
    [Arguments("show the file a.txt", "Line", "a.txt", "")]
    [Arguments("open src/a.cs:7-9", "Line", "src/a.cs", "7-9")]
    [Arguments("open `src/my file.cs`:7", "Line", "src/my file.cs", "7-7")]
    [Arguments("view a.txt, line 3", "Line", "a.txt", "3-3")]
    [Arguments("cat a,b.txt from lines 3 until 5", "Line", "a,b.txt", "3-5")]
    [Arguments("print the contents of \"two words\"", "Line", "two words", "")]
    [Arguments("see line 12 of a.txt", "Line", "a.txt", "12-12")]
    [Arguments("show lines 3..5 from a.txt", "Line", "a.txt", "3-5")]
    [Arguments("read line", "Line", "line", "")]
    [Arguments("read a.txt:123456789", "Line", "a.txt:123456789", "")]
    [Arguments("what's in the file a.txt", "Line", "a.txt", "")]
    [Arguments("search for TODO in src", "Search", "src", "TODO")]
    [Arguments("find \"two words\" in a.txt", "Search", "a.txt", "two words")]
    [Arguments("search src for TODO", "Search", "src", "TODO")]
    [Arguments("where is Foo used?", "Search", ".", "Foo")]
    [Arguments("which files contain Bar", "Search", ".", "Bar")]
    [Arguments("find the word set in the code", "Search", ".", "set")]
    [Arguments("find text", "Search", ".", "text")]
    [Arguments("search for words in code/lib", "Search", "code/lib", "words")]
    [Arguments("look in docs for the end", "Search", "docs", "the end")]
    [Arguments("search the src for Router", "Search", "src", "Router")]
    [Arguments("look for 'a in b' in c", "Search", "c", "a in b")]
    [Arguments("search for one or more words", "Search", ".", "one or more words")]
    [Arguments("where do we use Foo.Bar in src", "Search", "src", "Foo.Bar")]
    [Arguments("where is the Router defined", "Search", ".", "Router")]
    [Arguments("who calls \"Read()\" in src/q", "Search", "src/q", "Read()")]
    [Arguments("what file defines s_tools?", "Search", ".", "s_tools")]
    public async Task Words_become_a_call_of_fs_read(string words, string mode, string path, string more)
    {
        var asked = OfflineRequest.Read(words);

        await Assert.That(asked).IsNotNull();
        await Assert.That(asked!.Tool).IsEqualTo("fs_read");
        using var input = JsonDocument.Parse(asked.InputJson);
        var operation = input.RootElement.GetProperty("operations")[0];
        await Assert.That(operation.GetProperty("mode").GetString()).IsEqualTo(mode);
        await Assert.That(operation.GetProperty("path").GetString()).IsEqualTo(path);
        var said = operation.TryGetProperty("pattern", out var pattern) ? pattern.GetString()!
            : operation.TryGetProperty("start_line", out var from) ? $"{from}-{operation.GetProperty("end_line")}" : "";
        await Assert.That(said).IsEqualTo(more);
    }

    [Test]
    [Arguments("run ls -la", "ls -la")]
    [Arguments("please run `git status`", "git status")]
    [Arguments("git status", "git status")]
    [Arguments("execute the command make all", "make all")]
    [Arguments("run this: ls  -l", "ls  -l")]
    [Arguments("run this:ls", "ls")]
    [Arguments("run command", "command")]
    [Arguments("ls -la src", "ls -la src")]
    [Arguments("git -C .. log", "git -C .. log")]
    [Arguments("pwd", "pwd")]
    public async Task Words_become_a_command(string words, string command) =>
        await Assert.That(OfflineRequest.Read(words)!.InputJson).IsEqualTo($$"""{"command":"{{command}}"}""");

    [Test]
    [Arguments("write me a poem about rain"), Arguments("fix the bug"), Arguments("what is the weather"), Arguments("hello"), Arguments("help")]
    [Arguments("make it faster please"), Arguments("please"), Arguments("git back to work"), Arguments("where is it that we fail")]
    [Arguments("show me what you can do"), Arguments("show lines 3 to 5 of these files"), Arguments("run")]
    [Arguments("list files\nthen delete them"), Arguments("list -la"), Arguments("which files contain")]
    public async Task What_needs_a_model_is_answered_honestly(string words)
    {
        var heard = await new OfflineClient().Hear(Request(Message.OfUser(words, default)));

        await Assert.That(heard.Calls).IsEmpty();
        await Assert.That(heard.Text).Contains("not a language model").And.Contains("ANTHROPIC_API_KEY").And.Contains("list files");
    }

    [Test]
    public async Task It_introduces_itself_once_and_then_shows_what_the_tool_gave()
    {
        var client = new OfflineClient();
        var prompt = Message.OfUser("list files", default);

        var first = await client.Hear(Request(prompt));
        var result = new Message(Role.User, [new ToolResultContent(first.Calls.Single().UseId, "a.txt\nb.txt", IsError: false)], default);
        var second = await client.Hear(Request(prompt, new(Role.Assistant, [new TextContent(first.Text)], default), result));

        await Assert.That(first.Text).Contains("not a language model");
        await Assert.That(first.Done!.Reason).IsEqualTo(StopReason.ToolUse);
        await Assert.That(second.Text).IsEqualTo("a.txt\nb.txt\n");
        await Assert.That(second.Done!.Reason).IsEqualTo(StopReason.EndOfTurn);

        var other = await client.Hear(Request(prompt)); // of another session
        await Assert.That(other.Text).DoesNotContain("not a language model");
        await Assert.That(other.Calls).HasSingleItem();
    }

    [Test]
    public async Task What_a_command_or_a_search_gave_is_told_in_lines()
    {
        await Assert.That(OfflineResult.ForPeople("""{"exit_status":"2","stdout":"out\n","stderr":"bad"}"""))
            .IsEqualTo("out\nbad\nIt ended with exit status 2.");
        await Assert.That(OfflineResult.ForPeople("""[{"line_number":3,"context":"  2: a\n→ 3: b"}]""")).IsEqualTo("line 3: 3: b\n");
        await Assert.That(OfflineResult.ForPeople("""[{"path":"a","line_number":3,"context":"→ b"},{"note":"Only 2."}]""")).IsEqualTo("a:3: b\nOnly 2.\n");
        await Assert.That(OfflineResult.ForPeople("[]")).IsEqualTo("Nothing was found.");
        await Assert.That(OfflineResult.ForPeople("[not json")).IsEqualTo("[not json");
    }

    [Test]
    public async Task A_long_paste_is_not_matched_for_long() =>
        await Assert.That(OfflineRequest.Read("list " + new string('a', 1_000_000))).IsNull();
}
