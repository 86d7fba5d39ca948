using System.Text;

namespace Q.Tools;

/// <summary>
/// A file is not what the session thought when it made its edit: nothing is written, and both changes are shown, what became of
/// the file and what the edit wanted.
/// </summary>
internal static class FileConflict
{
    /// <summary>Of each of the two differences.</summary>
    private const int MostShown = 32 * 1024;

    /// <param name="knew">What the session knew of it; null when it never read it.</param>
    /// <param name="now">What is there.</param>
    /// <param name="wanted">What would have been written, made from what the session knew; no text where that cannot be told.</param>
    public static string Describe(string shown, KnownFile? knew, byte[]? now, string? wanted, LastWrite? writer, ToolShared shared)
    {
        var who = writer is null
            ? "outside of q or by a command"
            : $"by {shared.NameOf(writer.Session)}, {Ago(shared.Time.GetUtcNow() - writer.At)} ago";
        var text = new StringBuilder(knew is null
            ? $"{shown} was written {who}, and this session has not read it"
            : $"{shown} was {(now is null ? "removed" : "changed")} {who} after this session read it");
        text.Append(", so it was not written. Read it again and edit what is there now.\n");
        var before = knew?.Bytes is { } bytes ? TextOf(bytes) : null;
        var isForgotten = knew is { Exists: true } && before is null;
        text.Append("\nWhat is on the disk").Append(isForgotten ? " (how it was is not kept)" : "").Append(":\n")
            .Append(Shown(Difference(shown, before, now is null ? "" : TextOf(now))));
        text.Append("\nWhat this edit wanted:\n").Append(wanted is null ? "It does not fit what is there.\n" : Shown(Difference(shown, before, wanted)));
        return text.ToString();
    }

    private static string Difference(string shown, string? before, string? after)
    {
        if (after is null)
            return $"{shown}: bytes that are not text\n";
        var difference = UnifiedDiff.Of(PlainText.Line(shown), before, after);
        return difference.Length > 0 ? difference : "nothing changes\n";
    }

    private static string Shown(string difference) =>
        difference.Length <= MostShown ? difference : PlainText.CutAt(difference, MostShown) + "\n… (cut)\n";

    private static string? TextOf(byte[] bytes) => FsWrite.TextOf(bytes).Text;

    private static string Ago(TimeSpan span) =>
        span.TotalSeconds < 60 ? $"{(int)span.TotalSeconds} s" : span.TotalMinutes < 60 ? $"{(int)span.TotalMinutes} min" : $"{(int)span.TotalHours} h";
}
