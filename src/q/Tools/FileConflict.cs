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
    public static string Describe(string shown, KnownFile? knew, byte[]? now, byte[]? wanted, LastWrite? writer, ToolShared shared)
    {
        var who = writer is null
            ? "outside of q or by a command"
            : $"by {shared.NameOf(writer.Session)}, {Ago(shared.Time.GetUtcNow() - writer.At)} ago";
        var text = new StringBuilder(knew is null
            ? $"{shown} was written {who}, and this session has not read it"
            : $"{shown} was {(now is null ? "removed" : "changed")} {who} after this session read it");
        text.Append(", so it was not written. Read it again and edit what is there now.\n");
        var before = FsWrite.TextOf(knew?.Bytes);
        var isForgotten = knew is { Exists: true } && before is null;
        text.Append("\nWhat is on the disk").Append(isForgotten ? " (how it was is not kept)" : "").Append(":\n")
            .Append(Shown(Difference(shown, before, now ?? [])));
        text.Append("\nWhat this edit wanted:\n").Append(wanted is null ? "It does not fit what is there.\n" : Shown(Difference(shown, before, wanted)));
        return text.ToString();
    }

    /// <summary>Where nothing is known of how it was, the beginning is more than is shown.</summary>
    private static string Difference(string shown, byte[]? before, byte[] after)
    {
        if (FsWrite.TextOf(after) is null)
            return $"{shown}: bytes that are not text\n";
        if (before is null && after.Length > 4 * MostShown)
            after = after[..(4 * MostShown)];
        var difference = UnifiedDiff.Of(PlainText.Line(shown), before, after);
        return difference.Length > 0 ? difference : "nothing changes\n";
    }

    private static string Shown(string difference) =>
        difference.Length <= MostShown ? difference : PlainText.CutAt(difference, MostShown) + "\n… (cut)\n";

    private static string Ago(TimeSpan span) =>
        span.TotalSeconds < 60 ? $"{(int)span.TotalSeconds} s" : span.TotalMinutes < 60 ? $"{(int)span.TotalMinutes} min" : $"{(int)span.TotalHours} h";
}
