using Q.Core;

namespace Q.Processes;

/// <summary>Where a worktree was made.</summary>
/// <param name="Root">Its top folder.</param>
/// <param name="Folder">The place in it that the folder it was asked for has in its repository.</param>
/// <param name="Branch">Its own branch.</param>
internal sealed record MadeWorktree(string Root, string Folder, string Branch);

/// <summary>
/// A git worktree with a branch of its own, for one session: below <c>.amazonq/worktrees</c> of the repository, which git ignores.
/// It is removed only when nothing in it would be lost. Any thread.
/// </summary>
internal static class GitWorktree
{
    private const string Prefix = "q/";
    private const int MostTries = 100;

    public static async Task<Outcome<MadeWorktree>> Add(string folder, string name)
    {
        if (!(await Git.Run(folder, "rev-parse", "--show-toplevel")).TryGet(out var top))
        {
            return Outcome<MadeWorktree>.No(
                $"{folder} is in no git repository, so there is nothing to make a worktree of. Run git init there, or leave --worktree out.");
        }
        var where = await Git.Run(folder, "rev-parse", "--show-prefix");
        var home = Path.Combine(top, ".amazonq", "worktrees");
        if (MakeHome(home).Problem is { } problem)
            return Outcome<MadeWorktree>.No(problem);
        for (var number = 1; number <= MostTries; number++)
        {
            var one = number == 1 ? name : $"{name}-{number}";
            var (root, branch) = (Path.Combine(home, one), Prefix + one);
            if (Directory.Exists(root) || await HasBranch(top, branch))
                continue;
            var made = await Git.Run(folder, "worktree", "add", "--quiet", "-b", branch, root);
            if (!made.Succeeded)
                return Outcome<MadeWorktree>.No($"The worktree {root} could not be made. {made.Problem}");
            var inside = Path.TrimEndingDirectorySeparator(Path.Combine(root, where.TryGet(out var prefix) ? prefix : ""));
            return Outcome<MadeWorktree>.Ok(new(root, Directory.Exists(inside) ? inside : root, branch));
        }
        return Outcome<MadeWorktree>.No($"{MostTries} worktrees and branches are called {name} already. Give the session another name.");
    }

    /// <summary>Removes it with its branch, or says why it is kept; null when it is gone.</summary>
    public static async Task<string?> Remove(string root)
    {
        if (!Directory.Exists(root) || Path.GetDirectoryName(root) is not { } home)
            return null;
        if (!(await Git.Run(root, "status", "--porcelain")).TryGet(out var changes))
            return "git cannot say what is in it";
        if (changes.Length > 0)
            return Counted(changes.Split('\n').Length, "file is", "files are") + " not committed";
        var branch = Prefix + Path.GetFileName(root);
        var hasBranch = await HasBranch(root, branch);
        string[] own = hasBranch ? ["HEAD", branch] : ["HEAD"];
        string[] others = ["--not", $"--exclude={branch}", "--branches", "--remotes"];
        if (!(await Git.Run(root, ["rev-list", "--count", .. own, .. others])).TryGet(out var count) || !int.TryParse(count, out var commits))
            return "git cannot say which of its commits are elsewhere";
        if (commits > 0)
            return Counted(commits, "commit is", "commits are") + $" on {branch} alone, neither pushed nor merged";
        if ((await Git.Run(home, "worktree", "remove", root)).Problem is { } problem)
            return problem;
        if (hasBranch)
            await Git.Run(home, "branch", "--quiet", "-D", branch);
        return null;
    }

    private static async Task<bool> HasBranch(string folder, string branch) =>
        (await Git.Run(folder, "show-ref", "--verify", "--quiet", $"refs/heads/{branch}")).Succeeded;

    private static Outcome MakeHome(string home)
    {
        try
        {
            if (new[] { home, Path.GetDirectoryName(home)! }.FirstOrDefault(folder => new DirectoryInfo(folder).LinkTarget is not null) is { } link)
                return Outcome.No($"{link} leads elsewhere through a symbolic link, so no worktree is made there. Remove the link.");
            OwnerFolder.Make(home);
            var ignore = Path.Combine(home, ".gitignore");
            if (!File.Exists(ignore))
                File.WriteAllText(ignore, "*\n");
            return Outcome.Ok;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Outcome.No($"The folder {home} cannot be made: {e.Message.TrimEnd('.')}. See who may write there.");
        }
    }

    private static string Counted(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
}
