using System.Diagnostics;

namespace Q.TestKit;

/// <summary>Waits for something outside this process to become true: looks every 50 ms, gives up after two
/// minutes. A test that passes never waits so long; a machine that stands still for a while must not fail one.</summary>
internal static class Poll
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(50);

    /// <summary>The first value that satisfies; a timeout names what was waited for and shows the last value.</summary>
    public static async Task<T> Until<T>(
        string what, Func<Task<T>> look, Func<T, bool> satisfied, Func<T, string>? show = null, TimeSpan? limit = null)
    {
        var most = limit ?? Limit;
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var value = await look();
            if (satisfied(value))
            {
                return value;
            }

            if (Stopwatch.GetElapsedTime(since) > most)
            {
                var last = show is null ? $"{value}" : show(value);
                throw new TimeoutException($"Waited {most.TotalSeconds:0.#} s for {what}. Last seen:\n{last}");
            }

            await Task.Delay(s_step);
        }
    }

    public static Task Until(string what, Func<bool> satisfied) =>
        Until(what, () => Task.FromResult(satisfied()), static yes => yes);
}
