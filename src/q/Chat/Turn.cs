using Q.Model;
using Q.Tools;
using Q.Turns;

namespace Q.Chat;

/// <summary>
/// One turn: model, tools, model, until the model asks for no more tools. Owns the conversation while it runs; every event
/// goes through the sink in order, and the last is <see cref="TurnEnded"/> whatever happens.
/// </summary>
internal sealed class Turn(
    int number, ChatParts parts, SessionSetup setup, Workspace workspace, Context context, FileMemory known, Trust trust, Asking asking,
    ITurnSink sink)
{
    internal const int MostSteps = 200;

    private readonly TurnMemory _memory = new(number, setup.Memory, context, sink);
    private Usage _usage;

    /// <param name="prompt">What the turn begins with; null asks again with the conversation as it stands.</param>
    /// <param name="cancel">Stops it.</param>
    public async Task Run(Message? prompt, CancellationToken cancel)
    {
        TurnEnded ended;
        try
        {
            ended = await Steps(prompt, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            ended = End(TurnOutcome.Cancelled);
        }
        catch (ModelException e)
        {
            ended = End(TurnOutcome.Failed, e.Message);
        }
#pragma warning disable CA1031 // the one place where a bug becomes this session's failure and nobody else's
        catch (Exception e)
#pragma warning restore CA1031
        {
            ended = End(TurnOutcome.Failed, $"Something in q failed ({e.GetType().Name}: {e.Message}). /retry tries again.");
        }
        _memory.Ended(known.Bytes);
        await sink.Send(ended);
    }

    private async Task<TurnEnded> Steps(Message? prompt, CancellationToken cancel)
    {
        if (context.Begin(prompt).Problem is { } unread)
            return End(TurnOutcome.Failed, unread);
        var found = parts.Model(setup.Model);
        if (!found.TryGet(out var client))
            return End(TurnOutcome.Failed, found.Problem);
        if (context.Last is not { IsAnswer: false })
        {
            await sink.Send(new TurnNotice(number, $"There is nothing to answer{(context.Last is null ? " yet" : "")}. Type a prompt."));
            return End(TurnOutcome.Complete);
        }
        for (var step = 0; step < MostSteps; step++)
        {
            var (uses, ended) = await Ask(client, cancel);
            if (ended is not null)
                return ended;
            var tools = new ToolStep(number, parts, workspace, known, trust, asking, _memory, sink);
            var (results, problem) = await tools.Do(uses, cancel);
            await Keep(new(Role.User, results, parts.Time.GetUtcNow()));
            if (problem is not null)
                return End(TurnOutcome.Failed, problem);
            cancel.ThrowIfCancellationRequested();
        }
        return End(TurnOutcome.Failed, $"The model asked for tools {MostSteps} times in one turn, so it was stopped here. /retry lets it go on.");
    }

    /// <summary>One answer. It ends the turn, or asks for tools.</summary>
    private async Task<(IReadOnlyList<ToolUseContent> Uses, TurnEnded? Ended)> Ask(IModelClient client, CancellationToken cancel)
    {
        var answer = new AnswerReader();
        ModelDone? done = null;
        try
        {
            done = await Stream(client, answer, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await KeepCut(answer, MessageMarks.Cancelled);
            throw;
        }
        catch (ModelException e) when (!answer.IsEmpty)
        {
            await KeepCut(answer, MessageMarks.Interrupted);
            throw new ModelException(Offering(e.Message), e.Fault, e.RetryAfter, e);
        }
        if (done is null)
        {
            await KeepCut(answer, MessageMarks.Interrupted);
            throw new ModelException($"The answer of {client.Provider} broke off. /retry asks again.", ModelFault.Broken);
        }
        _usage += done.Usage;
        if (!answer.IsEmpty)
            await Keep(answer.ToMessage(parts.Time.GetUtcNow(), MessageMarks.None));
        if (answer.Uses.Count > 0)
            return (answer.Uses, null);
        if (done.Reason is StopReason.MaxTokens)
            await sink.Send(new TurnNotice(number, "The answer reached the model's limit and ends here. Ask it to go on."));
        if (done.Reason is StopReason.Refused)
            await sink.Send(new TurnNotice(number, "The model refused to answer this. Put it in other words."));
        return answer.IsEmpty && done.Reason is not StopReason.Refused
            ? ([], End(TurnOutcome.Failed, $"{client.Provider} sent an empty answer. /retry asks again."))
            : ([], End(TurnOutcome.Complete));
    }

    private async Task<ModelDone?> Stream(IModelClient client, AnswerReader answer, CancellationToken cancel)
    {
        if (!context.IsLoaded && context.Begin(null).Problem is { } unread)
            throw new ModelException(unread, ModelFault.Rejected);
        var now = parts.Time.GetLocalNow();
        var request = new ModelRequest(Prompts.System(workspace.Folder, now), context.ForRequest(), parts.Tools.Specs);
        await _memory.Loaded(request);
        ModelDone? done = null;
        var gated = new GatedClient(client, parts.Gate, workspace.Session, what => sink.Send(new TurnActivity(number, what)));
        await foreach (var part in parts.Retry.Stream(gated, request, Waits, cancel))
        {
            cancel.ThrowIfCancellationRequested();
            switch (part)
            {
                case ModelText text:
                    answer.Add(text.Utf8.Span);
                    await sink.Send(new TurnText(number, text.Utf8));
                    await _memory.Grew(answer.Length);
                    break;
                case ModelToolUse use:
                    answer.Add(new ToolUseContent(use.UseId, use.Tool, use.InputJson));
                    break;
                case ModelDone end:
                    done = end;
                    break;
            }
        }
        return done;

        async ValueTask Waits(RetryWait wait)
        {
            await sink.Send(new TurnNotice(number, wait.Sentence));
            var until = parts.Time.GetUtcNow() + wait.Wait;
            await sink.Send(new TurnActivity(number, GatedClient.Words(wait, until, parts.Time.LocalTimeZone)));
        }
    }

    /// <summary>What came before it was cut. Tools it asked for were not looked at, so they are not part of it.</summary>
    private async Task KeepCut(AnswerReader answer, MessageMarks marks)
    {
        answer.ForgetUses();
        if (!answer.IsEmpty)
            await Keep(answer.ToMessage(parts.Time.GetUtcNow(), marks));
    }

    private async Task Keep(Message message)
    {
        context.Add(message);
        _memory.Kept(known.Bytes);
        await sink.Send(new MessageReady(number, message));
    }

    private TurnEnded End(TurnOutcome outcome, string? problem = null) => new(number, outcome, problem, _usage);

    private static string Offering(string sentence) =>
        sentence.Contains("/retry", StringComparison.Ordinal) ? sentence : sentence + " /retry asks again.";
}
