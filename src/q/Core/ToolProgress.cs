namespace Q.Core;

/// <summary>How far the running tool is, as far as its output says. A value; the words are for people.</summary>
/// <param name="Since">When it started, or began to wait.</param>
internal sealed record ToolProgress(DateTimeOffset Since)
{
    /// <summary>An estimate from less than this would jump about.</summary>
    private static readonly TimeSpan s_leastForEstimate = TimeSpan.FromSeconds(5);

    /// <summary>Why it cannot start yet, e.g. <c>held by api-refactor</c>.</summary>
    public string? Waits { get; init; }

    /// <summary>0 to 99; -1 when the output shows none, or that all is done though the tool still runs.</summary>
    public int Percent { get; init; } = -1;

    /// <summary>When that came; null: now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The newest line of output that says something but the percentage, without control characters.</summary>
    public string LastLine { get; init; } = "";

    /// <summary>The same without the percentage; empty where that was all.</summary>
    public string News
    {
        get
        {
            var end = Percent < 0 ? -1 : LastLine.IndexOf('%');
            if (end < 0)
                return LastLine;
            var begin = end;
            while (begin > 0 && (char.IsAsciiDigit(LastLine[begin - 1]) || LastLine[begin - 1] is '.' or ' ' or '[' or '('))
                begin--;
            var rest = $"{LastLine.AsSpan(0, begin)} {LastLine.AsSpan(end + 1).TrimStart("]): ")}".Trim();
            return rest.Any(char.IsLetter) ? rest : "";
        }
    }

    /// <summary>
    /// How long it will take yet if it goes on as before; null when that cannot be told, and when it stands still for longer than that.
    /// </summary>
    public TimeSpan? Left(DateTimeOffset now)
    {
        if (Percent <= 0 || now - Since < s_leastForEstimate)
            return null;
        var at = At ?? now;
        var left = at + (at - Since) * ((100.0 - Percent) / Percent) - now;
        return left > TimeSpan.Zero ? left : null;
    }

    /// <summary><c>held by api-refactor, 40 s</c>; <c>45%, 4m, 5m left</c>; empty in the first minute of a tool that shows no percentage.</summary>
    public string Words(DateTimeOffset now)
    {
        var elapsed = now - Since;
        if (Waits is not null)
            return $"{Waits}, {(elapsed.TotalMinutes < 2 ? $"{Math.Max(0, (int)elapsed.TotalSeconds)} s" : Coarse(elapsed))}";
        var words = Percent >= 0 ? $"{Percent}%" : "";
        if (elapsed.TotalMinutes >= 1)
            words += $"{(words.Length > 0 ? ", " : "")}{Coarse(elapsed)}";
        return Left(now) is not { } left ? words
            : $"{words}, {(left.TotalMinutes < 1 ? $"{(int)Math.Ceiling(left.TotalSeconds)}s" : Coarse(left))} left";
    }

    private static string Coarse(TimeSpan span) => span.TotalMinutes switch
    {
        < 1 => "<1m",
        < 60 => $"{(int)span.TotalMinutes}m",
        _ => $"{(int)Math.Min(span.TotalHours, 999)}h",
    };
}
