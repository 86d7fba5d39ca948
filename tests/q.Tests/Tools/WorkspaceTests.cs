using Q.Core;
using Q.Tools;

namespace Q.Tests.Tools;

public sealed class WorkspaceTests
{
    [Test]
    [Arguments("a.txt", "work/a.txt")]
    [Arguments("./a/../b.txt", "work/b.txt")]
    [Arguments("../home/x", "home/x")]
    [Arguments("..", "")]
    [Arguments("~", "home")]
    [Arguments("~/x/y", "home/x/y")]
    [Arguments("~//x", "home/x")]
    [Arguments("~x", "work/~x")]
    [Arguments("@sessions/x", "work/@sessions/x")]
    [Arguments(" a.txt ", "work/a.txt")]
    public async Task A_path_means_what_it_says(string path, string place)
    {
        using var tools = new ToolFixture();
        await Assert.That(Resolved(tools.Workspace, path)).IsEqualTo(Path.TrimEndingDirectorySeparator(tools.At(place)));
    }

    [Test]
    public async Task An_at_before_what_is_there_is_how_a_person_names_it()
    {
        using var tools = new ToolFixture();
        await File.WriteAllTextAsync(tools.At("work/a.txt"), "");
        Directory.CreateDirectory(tools.At("work/@types"));
        await Assert.That(Resolved(tools.Workspace, "@a.txt")).IsEqualTo(tools.At("work/a.txt"));
        await Assert.That(Resolved(tools.Workspace, "@types")).IsEqualTo(tools.At("work/@types"));
        await Assert.That(Resolved(tools.Workspace, "@new.txt")).IsEqualTo(tools.At("work/@new.txt"));
    }

    [Test]
    public async Task Absolute_paths_are_taken_as_they_are()
    {
        using var tools = new ToolFixture();
        await Assert.That(Resolved(tools.Workspace, "/no/such/place")).IsEqualTo("/no/such/place");
        await Assert.That(Resolved(tools.Workspace, "/")).IsEqualTo("/");
    }

    [Test]
    public async Task Session_paths_are_below_the_sessions_folder_which_is_made_with_its_gitignore()
    {
        using var tools = new ToolFixture();
        var session = tools.Workspace.SessionFolder;
        await Assert.That(Resolved(tools.Workspace, "@session/notes/a.md")).IsEqualTo(Path.Combine(session, "notes/a.md"));
        await Assert.That(Resolved(tools.Workspace, "@session")).IsEqualTo(session);
        await Assert.That(await File.ReadAllTextAsync(Path.Combine(session, ".gitignore"))).IsEqualTo("*\n");
        await Assert.That((int)File.GetUnixFileMode(session)).IsEqualTo(0b111_000_000);
    }

    [Test]
    [Arguments("@session/../x")]
    [Arguments("@session/a/../../x")]
    [Arguments("@session//etc/passwd")]
    public async Task A_session_path_cannot_leave_its_folder(string path)
    {
        using var tools = new ToolFixture();
        await Assert.That(tools.Workspace.Resolve(path).Problem).Contains("leaves the session's folder");
    }

    [Test]
    public async Task A_session_path_cannot_leave_its_folder_through_a_link()
    {
        using var tools = new ToolFixture();
        await Assert.That(tools.Workspace.MakeSessionFolder().Succeeded).IsTrue();
        File.CreateSymbolicLink(Path.Combine(tools.Workspace.SessionFolder, "out"), tools.At("home"));
        await Assert.That(tools.Workspace.Resolve("@session/out/x").Problem).Contains("through a symbolic link");
    }

    [Test]
    public async Task Where_the_sessions_folder_would_be_a_link_nothing_is_made_where_it_leads()
    {
        using var tools = new ToolFixture();
        File.CreateSymbolicLink(tools.At("work/.amazonq"), tools.At("home"));
        await Assert.That(tools.Workspace.Resolve("@session/x").Problem).Contains("leads elsewhere through a symbolic link");
        await Assert.That(Directory.GetFileSystemEntries(tools.At("home")).Length).IsEqualTo(0);
        var direct = tools.Call("fs_write",
            $$"""{"command":"create","path":".amazonq/sessions/{{Path.GetFileName(tools.Workspace.SessionFolder)}}/x","file_text":"x"}""");
        await Assert.That(direct.Need).IsEqualTo(Permission.Ask);
    }

    [Test]
    public async Task Without_a_home_the_tilde_is_a_sentence()
    {
        using var tools = new ToolFixture();
        var homeless = new Workspace(SessionId.New(), tools.Folder, home: null);
        await Assert.That(homeless.Resolve("~/x").Problem).IsEqualTo("~/x means nothing here: HOME is not set. Give the absolute path.");
    }

