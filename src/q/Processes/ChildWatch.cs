using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Q.Processes;

/// <summary>
/// Tells when a child has ended, without a thread per child: SIGCHLD only rings, and each child we started is then asked by
/// its own pid, so no other reaper in the process is disturbed. Kept for the life of the process; any thread.
/// </summary>
internal static class ChildWatch
{
    private static readonly ConcurrentDictionary<int, TaskCompletionSource> s_running = new();

    // Made with the first child. Never disposed: that would bring back the default disposition while children run.
    private static readonly PosixSignalRegistration s_bell = PosixSignalRegistration.Create(PosixSignal.SIGCHLD, static _ => Look());

    /// <summary>Completes when the child has ended. It stays a zombie until its owner reaps it.</summary>
    public static Task Ended(int pid)
    {
        GC.KeepAlive(s_bell);
        var ended = s_running.GetOrAdd(pid, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        Ask(pid, ended); // it may have ended before it was listed
        return ended.Task;
    }

    private static void Look()
    {
        foreach (var (pid, ended) in s_running)
            Ask(pid, ended);
    }

    private static void Ask(int pid, TaskCompletionSource ended)
    {
        if (SpawnLibc.HasEnded(pid) && s_running.TryRemove(new(pid, ended)))
            ended.SetResult();
    }
}
