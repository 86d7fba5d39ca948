using System.Collections.Immutable;
using System.Text;
using Q.Core;
using Q.Model;
using Q.Tools;
using Q.Turns;

namespace Q.Chat;

/// <summary>
/// The tools of one answer: all are reviewed first, one by one, then run in order. A denial abandons all of them. Cancelling
/// at any point gives every tool that has no result yet one that says so, so that the conversation stays whole; so does a
/// session whose memory is full.
/// </summary>
internal sealed class ToolStep(
    int turn, ChatParts parts, Workspace workspace, FileMemory known, Trust trust, Asking asking, TurnMemory memory, ITurnSink sink)
{
    private const string NotValid = "not valid";
    private const string NoRoomForResult = "Done, but q may not hold the result (sessions.max_session_memory_mb). Ask for less at once.";
    private const string NoRoom = "Not done, or not to its end: q may not hold more for this session (sessions.max_session_memory_mb). Ask for less at once.";

    private readonly List<Reviewed> _reviewed = [];
    private readonly ToolContext _context = new(workspace) { Known = known, Shared = parts.Shared };
    private string? _said;
    private long _most;

    /// <summary>The parts of the message that answers the model. The problem, if any, ends the turn after it.</summary>
    public async Task<(ImmutableArray<Content> Results, string? Problem)> Do(IReadOnlyList<ToolUseContent> uses, CancellationToken cancel)
    {
        foreach (var use in uses)
            _reviewed.Add(new(use, parts.Tools.Writes(use, workspace)));
        using var lease = new StepLease(turn, parts.Shared, workspace, [.. _reviewed.SelectMany(one => one.Writes)], sink);
        string? problem = null;
        try
        {
            if (await lease.Take(TitleOfWrite, cancel) is { } held)
                await Abandon(held, "held");
            else
            {
                await Prepare(cancel);
                problem = await Review(cancel);
            }
            _context.Planned.Clear(); // each call has its own
            await RunAll(lease, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await Abandon(ToolResult.CancelledText, "cancelled");
        }
        catch (ModelException e) when (e.Fault is ModelFault.TooLong)
        {
            problem = e.Message;
            await Abandon(NoRoom, "no memory left");
        }
        if (_most >= MemoryTrim.Enough)
            parts.Memory.LetGo(_most); // an edit of a large file has left several times its size
        var results = ImmutableArray.CreateBuilder<Content>(_reviewed.Count + 1);
        foreach (var one in _reviewed)
            results.Add(new ToolResultContent(one.Use.UseId, one.Result!.Text, one.Result.IsError));
        if (_said is not null)
            results.Add(new TextContent(_said));
        return (results.ToImmutable(), problem);
    }

    /// <summary>Checks all before the first question, which says how many there will be.</summary>
    private async Task Prepare(CancellationToken cancel)
    {
        foreach (var one in _reviewed)
        {
            cancel.ThrowIfCancellationRequested();
            var prepared = parts.Tools.Prepare(one.Use, _context);
            if (prepared.TryGet(out var call))
                one.Call = call;
            else
                one.Result = ToolResult.Failed(prepared.Problem!, NotValid);
            await Count();
        }
    }

    /// <summary>Asks. The problem is that nobody is there to be asked.</summary>
    private async Task<string?> Review(CancellationToken cancel)
    {
        var asked = 0;
        for (var i = 0; i < _reviewed.Count; i++)
        {
            var one = _reviewed[i];
            if (one.Call is not { } call)
                continue;
            cancel.ThrowIfCancellationRequested();
            if (trust.Decide(one.Use.Tool, call) is Permission.Allowed)
            {
                if (call.Need is not Permission.Allowed)
                    await NoteDecision(one, "trusted");
                continue;
            }
            if (trust.MayAsk(one.Use.Tool, call.Title).Problem is { } problem)
            {
                await NoteDecision(one, "nobody to ask");
                await Abandon(problem, "needs approval");
                return problem;
            }
            var count = CountOf(++asked, i);
            var answer = await asking.Ask(
                number => new(number, QuestionKind.Permission, one.Use.Tool, call.Title, call.Preview, workspace.Folder) { Count = count },
                question => sink.Send(new TurnAsked(turn, question)),
                cancel);
            await NoteDecision(one, answer.Kind switch
            {
                AnswerKind.Allow => "allowed once",
                AnswerKind.Trust => "allowed always in this session",
                AnswerKind.Deny => "denied",
            });
            switch (answer.Kind)
            {
                case AnswerKind.Allow:
                    break;
                case AnswerKind.Trust:
                    trust.Add(one.Use.Tool);
                    break;
                case AnswerKind.Deny:
                    _said = string.IsNullOrWhiteSpace(answer.Text) ? null : answer.Text;
                    one.Result = ToolResult.Failed(ToolResultContent.Denied, "denied");
                    await Show(one);
                    await Abandon(ToolResultContent.NotRun, "not run");
                    return null;
            }
        }
        return null;
    }

    /// <summary>Which question it is of how many, as far as that is known: what is trusted from now on is asked no more.</summary>
    private string CountOf(int asked, int at)
    {
        var all = asked;
        while (++at < _reviewed.Count)
            all += _reviewed[at] is { Call: { } call, Use.Tool: var tool } && trust.Decide(tool, call) is not Permission.Allowed ? 1 : 0;
        return all > 1 ? $"{asked} of {all}" : "";
    }

    /// <summary>The first write, while nothing of it is known but its arguments.</summary>
    private string TitleOfWrite => _reviewed.Find(one => one.Writes.Count > 0) is { } write
        ? PlainText.Title($"{write.Use.Tool} {workspace.Short(write.Writes[0])}")
        : "";

    private async Task RunAll(StepLease lease, CancellationToken cancel)
    {
        foreach (var one in _reviewed)
        {
            if (one.IsShown)
                continue;
            cancel.ThrowIfCancellationRequested();
            if (one.Result is null)
                await RunOne(one, lease, cancel);
            else
                await Show(one);
        }
    }

    private async Task RunOne(Reviewed one, StepLease lease, CancellationToken cancel)
    {
        one.IsShown = true;
        await sink.Send(new ToolStarted(turn, one.Use.UseId, one.Use.Tool, one.Call!.Title));
        var since = parts.Time.GetTimestamp();
        ModelException? full = null;
        var hasSaid = false;
        using var clock = new ToolClock(parts.Time, parts.Shared.BackgroundLimit, () => parts.Shared.IsWatched(workspace.Session), cancel);
        try
        {
            one.Result = one.Writes.Count == 0 ? await Run() : await lease.Write(one.Call.Title, Run, cancel);
            await Count();
        }
        catch (ModelException e) when (e.Fault is ModelFault.TooLong)
        {
            (full, one.Result) = (e, ToolResult.Failed(one.Result is null ? NoRoom : NoRoomForResult, "no memory left"));
        }
        catch (OperationCanceledException) when (clock.Token.IsCancellationRequested)
        {
            one.Result = ToolResult.Cancelled();
        }
#pragma warning disable CA1031 // a bug in a tool is this call's failure: the model may go another way, and the use has its result
        catch (Exception e)
#pragma warning restore CA1031
        {
            one.Result = ToolResult.Failed($"{one.Use.Tool} failed inside q ({e.GetType().Name}: {e.Message}).");
        }
        if (clock.IsOver && !cancel.IsCancellationRequested)
            one.Result = ToolResult.TookTooLong(one.Result, parts.Shared.BackgroundLimit);
        if (one.Call.Deed is { } deed)
            await Note(deed, one.Use.Tool, one.Result.Summary);
        if (one.Result.IsError && !hasSaid && !clock.Token.IsCancellationRequested && !one.Result.Text.StartsWith('{'))
            await SayWhy(one.Result); // a command's object says no more than its row
        await sink.Send(new ToolEnded(turn, one.Use.UseId, !one.Result.IsError, parts.Time.GetElapsedTime(since), one.Result.Summary));
        one.Call = null;
        if (full is not null)
            throw full;

        Task<ToolResult> Run() => one.Call.Run(Say, clock.Token);

        async ValueTask Say(ReadOnlyMemory<byte> utf8)
        {
            hasSaid = true;
            await sink.Send(new ToolOutput(turn, utf8));
            await Count();
        }
    }

    /// <summary>Throws when the session may not hold what the step holds now.</summary>
    private ValueTask Count()
    {
        var bytes = known.Bytes;
        foreach (var one in _reviewed)
            bytes += (one.Call?.Held ?? 0) + 2L * (one.Result?.Text.Length ?? 0);
        _most = Math.Max(_most, bytes);
        return memory.ToolsHold(bytes);
    }

    private ValueTask NoteDecision(Reviewed one, string decision) =>
        Note(new("permission", one.Call!.Title, Encoding.UTF8.GetBytes(one.Call.Preview)), one.Use.Tool, decision);

    /// <summary>What was done or decided, in the audit log; waits only while the log's queue is full.</summary>
    private ValueTask Note(ToolDeed deed, string tool, string outcome) => parts.Shared.Audit is { } audit
        ? audit.Write(new(deed.Operation, workspace.Session, parts.Shared.NameOf(workspace.Session), tool, deed.What, outcome, deed.Content))
        : ValueTask.CompletedTask;

    /// <summary>A tool that was not run, as a line for the person.</summary>
    private async Task Show(Reviewed one)
    {
        one.IsShown = true;
        await sink.Send(new ToolStarted(turn, one.Use.UseId, one.Use.Tool, one.Call?.Title ?? PlainText.Title(CallTitle.Of(one.Use))));
        if (one.Result!.Summary is NotValid or "held")
            await SayWhy(one.Result);
        await sink.Send(new ToolEnded(turn, one.Use.UseId, Succeeded: false, TimeSpan.Zero, one.Result.Summary));
    }

    /// <summary>What is wrong, for the person.</summary>
    private ValueTask SayWhy(ToolResult result) => sink.Send(new ToolOutput(turn, Encoding.UTF8.GetBytes(result.Text)));

    private async Task Abandon(string text, string summary)
    {
        foreach (var one in _reviewed)
        {
            if (one.IsShown)
                continue;
            one.Result = one.Result is { IsError: true } known ? known : ToolResult.Failed(text, summary);
            await Show(one);
        }
    }

    private sealed class Reviewed(ToolUseContent use, IReadOnlyList<string> writes)
    {
        public ToolUseContent Use { get; } = use;

        /// <summary>The files it will write, as far as its arguments say.</summary>
        public IReadOnlyList<string> Writes { get; } = writes;

        public ToolCall? Call { get; set; }

        public ToolResult? Result { get; set; }

        public bool IsShown { get; set; }
    }
}
