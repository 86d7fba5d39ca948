using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Q.Model;

/// <summary>
/// What providers said of their limits, by account (address and key): one session is told, all of that account know. Asked and
/// written by any thread; <c>_gate</c> guards the table.
/// </summary>
internal sealed class RateLimits(TimeProvider time)
{
    /// <summary>A refusal that does not say for how long.</summary>
    private static readonly TimeSpan s_unsaid = TimeSpan.FromSeconds(1);

    /// <summary>A longer wait is no wait of a turn: each is told by the provider itself.</summary>
    private static readonly TimeSpan s_most = TimeSpan.FromMinutes(15);

    private static readonly string[] s_counted = ["requests", "tokens", "input-tokens", "output-tokens"];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);

    public TimeProvider Time => time;

    /// <summary>From when on the account takes a call; the default value when it takes one now.</summary>
    public DateTimeOffset OpensAt(string account)
    {
        lock (_gate)
        {
            if (!_accounts.TryGetValue(account, out var known))
                return default;
            var now = time.GetUtcNow();
            if (now < known.ClosedUntil)
                return known.ClosedUntil;
            return known.Left == 0 && now < known.ResetsAt ? known.ResetsAt : default;
        }
    }

    /// <summary>What each account was told, a line each.</summary>
    public List<string> Told()
    {
        lock (_gate)
        {
            var lines = new List<string>();
            foreach (var (account, known) in _accounts)
            {
                var opens = known.ClosedUntil > time.GetUtcNow() ? $"no call until {At(known.ClosedUntil)}" : "takes calls";
                var left = known.Left < 0 ? "" : $", {known.Left} requests left until {At(known.ResetsAt)}";
                lines.Add($"{account.TrimEnd()}: {opens}{left}");
            }
            return lines;
        }

        string At(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, time.LocalTimeZone).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>A call goes out: one less is left, until the provider says how many there are.</summary>
    public void Take(string account)
    {
        lock (_gate)
        {
            if (_accounts.TryGetValue(account, out var known) && known.Left > 0)
                known.Left--;
        }
    }

    /// <summary>Reads what an answer's head says.</summary>
    public void Learn(string account, HttpStatusCode status, HttpResponseHeaders headers)
    {
        var now = time.GetUtcNow();
        var left = Number(headers, "x-ratelimit-remaining-requests") ?? Number(headers, "anthropic-ratelimit-requests-remaining");
        var resets = At(headers, "x-ratelimit-reset-requests", now) ?? At(headers, "anthropic-ratelimit-requests-reset", now);
        var closed = ClosedUntil(status, headers, now);
        if (closed is null && (left is null || resets is null))
            return;
        lock (_gate)
        {
            if (!_accounts.TryGetValue(account, out var known))
                _accounts[account] = known = new();
            if (closed > known.ClosedUntil)
                known.ClosedUntil = closed.Value;
            if (left is not null && resets is { } at && at - now <= s_most)
                (known.Left, known.ResetsAt) = ((int)Math.Clamp(left.Value, 0, int.MaxValue), at);
        }
    }

    /// <summary>A refusal, or a budget of tokens that is used up.</summary>
    private static DateTimeOffset? ClosedUntil(HttpStatusCode status, HttpResponseHeaders headers, DateTimeOffset now)
    {
        DateTimeOffset? until = null;
        foreach (var what in s_counted)
        {
            if (Number(headers, $"x-ratelimit-remaining-{what}") == 0)
                until = Later(until, At(headers, $"x-ratelimit-reset-{what}", now));
            if (Number(headers, $"anthropic-ratelimit-{what}-remaining") == 0)
                until = Later(until, At(headers, $"anthropic-ratelimit-{what}-reset", now));
        }
        var asked = ModelErrors.RetryAfter(headers, now);
        if (status is HttpStatusCode.TooManyRequests)
            until = Later(asked is { } wait ? now + wait : null, until) ?? now + s_unsaid;
        else if (asked is { } pause && (int)status >= 500)
            until = Later(until, now + pause);
        return until - now <= s_most ? until : null;
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one > other || other is null ? one : other;

    private static long? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values)
        && long.TryParse(values.First(), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>An instant, as Anthropic says it, or a span as OpenAI and others do.</summary>
    private static DateTimeOffset? At(HttpResponseHeaders headers, string name, DateTimeOffset now)
    {
        if (!headers.TryGetValues(name, out var values))
            return null;
        var text = values.First();
        if (Span(text) is { } span)
            return now + span;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
    }

    /// <summary><c>6m0s</c>, <c>1.5s</c>, <c>20ms</c>, or seconds without a unit; null for anything else.</summary>
    internal static TimeSpan? Span(ReadOnlySpan<char> text)
    {
        var sum = 0d;
        text = text.Trim();
        if (text.IsEmpty)
            return null;
        while (!text.IsEmpty)
        {
            var digits = 0;
            while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] == '.'))
                digits++;
            var unit = text[digits..];
            if (!double.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return null;
            var length = unit.IndexOfAnyInRange('0', '9') is >= 0 and var next ? next : unit.Length;
            if (Seconds(unit[..length]) is not { } factor)
                return null;
            sum += number * factor;
            text = unit[length..];
        }
        return sum <= TimeSpan.FromDays(30).TotalSeconds ? TimeSpan.FromSeconds(sum) : null;
    }

    private static double? Seconds(ReadOnlySpan<char> unit) => unit switch
    {
        "ms" => 0.001,
        "s" or "" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86400,
        _ => null,
    };

    private sealed class Account
    {
        public DateTimeOffset ClosedUntil { get; set; }

        /// <summary>Requests left until <see cref="ResetsAt"/>; -1 when it was not said.</summary>
        public int Left { get; set; } = -1;

        public DateTimeOffset ResetsAt { get; set; }
    }
}