    [Test]
    [Arguments("", "The path is empty.")]
    [Arguments("a\0b", "The path is too long or has a NUL in it.")]
    public async Task A_path_that_is_none_is_a_sentence(string path, string problem)
    {
        using var tools = new ToolFixture();
        await Assert.That(tools.Workspace.Resolve(path).Problem).IsEqualTo(problem);
    }

    [Test]
    public async Task Links_that_lead_in_a_circle_are_a_sentence()
    {
        using var tools = new ToolFixture();
        File.CreateSymbolicLink(tools.At("work/a"), "b");
        File.CreateSymbolicLink(tools.At("work/b"), "a");
        await Assert.That(tools.Workspace.Resolve("a").Problem).Contains("too many symbolic links");
    }

    [Test]
    [Arguments("a.txt", Permission.Allowed)]
    [Arguments(".", Permission.Allowed)]
    [Arguments("inside/x", Permission.Allowed)]
    [Arguments("@session/x", Permission.Allowed)]
    [Arguments("..", Permission.Ask)]
    [Arguments("../work-beside/x", Permission.Ask)]
    [Arguments("~/x", Permission.Ask)]
    [Arguments("/etc/passwd", Permission.Ask)]
    [Arguments("outside/x", Permission.Ask)]
    [Arguments("/proc/self/root/etc/passwd", Permission.Ask)]
    internal async Task Reading_is_free_inside_the_folder_and_asks_outside(string path, Permission need)
    {
        using var tools = WithLinks();
        var read = tools.Call("fs_read", $$"""{"operations":[{"mode":"Line","path":{{ToolFixture.Text(path)}}}]}""");
        await Assert.That(read.Need).IsEqualTo(need);
        var list = tools.Call("fs_read",
            $$"""{"operations":[{"mode":"Directory","path":"."},{"mode":"Directory","path":{{ToolFixture.Text(path)}}}]}""");
        await Assert.That(list.Need).IsEqualTo(need);
    }

    [Test]
    [Arguments("a.txt", Permission.Ask)]
    [Arguments("inside/x", Permission.Ask)]
    [Arguments("~/x", Permission.Ask)]
    [Arguments("outside/x", Permission.Ask)]
    [Arguments("@session/x", Permission.Allowed)]
    internal async Task Writing_asks_everywhere_but_in_the_sessions_folder(string path, Permission need)
    {
        using var tools = WithLinks();
        var write = tools.Call("fs_write", $$"""{"command":"create","path":{{ToolFixture.Text(path)}},"file_text":"x"}""");
        await Assert.That(write.Need).IsEqualTo(need);
    }

    [Test]
    public async Task A_read_outside_shows_where_it_really_goes()
    {
        using var tools = WithLinks();
        var read = tools.Call("fs_read",
            """{"operations":[{"mode":"Line","path":"outside/x","start_line":2,"end_line":3},{"mode":"Directory","path":"a\nb"}],"summary":"why"}""");
        await Assert.That(read.Preview).IsEqualTo(
            $"Reading file: outside/x:2-3 ({tools.At("home/x")})\nReading directory: a↵b ({tools.At("work/a↵b")})\n\nPurpose: why\n");
        await Assert.That(read.Title).IsEqualTo("fs_read outside/x:2-3 and 1 more");
    }

    [Test]
    public async Task A_link_put_in_place_while_permission_was_asked_is_not_read()
    {
        using var tools = new ToolFixture();
        tools.Write("a.txt", "mine");
        File.WriteAllText(tools.At("home/secret"), "secret");
        var call = tools.Call("fs_read", """{"operations":[{"mode":"Line","path":"a.txt"}]}""");
        File.Delete(tools.At("work/a.txt"));
        File.CreateSymbolicLink(tools.At("work/a.txt"), tools.At("home/secret"));
        await Assert.That((await tools.Run(call)).Text).IsEqualTo("a.txt changed while permission was asked. Read it again.");
    }

    private static ToolFixture WithLinks()
    {
        var tools = new ToolFixture();
        Directory.CreateDirectory(tools.At("work/real"));
        File.CreateSymbolicLink(tools.At("work/inside"), "real");
        File.CreateSymbolicLink(tools.At("work/outside"), "../home");
        return tools;
    }

    private static string? Resolved(Workspace workspace, string path) => workspace.Resolve(path).TryGet(out var real) ? real : null;
}
