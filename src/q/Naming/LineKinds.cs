using System.Buffers;

namespace Q.Naming;

internal enum LineKind : byte
{
    Prose,

    /// <summary>Says what went wrong: the first line of a stack trace, a compiler's error.</summary>
    Fault,

    /// <summary>A call in a stack trace: of it only the file counts.</summary>
    Frame,

    Code,
}

/// <summary>Tells what people write from what they paste.</summary>
internal static class LineKinds
{
    private static readonly SearchValues<char> s_codeSigns = SearchValues.Create("{}();=");

    /// <param name="line">Without the spaces around it.</param>
    /// <param name="indent">How many there were before it.</param>
    public static LineKind Of(ReadOnlySpan<char> line, int indent) =>
        IsFrame(line) ? LineKind.Frame
        : IsFault(line) ? LineKind.Fault
        : indent >= 4 && line.IndexOfAny(s_codeSigns) >= 0 ? LineKind.Code
        : LineKind.Prose;

    private static bool IsFrame(ReadOnlySpan<char> line) =>
        (line.StartsWith("at ") && line.IndexOfAny('(', ':', '.') > 0 && line.Count(' ') <= 12)
        || line.StartsWith("File \"")
        || line.StartsWith("--> ")
        || (line is ['#', >= '0' and <= '9', ..] && line.Contains(" in ", StringComparison.Ordinal))
        || line.StartsWith("goroutine ")
        || line.StartsWith("[signal ")
        || line.StartsWith("note: run with ")
        || line.StartsWith("Traceback (most recent")
        || (line.EndsWith("(...)") && line.IndexOf(' ') < 0)
        || IsPlace(line);

    /// <summary><c>/home/me/kv/store.go:44 +0x1d</c>, alone on its line.</summary>
    private static bool IsPlace(ReadOnlySpan<char> line) =>
        line is ['/', ..] && line.Count(' ') <= 1 && line.LastIndexOf(':') is var colon and > 0
        && colon + 1 < line.Length && char.IsAsciiDigit(line[colon + 1]);

    private static bool IsFault(ReadOnlySpan<char> line)
    {
        if (line.StartsWith("panic: ") || line.StartsWith("error[") || line.StartsWith("npm ERR!") || line.StartsWith("thread '")
            || line.StartsWith("Unhandled exception", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }
        // json.decoder.JSONDecodeError: …, java.lang.OutOfMemoryError: …, ERROR: …, error CS0246: …, /usr/bin/ld: …
        var colon = line.IndexOf(": ");
        if (colon <= 0)
            return false;
        var head = line[..colon];
        return head.Count(' ') <= 2
            && (head.EndsWith("Error") || head.EndsWith("Exception") || head.EndsWith("error", StringComparison.OrdinalIgnoreCase)
                || head.StartsWith("error ", StringComparison.OrdinalIgnoreCase) || head.StartsWith("/usr/"));
    }
}
