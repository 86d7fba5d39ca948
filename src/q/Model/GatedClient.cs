using System.Runtime.CompilerServices;
using Q.Core;

namespace Q.Model;

/// <summary>
/// A client as one session uses it: each attempt waits at the gate first, and has left it before a wait for the next attempt or
/// a tool begins. Made for one turn.
/// </summary>
/// <param name="client">Who is asked.</param>
/// <param name="gate">The one gate of the process.</param>
/// <param name="session">Whose calls they are.</param>
/// <param name="say">Is told in a few words why the call waits; null when it begins.</param>
internal sealed class GatedClient(IModelClient client, CallGate gate, SessionId session, Func<string?, ValueTask> say) : IModelClient
{
    /// <summary>The second that is told has begun when the wait is over.</summary>
    private static readonly TimeSpan s_roundUp = TimeSpan.FromMilliseconds(999);

    private bool _isAgain;

    public string Provider => client.Provider;

    public string Model => client.Model;

    public string Account => client.Account;

    public async IAsyncEnumerable<ModelEvent> Stream(ModelRequest request, [EnumeratorCancellation] CancellationToken cancel)
    {
        var waited = _isAgain; // for the next attempt, which was said
        _isAgain = true;
        using var pass = await gate.Enter(new(session, client.Account), Tell, cancel);
        if (waited)
            await say(null);
        await foreach (var one in client.Stream(request, cancel))
            yield return one;

        ValueTask Tell(CallPlace place)
        {
            waited = true;
            return say(Words(place, gate.Time.LocalTimeZone));
        }
    }

    public Task<Outcome<IReadOnlyList<string>>> ListModels(CancellationToken cancel) => client.ListModels(cancel);

    internal static string Words(CallPlace place, TimeZoneInfo zone) => place.OpensAt == default
        ? $"queued {Ordinal(place.Rank)}"
        : $"rate limit until {Clock(place.OpensAt, zone)}, queued {Ordinal(place.Rank)}";

    /// <summary>Why a call is not made again at once, in the words for one that waits at the gate.</summary>
    internal static string Words(RetryWait wait, DateTimeOffset until, TimeZoneInfo zone) => wait.Fault is ModelFault.RateLimited
        ? $"rate limit until {Clock(until + s_roundUp, zone)}"
        : $"retry {wait.NextAttempt} of {RetryPolicy.MostAttempts} at {Clock(until + s_roundUp, zone)}";

    private static string Clock(DateTimeOffset at, TimeZoneInfo zone) => $"{TimeZoneInfo.ConvertTime(at, zone):HH:mm:ss}";

    private static string Ordinal(int rank) => (rank % 100) is >= 11 and <= 13 ? $"{rank}th" : (rank % 10) switch
    {
        1 => $"{rank}st",
        2 => $"{rank}nd",
        3 => $"{rank}rd",
        _ => $"{rank}th",
    };
}
