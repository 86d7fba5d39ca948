using Q.Config;
using Q.Output;
using Q.Processes;
using Q.Sessions;

namespace Q.Tests.Commands;

/// <summary>Through real git.</summary>
internal sealed class WorktreeTests
{
    [Test]
    public async Task A_session_in_a_worktree_has_a_folder_and_a_branch_of_its_own_which_go_when_nothing_is_lost()
    {
        using var fixture = await Repository();
        await fixture.Run("/new login bug --worktree");
        await fixture.Until("the session", () => fixture.Focused.Name == "login-bug");
        var root = Path.Combine(fixture.Home.Folder, ".amazonq", "worktrees", "login-bug");
        await Assert.That((fixture.Focused.Folder, fixture.Focused.Worktree)).IsEqualTo((root, root));
        await fixture.Said($"This session works in {root}, on the branch q/login-bug.\n");
        await Assert.That(await Asked(root, "rev-parse", "--abbrev-ref", "HEAD")).IsEqualTo("q/login-bug");
        await Assert.That(await Asked(fixture.Home.Folder, "status", "--porcelain")).IsEqualTo("");

        await fixture.Run("/close");
        fixture.Yes!();
        await fixture.Said("The worktree of login-bug was removed: all of it is committed, and pushed or merged.\n");
        await Assert.That(Directory.Exists(root)).IsFalse();
        await Assert.That(await Asked(fixture.Home.Folder, "branch", "--list", "q/*")).IsEqualTo("");
    }

    [Test]
    public async Task A_worktree_with_work_that_is_not_committed_is_kept()
    {
        using var fixture = await Repository();
        var view = await InWorktree(fixture, "api");
        await File.WriteAllTextAsync(Path.Combine(view.Worktree, "new.txt"), "work");
        await fixture.Run("/kill api");
        await fixture.Said($"The worktree of api is kept, {view.Worktree}: 1 file is not committed. `git worktree remove` takes it away.\n");
        await Assert.That(File.Exists(Path.Combine(view.Worktree, "new.txt"))).IsTrue();
    }

    [Test]
    public async Task A_worktree_with_commits_that_are_nowhere_else_is_kept_until_they_are_merged()
    {
        using var fixture = await Repository();
        var view = await InWorktree(fixture, "api");
        await Commit(view.Worktree, "new.txt");
        await Assert.That(await GitWorktree.Remove(view.Worktree)).IsEqualTo("1 commit is on q/api alone, neither pushed nor merged");
        await Asked(fixture.Home.Folder, "merge", "--quiet", "q/api");
        await Assert.That(await GitWorktree.Remove(view.Worktree)).IsNull();
        await Assert.That(Directory.Exists(view.Worktree)).IsFalse();
        await Assert.That(await GitWorktree.Remove(view.Worktree)).IsNull();
    }

    [Test]
    public async Task A_worktree_stays_while_another_session_is_in_it()
    {
        using var fixture = await Repository();
        var view = await InWorktree(fixture, "api");
        await fixture.Run("/fork other", "/kill api");
        await fixture.Said(static said => said.StartsWith("api was killed"));
        await fixture.Until("what was closed has ended", () => fixture.Sessions.Closing.IsCompleted);
        await Assert.That(Directory.Exists(view.Worktree)).IsTrue();
        await Assert.That((fixture.Focused.Name, fixture.Focused.Folder, fixture.Focused.Worktree)).IsEqualTo(("other", view.Folder, ""));
    }

    [Test]
    public async Task A_name_that_is_taken_by_an_older_worktree_gets_a_number_and_a_folder_within_keeps_its_place()
    {
        using var fixture = await Repository();
        Directory.CreateDirectory(Path.Combine(fixture.Home.Folder, "src"));
        await Commit(fixture.Home.Folder, "src/a.txt");
        await Asked(fixture.Home.Folder, "branch", "q/api");
        await fixture.Run("/new api --worktree --cwd src");
        await fixture.Until("the session", () => fixture.Focused.Name == "api");
        await Assert.That(fixture.Focused.Folder).EndsWith("/.amazonq/worktrees/api-2/src");
    }

