using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using Q.Core;
using Q.Model;
using Q.Turns;

namespace Q.Tests.Chat;

/// <summary>One thing an answer does: a text, a tool, a wait, a failure, an end.</summary>
internal abstract record Step
{
    public sealed record Says(string Text) : Step;

    public sealed record Uses(string UseId, string Tool, string Json) : Step;

    /// <summary>Stands until it is released; a cancel ends it.</summary>
    public sealed record Waits(TaskCompletionSource Gate) : Step;

    public sealed record Fails(ModelFault Fault, string Sentence = "It broke.") : Step;

    public sealed record Ends(StopReason Reason = StopReason.EndOfTurn) : Step;

    /// <summary>Something that no client may do.</summary>
    public sealed record Throws(Exception Exception) : Step;
}

/// <summary>A model that plays answers in the order in which they were given to it, and keeps what it was asked.</summary>
internal sealed class FakeModel : IModelClient
{
    private readonly ConcurrentQueue<Step[]> _answers = new();

    /// <summary>What is answered when no answer is left.</summary>
    public Func<ModelRequest, Step[]> Otherwise { get; set; } = static _ => [new Step.Says("done"), new Step.Ends()];

    public ConcurrentQueue<ModelRequest> Requests { get; } = new();

    public string Provider => "fake";

    public string Model => "one";

    public FakeModel Answers(params Step[] steps)
    {
        _answers.Enqueue(steps);
        return this;
    }

    public async IAsyncEnumerable<ModelEvent> Stream(ModelRequest request, [EnumeratorCancellation] CancellationToken cancel)
    {
        Requests.Enqueue(request);
        foreach (var step in _answers.TryDequeue(out var steps) ? steps : Otherwise(request))
        {
            cancel.ThrowIfCancellationRequested();
            switch (step)
            {
                case Step.Says says:
                    yield return new ModelText(Encoding.UTF8.GetBytes(says.Text));
                    break;
                case Step.Uses uses:
                    yield return new ModelToolUse(uses.UseId, uses.Tool, uses.Json);
                    break;
                case Step.Waits waits:
                    await waits.Gate.Task.WaitAsync(cancel);
                    break;
                case Step.Fails fails:
                    throw new ModelException(fails.Sentence, fails.Fault);
                case Step.Throws throws:
                    throw throws.Exception;
                case Step.Ends ends:
                    yield return new ModelDone(ends.Reason, new Usage(3, 2));
                    break;
            }
        }
    }

    public Task<Outcome<IReadOnlyList<string>>> ListModels(CancellationToken cancel) =>
        Task.FromResult(Outcome<IReadOnlyList<string>>.Ok([Model]));
}
