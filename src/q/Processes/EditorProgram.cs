using Q.Core;

namespace Q.Processes;

/// <summary>
/// A program that a person works in: it has the terminal, and this process' group, so that Ctrl+Z and the shell treat both as one.
/// The terminal must have been left before, and nothing of ours may read it. Any thread.
/// </summary>
internal static class EditorProgram
{
    /// <summary><c>$VISUAL</c>, else <c>$EDITOR</c>, else vi: a command, which may have arguments.</summary>
    public static string Of(Func<string, string?> environment) =>
        environment("VISUAL") is { Length: > 0 } visual ? visual : environment("EDITOR") is { Length: > 0 } editor ? editor : "vi";

    /// <summary>Opens a file in it, and completes when it has ended. Cancelling ends it.</summary>
    public static async Task<Outcome> Run(string editor, string file, string folder, CancellationToken cancel)
    {
        var shell = ShellFinder.Find(Environment.GetEnvironmentVariable("PATH"));
        if (!shell.TryGet(out var path))
            return Outcome.No($"There is neither bash nor sh on this system, so {editor} was not started.");
        var started = Spawn(path, ["-c", $"{editor} \"$@\"", editor, file], Directory.Exists(folder) ? folder : "/");
        if (!started.TryGet(out var pid))
            return Outcome.No($"{editor} was not started: {started.Problem}");
        var ended = ChildWatch.Ended(pid);
        await using (cancel.Register(() => _ = SpawnLibc.kill(pid, SpawnLibc.SigTerm)))
            await ended;
        var exit = ChildExit.OfWaitStatus(ChildProcess.Reap(pid), wasCancelled: false);
        return exit.Succeeded ? Outcome.Ok : Outcome.No($"{editor} ended with {exit.Status}: the line is as it was.");
    }

    private static unsafe Outcome<int> Spawn(string program, IReadOnlyList<string> arguments, string folder)
    {
        ChildProcess.KeepInheritedToOurselves();
        var actions = stackalloc byte[SpawnLibc.OpaqueSize];
        using var to = new NativeStrings([folder]);
        _ = SpawnLibc.posix_spawn_file_actions_init(actions);
        _ = SpawnLibc.posix_spawn_file_actions_addchdir_np(actions, to.Pointer[0]);
        var failure = ChildProcess.Spawn(new(program, arguments, folder), actions, SpawnLibc.InGroupFlags, out var pid);
        _ = SpawnLibc.posix_spawn_file_actions_destroy(actions);
        return failure == 0 ? Outcome<int>.Ok(pid) : Outcome<int>.No($"{System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(failure)}.");
    }
}