    [Test]
    public async Task Outside_of_a_repository_there_is_no_worktree_and_no_session()
    {
        using var fixture = new CommandsFixture();
        await fixture.Run("/new api --worktree");
        await fixture.Said(said => said.StartsWith($"{fixture.Home.Folder} is in no git repository", StringComparison.Ordinal), OutputKind.Error);
        await Assert.That(fixture.Sessions.Views.Count).IsEqualTo(1);
    }

    [Test]
    public async Task At_the_limit_nothing_is_closed_where_git_refuses_and_the_idle_one_goes_when_the_worktree_is_there()
    {
        using var fixture = await Full(await Repository(new() { MaxActiveSessions = 2 }));
        await Asked(fixture.Home.Folder, "branch", "q"); // no branch can be called q/… now
        await fixture.Run("/new api --worktree");
        fixture.Yes!();
        await fixture.Said(said => said.Contains("could not be made", StringComparison.Ordinal), OutputKind.Error);
        await Assert.That(Names(fixture)).IsEquivalentTo(["one", "two"], StringComparer.Ordinal);

        await Asked(fixture.Home.Folder, "branch", "-D", "q");
        await fixture.Run("/new api --worktree");
        fixture.Yes!();
        await fixture.Until("the session", () => fixture.Focused.Name == "api");
        await Assert.That(Names(fixture)).IsEquivalentTo(["two", "api"], StringComparer.Ordinal);
        await Assert.That(Directory.Exists(fixture.Focused.Worktree)).IsTrue();
    }

    [Test]
    public async Task Where_the_session_that_was_offered_is_not_idle_any_more_no_worktree_stays()
    {
        using var fixture = await Full(await Repository(new() { MaxActiveSessions = 2 }));
        await fixture.Run("/new api --worktree");
        var yes = fixture.Yes!;
        await fixture.Run("/pin one");
        yes();
        await fixture.Said(said => said.Contains("no other one is idle", StringComparison.Ordinal), OutputKind.Error);
        await Assert.That(Names(fixture)).IsEquivalentTo(["one", "two"], StringComparer.Ordinal);
        await Assert.That(await Asked(fixture.Home.Folder, "branch", "--list", "q/*")).IsEqualTo("");
        await Assert.That(Directory.GetDirectories(Path.Combine(fixture.Home.Folder, ".amazonq", "worktrees"))).IsEmpty();
    }

    private static IEnumerable<string> Names(CommandsFixture fixture) => fixture.Sessions.Views.Select(static view => view.Name);

    /// <summary>Two sessions, the second in focus.</summary>
    private static async Task<CommandsFixture> Full(CommandsFixture fixture)
    {
        await fixture.Run("/rename one", "/new two");
        await fixture.Until("both", () => fixture.Focused.Name == "two" && fixture.Sessions.Counted == 2);
        return fixture;
    }

    [Test]
    public async Task Opened_again_after_its_worktree_went_a_session_works_where_q_was_started()
    {
        using var fixture = await Repository();
        await InWorktree(fixture, "api");
        await fixture.Run("/close");
        fixture.Yes!();
        await fixture.Said(static said => said.StartsWith("The worktree of api was removed"));
        await fixture.Run("/resume api");
        await Assert.That((fixture.Focused.Folder, fixture.Focused.Worktree)).IsEqualTo((fixture.Home.Folder, ""));
    }

    private static async Task<CommandsFixture> Repository(Settings? settings = null)
    {
        var fixture = new CommandsFixture(settings);
        await Asked(fixture.Home.Folder, "init", "--quiet");
        await File.WriteAllTextAsync(Path.Combine(fixture.Home.Folder, ".gitignore"), ".amazonq\n");
        await Commit(fixture.Home.Folder, "readme.txt");
        return fixture;
    }

    private static async Task<SessionView> InWorktree(CommandsFixture fixture, string name)
    {
        await fixture.Run($"/new {name} --worktree");
        await fixture.Until("the session", () => fixture.Focused.Name == name);
        return fixture.Focused;
    }

    private static async Task Commit(string folder, string file)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, file), "text");
        await Asked(folder, "add", "-A");
        await Asked(folder, "-c", "user.name=q", "-c", "user.email=q@example.com", "commit", "--quiet", "-m", file);
    }

    private static async Task<string> Asked(string folder, params string[] arguments)
    {
        var told = await Git.Run(folder, arguments);
        await Assert.That(told.Problem).IsNull();
        return told.TryGet(out var text) ? text : "";
    }
}
