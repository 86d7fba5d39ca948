using Q.Commands;
using Q.Config;
using Q.Core;
using Q.Host;
using Q.Sessions;
using Q.Store;

namespace Q;

/// <summary>
/// What other processes ask of this q over its control socket. A request is posted to the app loop, which alone does it; the
/// rest runs on the thread pool. One whose asker has gone, or that the loop did not come to in time, is not done.
/// </summary>
internal sealed class RemoteRequests(
    AppInbox inbox, Coordinator sessions, ISessionStore store, Settings settings, TimeProvider time, Func<DateTimeOffset> used,
    Func<Exception, string> crashed) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_storingTakes = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_closingTakes = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private ControlServer? _server;
    private bool _isDisposed;

    /// <summary>What <c>/debug</c> says of a part, by its word. Called on the loop.</summary>
    public required Func<string, Outcome<string>> Debug { get; init; }

    /// <summary>Opens the socket, on another thread; it may come after the end. What is wrong with it goes to <paramref name="problem"/>.</summary>
    public void Open(QPaths paths, Action<string> problem) => _ = Task.Run(() =>
    {
        var opened = ControlServer.Open(paths, Environment.ProcessId, time, Take);
        if (!opened.TryGet(out var server))
        {
            problem(opened.Problem!);
            return;
        }
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _server = server;
                return;
            }
        }
        server.Dispose();
    });

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _server?.Dispose();
            _server = null;
        }
    }

    /// <summary>Any thread.</summary>
    public async Task<ControlAnswer> Take(ControlRequest request, Func<bool> isThere)
    {
        var answer = new TaskCompletionSource<Task<ControlAnswer>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isClaimed = 0;
        bool Claim() => Interlocked.Exchange(ref isClaimed, 1) == 0;
        var isPosted = inbox.TryPost(AppEvent.Of(() =>
        {
            if (Claim())
                answer.SetResult(isThere() ? Do(request) : Task.FromResult(ControlAnswer.No("You have gone.")));
        }));
        if (!isPosted)
            return Busy();
        var isInTime = await Task.WhenAny(answer.Task, Task.Delay(s_patience, time)).ConfigureAwait(false) == answer.Task;
        return !isInTime && Claim() ? Busy() : await (await answer.Task.ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static ControlAnswer Busy() =>
        ControlAnswer.No($"The q that runs (pid {Environment.ProcessId}) is busy, so nothing was done. Try again.");

    /// <summary>On the loop. Nobody who asks from outside may end it.</summary>
    private Task<ControlAnswer> Do(ControlRequest request)
    {
        try
        {
            return request.Verb switch
            {
                ControlVerb.Who => Task.FromResult(new ControlAnswer { Pid = Environment.ProcessId, Used = used().ToUnixTimeMilliseconds() }),
                ControlVerb.New => Stored(New(request)),
                ControlVerb.Switch => Stored(Switch(request)),
                ControlVerb.Debug => Task.FromResult(ControlAnswer.Of(Debug(request.Name))),
                _ => Close(request.Name), // no other verb comes this far
            };
        }
#pragma warning disable CA1031 // as above: it is reported, and the sessions go on
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Task.FromResult(ControlAnswer.No(crashed(e)));
        }
    }

    /// <summary>Durable before it is answered; where the store is away, what was done stands all the same.</summary>
    private Task<ControlAnswer> Stored(Outcome<string> done) => Task.Run(() =>
    {
        if (done.Succeeded)
            store.Flush(s_storingTakes);
        return ControlAnswer.Of(done);
    });

    private Outcome<string> New(ControlRequest request)
    {
        if (!settings.MultiSessionEnabled)
            return Outcome<string>.No(ManySessions.HowToTurnOn);
        if (request.Folder.Length > 0 && !(Path.IsPathFullyQualified(request.Folder) && Directory.Exists(request.Folder)))
            return Outcome<string>.No($"The q that runs (pid {Environment.ProcessId}) sees no folder {request.Folder}.");
        var made = sessions.Create(
            new() { Name = request.Name, Folder = request.Folder.Length > 0 ? Path.GetFullPath(request.Folder) : null }, Focus.Keep);
        if (made.Session is not { } session)
            return Outcome<string>.No(ShellWords.Of(sessions.WhyNot(made)));
        var done = $"{session.Name} is open in slot {session.Slot} of the q that runs (pid {Environment.ProcessId}).";
        return Asked(session, request.Prompt, sessions.WhyCut(request.Name, session.Name) is { } cut ? $"{done} {cut}" : done);
    }

    private Outcome<string> Switch(ControlRequest request)
    {
        if (!settings.MultiSessionEnabled)
            return Outcome<string>.No(ManySessions.HowToTurnOn);
        sessions.LookAround();
        var moved = sessions.Switch(request.Name);
        sessions.Settle();
        return moved.TryGet(out var session)
            ? Asked(session, request.Prompt, $"The q that runs (pid {Environment.ProcessId}) shows {session.Name} now.")
            : Outcome<string>.No(ShellWords.Of(moved.Problem!));
    }

    private Outcome<string> Asked(SessionView session, string prompt, string done) =>
        prompt.Length > 0 && sessions.Prompt(session.Id, prompt).Problem is { } problem
            ? Outcome<string>.No(ShellWords.Of(problem))
            : Outcome<string>.Ok(done);

    /// <summary>Answered when another process may do with the session what it likes: it is stored as closed, and its lease is free.</summary>
    private async Task<ControlAnswer> Close(string target)
    {
        var found = Meant(target);
        if (!found.TryGet(out var session))
            return ControlAnswer.No(ShellWords.Of(found.Problem!));
        if (session.OwnerPid != 0)
            return ControlAnswer.No($"{session.Name} is open in another q (pid {session.OwnerPid}). Close it there.");
        sessions.Close(session.Id);
        var ended = sessions.Closing;
        var isStored = await Task.Run(async () =>
        {
            await ended.WaitAsync(s_closingTakes, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return store.Flush(s_closingTakes);
        }).ConfigureAwait(false);
        return isStored
            ? new() { Text = $"{session.Name} is closed." }
            : ControlAnswer.No($"{session.Name} is closed, and this could not be stored yet: q goes on trying.");
    }

    private Outcome<SessionView> Meant(string target)
    {
        if (string.IsNullOrWhiteSpace(target))
            return Outcome<SessionView>.No("No session is named.");
        return sessions.Views.FirstOrDefault(view => view.Id.ToString().Equals(target.Trim(), StringComparison.OrdinalIgnoreCase)) is { } byId
            ? Outcome<SessionView>.Ok(byId)
            : sessions.Find(target);
    }
}
