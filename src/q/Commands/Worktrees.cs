using Q.Core;
using Q.Output;
using Q.Processes;
using Q.Sessions;

namespace Q.Commands;

/// <summary>
/// Makes the git worktree of a session that is to be made, and removes it behind one that was closed, when nothing would be lost.
/// Git runs beside the app loop; what comes of it is done on the loop.
/// </summary>
internal sealed class Worktrees(Coordinator sessions, ICommandHost host)
{
    /// <summary>How long what ran in a closed session may still write into its worktree.</summary>
    private static readonly TimeSpan s_endTakes = TimeSpan.FromSeconds(5);

    /// <param name="then">Called on the loop.</param>
    public void Make(string folder, string name, Action<Outcome<MadeWorktree>> then) => _ = Task.Run(async () =>
    {
        var made = await GitWorktree.Add(folder, name);
        host.Later(() => then(made));
    });

    /// <summary>There is no session for it after all: it goes again.</summary>
    /// <param name="then">Called on the loop; with why it is kept, or null.</param>
    public void Discard(string root, Action<string?> then) => _ = Task.Run(async () =>
    {
        var why = await GitWorktree.Remove(root);
        host.Later(() => then(why));
    });

    /// <summary>The session was closed. Kept while another one is in it.</summary>
    public void Leave(SessionView closed)
    {
        if (closed.Worktree.Length == 0 || sessions.Views.Any(view => IsIn(view.Folder, closed.Worktree)))
            return;
        var ended = sessions.Closing;
        _ = Task.Run(async () =>
        {
            await ended.WaitAsync(s_endTakes).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var why = await GitWorktree.Remove(closed.Worktree);
            host.Later(() => sessions.Say(sessions.Focused.Id, OutputKind.Notice, why is null
                ? $"The worktree of {closed.Name} was removed: all of it is committed, and pushed or merged.\n"
                : $"The worktree of {closed.Name} is kept, {closed.Worktree}: {why}. `git worktree remove` takes it away.\n"));
        });
    }

    private static bool IsIn(string folder, string root) =>
        folder == root || folder.StartsWith(root + "/", StringComparison.Ordinal);
}
