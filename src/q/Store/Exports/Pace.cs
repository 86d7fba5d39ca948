using Q.Turns;

namespace Q.Store.Exports;

/// <summary>A message, and when it was said: counted from the first of its conversation.</summary>
internal sealed record Beat(TimeSpan At, Message Said);

/// <summary>When each message of a conversation was said, counted from the first: for recordings and for /replay. Pure.</summary>
internal static class Pace
{
    /// <summary>Nobody looks longer at a screen on which nothing happens.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>In order; a clock that was put back stops nothing.</summary>
    public static IEnumerable<Beat> Of(IReadOnlyList<Message> messages)
    {
        var at = TimeSpan.Zero;
        foreach (var message in messages)
        {
            var said = message.At - messages[0].At;
            at = said > at ? said : at;
            yield return new(at, message);
        }
    }

    /// <summary>How long to wait between two messages.</summary>
    /// <param name="gap">How long it was between them.</param>
    /// <param name="speed">2 is twice as fast; above 0.</param>
    public static TimeSpan Pause(TimeSpan gap, double speed) => (gap < LongestPause ? gap : LongestPause) / speed;
}
