using System.Globalization;
using System.Text;
using Q.Core;

namespace Q.Sessions;

/// <summary>
/// Reads the progress of a running tool from the end of its output: the newest line that says something, and a percentage where
/// one is shown (<c>45%</c>; a count of steps may be anything's). Keeps a few hundred bytes however much comes. Owned by the mailbox.
/// </summary>
internal sealed class ToolWatch
{
    private const int Kept = 512;
    private const int MostShown = 120;
    private const int LinesLookedAt = 3;

    private readonly byte[] _tail = new byte[Kept];
    private int _length;
    private ToolProgress? _progress;

    /// <summary>What runs, one line; null between tools.</summary>
    public string? Title { get; private set; }

    public void Begin(string title, DateTimeOffset now) => (Title, _length, _progress) = (title, 0, new(now));

    public void Wait(string title, string why, DateTimeOffset since) => (Title, _length, _progress) = (title, 0, new(since) { Waits = why });

    /// <summary>What the turn does when no tool runs, e.g. <c>queued 2nd</c>; null for nothing that need be said.</summary>
    public void Say(string? what) => (Title, _progress) = (what, null);

    public void End() => (Title, _progress) = (null, null);

    public void Hear(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length >= Kept)
        {
            utf8[^Kept..].CopyTo(_tail);
            _length = Kept;
            return;
        }
        var drop = Math.Max(0, _length + utf8.Length - Kept);
        _tail.AsSpan(drop, _length - drop).CopyTo(_tail);
        utf8.CopyTo(_tail.AsSpan(_length - drop));
        _length += utf8.Length - drop;
    }

    /// <summary>As of now; the same object while nothing changed.</summary>
    public ToolProgress? Progress(DateTimeOffset now)
    {
        if (_progress is null || _length == 0)
            return _progress;
        var (last, percent) = Read(Encoding.UTF8.GetString(_tail, 0, _length));
        if (last != _progress.LastLine || percent != _progress.Percent)
            _progress = _progress with { LastLine = last, Percent = percent, At = percent == _progress.Percent ? _progress.At : now };
        return _progress;
    }

    private static (string Last, int Percent) Read(string text)
    {
        var (last, percent, left) = ("", -1, LinesLookedAt);
        var rest = text.AsSpan();
        while (left > 0 && percent < 0 && rest.Length > 0)
        {
            var at = rest.LastIndexOfAny('\n', '\r');
            var line = Shown(rest[(at + 1)..]);
            rest = rest[..Math.Max(0, at)];
            if (line.Length == 0)
                continue;
            left--;
            last = last.Length == 0 ? line : last;
            percent = PercentIn(line);
        }
        if (percent >= 0 && last.Contains('%') && last.AsSpan().Trim("0123456789.% ").IsEmpty)
            last = ""; // nothing but the percentage
        if (percent == 100)
            percent = -1; // it still runs: how far it is cannot be told
        return (last.Length <= MostShown ? last : last[..(char.IsHighSurrogate(last[MostShown - 1]) ? MostShown - 1 : MostShown)], percent);
    }

    /// <summary>What a person would see of it: no escape sequences, no control or invisible characters.</summary>
    private static string Shown(ReadOnlySpan<char> line)
    {
        var shown = new StringBuilder(line.Length);
        while (line.Length > 0)
        {
            if (line[0] == '\e')
            {
                line = line[EscapeLength(line)..];
                continue;
            }
            Rune.DecodeFromUtf16(line, out var rune, out var used);
            line = line[used..];
            if (rune.Value == '\t')
                shown.Append(' ');
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                && rune != Rune.ReplacementChar)
                shown.Append(rune.ToString());
        }
        return shown.ToString().Trim();
    }

    /// <summary>A control sequence to its final letter; of others the first two characters.</summary>
    private static int EscapeLength(ReadOnlySpan<char> at)
    {
        if (at.Length < 2 || at[1] != '[')
            return Math.Min(2, at.Length);
        var end = at[2..].IndexOfAnyInRange('@', '~');
        return end < 0 ? at.Length : end + 3;
    }

    private static int PercentIn(string line)
    {
        for (var at = line.LastIndexOf('%'); at > 0; at = line.LastIndexOf('%', at - 1))
        {
            var end = line.AsSpan(0, at).TrimEnd(' ').Length;
            var start = end;
            while (start > 0 && (char.IsAsciiDigit(line[start - 1]) || line[start - 1] == '.'))
                start--;
            if (start < end && double.TryParse(line.AsSpan(start, end - start), CultureInfo.InvariantCulture, out var percent) && percent <= 100)
                return (int)percent;
        }
        return -1;
    }
}
