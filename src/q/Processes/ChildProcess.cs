using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Q.Core;

namespace Q.Processes;

/// <summary>
/// A program we started: leader of a session and process group of its own, without a terminal, stdin from /dev/null, stdout
/// and stderr read by us. Owned by who started it, who must call <see cref="Finish"/> once. System.Diagnostics.Process
/// cannot set a group, and configures the terminal for its children.
/// </summary>
internal sealed class ChildProcess
{
    /// <summary>How long the children may take to end themselves before they are killed.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(400);

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);
    private static readonly Task s_never = new TaskCompletionSource().Task;

    private static readonly bool s_isSealed = SpawnLibc.KeepInheritedToOurselves();

    private readonly AnonymousPipeClientStream _output;
    private readonly AnonymousPipeClientStream _error;
    private readonly Task _ended;
    private readonly TimeProvider _time;

    private ChildProcess(int pid, int output, int error, TimeProvider time)
    {
        (Pid, _time) = (pid, time);
        _output = Reader(output);
        _error = Reader(error);
        _ended = ChildWatch.Ended(pid);
    }

    public int Pid { get; }

    /// <summary>Starts the program. A problem is a sentence that names it.</summary>
    public static unsafe Outcome<ChildProcess> Start(ChildStart start)
    {
        if (!Directory.Exists(start.Folder))
            return Outcome<ChildProcess>.No($"The folder {start.Folder} does not exist, so {start.Program} was not started in it.");
        KeepInheritedToOurselves();
        var output = stackalloc int[2];
        var error = stackalloc int[2];
        if (SpawnLibc.Pipe(output) != 0)
            return NotStarted(start, Marshal.GetLastPInvokeError());
        if (SpawnLibc.Pipe(error) != 0)
        {
            var problem = Marshal.GetLastPInvokeError();
            Close(output[0], output[1]);
            return NotStarted(start, problem);
        }
        var failure = Spawn(start, output[1], error[1], out var pid);
        Close(output[1], error[1]); // ours: the child has its own copies, and the readers must see the end
        if (failure == 0)
            return Outcome<ChildProcess>.Ok(new(pid, output[0], error[0], start.Time));
        Close(output[0], error[0]);
        return NotStarted(start, failure);
    }

    /// <summary>
    /// Hands on all output, one chunk at a time, and returns when the program has ended. What it left running in the background
    /// keeps running, unread. Cancelling ends it and all its children: SIGTERM, and SIGKILL after a short grace.
    /// </summary>
    public async Task<ChildExit> Finish(ChildSink sink, CancellationToken cancel)
    {
        var (wasCancelled, status) = (false, 0);
        try
        {
            await new ChildOutput(_output, _error, _ended, _time).Drain(sink, cancel);
            await _ended.WaitAsync(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            wasCancelled = true;
        }
        finally
        {
            if (!_ended.IsCompleted || wasCancelled)
            {
                await End(Pid, _ended);
                await _ended;
            }
            await _output.DisposeAsync();
            await _error.DisposeAsync();
            status = Reap(Pid);
        }
        return ChildExit.OfWaitStatus(status, wasCancelled);
    }

    /// <summary>Ends a leader of a session, and all that is of it.</summary>
    /// <param name="ended">Completes when a child of ours has ended; a stranger is looked for.</param>
    internal static async Task End(int pid, Task ended)
    {
        var family = ProcessTree.Of(pid);
        family.Signal(SpawnLibc.SigTerm);
        var since = Stopwatch.GetTimestamp();
        while (!(ended.IsCompleted && family.IsGone()) && Stopwatch.GetElapsedTime(since) < s_grace)
            await Task.WhenAny(Task.Delay(s_look), ended.IsCompleted ? s_never : ended);
        // Some may have ignored it, or been started since. Our zombie keeps its pid taken, so no stranger has it.
        family.Signal(SpawnLibc.SigKill);
        ProcessTree.Of(pid).Signal(SpawnLibc.SigKill);
    }

    /// <summary>Takes the number that waitpid gives of a child that has ended.</summary>
    internal static unsafe int Reap(int pid)
    {
        int status;
        while (SpawnLibc.waitpid(pid, &status, 0) < 0)
        {
            const int interrupted = 4; // EINTR
            if (Marshal.GetLastPInvokeError() != interrupted)
                return 0;
        }
        return status;
    }

    /// <summary>Once, with the first child.</summary>
    internal static void KeepInheritedToOurselves() => _ = s_isSealed;

    private static unsafe int Spawn(ChildStart start, int output, int error, out int pid)
    {
        using var folder = new NativeStrings([start.Folder, "/dev/null"]);
        var actions = stackalloc byte[SpawnLibc.OpaqueSize];
        _ = SpawnLibc.posix_spawn_file_actions_init(actions);
        _ = SpawnLibc.posix_spawn_file_actions_addopen(actions, 0, folder.Pointer[1], flags: 0, mode: 0);
        _ = SpawnLibc.posix_spawn_file_actions_adddup2(actions, output, 1);
        _ = SpawnLibc.posix_spawn_file_actions_adddup2(actions, error, 2);
        _ = SpawnLibc.posix_spawn_file_actions_addchdir_np(actions, folder.Pointer[0]);
        var failure = Spawn(start, actions, SpawnLibc.SpawnFlags, out pid);
        _ = SpawnLibc.posix_spawn_file_actions_destroy(actions);
        return failure;
    }

    /// <summary>Gives an errno, or 0. The actions remain their maker's.</summary>
    internal static unsafe int Spawn(ChildStart start, void* actions, short flags, out int pid)
    {
        using var arguments = new NativeStrings([start.Program, .. start.Arguments]);
        using var environment = new NativeStrings(Environment(start.Variables));
        var attributes = stackalloc byte[SpawnLibc.OpaqueSize];
        var signals = stackalloc byte[SpawnLibc.OpaqueSize];
        _ = SpawnLibc.posix_spawnattr_init(attributes);
        _ = SpawnLibc.sigfillset(signals); // the runtime ignores SIGPIPE, and ignored is inherited
        _ = SpawnLibc.posix_spawnattr_setsigdefault(attributes, signals);
        _ = SpawnLibc.sigemptyset(signals);
        _ = SpawnLibc.posix_spawnattr_setsigmask(attributes, signals);
        _ = SpawnLibc.posix_spawnattr_setflags(attributes, flags);
        int child;
        var failure = SpawnLibc.posix_spawn(&child, arguments.Pointer[0], actions, attributes, arguments.Pointer, environment.Pointer);
        _ = SpawnLibc.posix_spawnattr_destroy(attributes);
        pid = failure == 0 ? child : 0;
        return failure;
    }

    private static List<string> Environment(IReadOnlyDictionary<string, string> added)
    {
        var all = new List<string>();
        foreach (System.Collections.DictionaryEntry own in System.Environment.GetEnvironmentVariables())
        {
            if (own.Key is string name && !added.ContainsKey(name))
                all.Add($"{name}={own.Value}");
        }
        foreach (var (name, value) in added)
            all.Add($"{name}={value}");
        return all;
    }

    private static AnonymousPipeClientStream Reader(int descriptor) =>
        new(PipeDirection.In, new SafePipeHandle(descriptor, ownsHandle: true));

    private static void Close(int first, int second)
    {
        _ = SpawnLibc.close(first);
        _ = SpawnLibc.close(second);
    }

    private static Outcome<ChildProcess> NotStarted(ChildStart start, int error) =>
        Outcome<ChildProcess>.No($"{start.Program} could not be started: {Marshal.GetPInvokeErrorMessage(error)}.");
}
