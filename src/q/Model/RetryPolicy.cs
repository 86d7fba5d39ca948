using System.Runtime.CompilerServices;
using Q.Core;

namespace Q.Model;

/// <summary>A request failed and is asked again after a wait. <paramref name="Sentence"/> is for the person.</summary>
internal sealed record RetryWait(int NextAttempt, TimeSpan Wait, ModelFault Fault, string Sentence);

/// <summary>
/// Asks again where that can help: three attempts, waits that double with jitter up to 10 s, or as long as the server
/// asks. Nothing is asked again once a part of the answer was handed on. Stateless; any thread.
/// </summary>
internal sealed class RetryPolicy(TimeProvider time, Func<double>? random = null)
{
    public const int MostAttempts = 3;

    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(10);

    /// <summary>A server that asks for more than this has a limit that no wait of a turn helps with.</summary>
    private static readonly TimeSpan s_mostAsked = TimeSpan.FromMinutes(15);

    private readonly Func<double> _random = random ?? Random.Shared.NextDouble;

    /// <summary>The events of one answer, over as many attempts as it takes.</summary>
    /// <param name="client">Who is asked.</param>
    /// <param name="request">What it is asked.</param>
    /// <param name="onWait">Is told before each wait.</param>
    /// <param name="cancel">Ends a wait as well.</param>
    public async IAsyncEnumerable<ModelEvent> Stream(
        IModelClient client, ModelRequest request, Func<RetryWait, ValueTask> onWait,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            ModelException? problem = null;
            var shown = false;
            await using (var events = client.Stream(request, cancel).GetAsyncEnumerator(cancel))
            {
                while (true)
                {
                    try
                    {
                        if (!await events.MoveNextAsync())
                            break;
                    }
                    catch (ModelException failure)
                    {
                        problem = failure;
                        break;
                    }
                    shown = true;
                    yield return events.Current;
                }
            }
            if (problem is null)
                yield break;
            if (shown || !Wait(problem, attempt).TryGet(out var wait))
                throw problem;
            await onWait(new(attempt + 1, wait, problem.Fault, Sentence(problem, attempt + 1, wait)));
            await Task.Delay(wait, time, cancel);
        }
    }

    /// <summary>How long to wait before the next attempt; a problem when there is none.</summary>
    internal Outcome<TimeSpan> Wait(ModelException problem, int attempt)
    {
        var helps = problem.Fault
            is ModelFault.Unreachable or ModelFault.RateLimited or ModelFault.Server or ModelFault.Broken;
        if (!helps || attempt >= MostAttempts || problem.RetryAfter > s_mostAsked)
            return Outcome<TimeSpan>.No(problem.Message);
        return Outcome<TimeSpan>.Ok(problem.RetryAfter is { } asked && asked > TimeSpan.Zero
            ? asked
            : Backoff.After(attempt, s_first, s_most, _random()));
    }

    private static string Sentence(ModelException problem, int next, TimeSpan wait) =>
        problem.Message // nothing came that a person has seen
            .Replace(" What came is kept; /retry asks again.", "", StringComparison.Ordinal)
            .Replace("; /retry asks again.", ".", StringComparison.Ordinal)
            .Replace(" /retry asks again.", "", StringComparison.Ordinal)
        + $" Attempt {next} of {MostAttempts} in {ModelErrors.Span(wait)}.";
}
