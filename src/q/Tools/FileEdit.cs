using Q.Core;

namespace Q.Tools;

internal enum EditCommand : byte
{
    Create,
    StrReplace,
    Insert,
    Append,
}

/// <summary>What a model wants done to a file. <paramref name="Text"/> is what is written; <paramref name="Old"/> what it replaces.</summary>
internal sealed record FileEdit(EditCommand Command, string Text, string Old, int Line)
{
    private const int MostQuoted = 200;

    /// <summary>The file's new text. <paramref name="before"/> is null when there is none yet. The problem is for the model. Pure.</summary>
    public Outcome<string> Apply(string? before, string shown)
    {
        if (before is null && Command is not EditCommand.Create)
            return Outcome<string>.No($"{shown} does not exist. Make it with the command create.");
        if (Command is EditCommand.Create)
            return Outcome<string>.Ok(Ended(Text, "\n"));
        if (!HasOnlyCarriageReturns(before!))
            return Edited(before!, shown, "\n");
        var edit = this with { Text = WithCarriageReturns(Text), Old = WithCarriageReturns(Old) };
        return edit.Edited(before!, shown, "\r\n");
    }

    private Outcome<string> Edited(string before, string shown, string lineEnd) => Command switch
    {
        EditCommand.Create => Outcome<string>.Ok(Text),
        EditCommand.StrReplace => Replace(before, shown),
        EditCommand.Insert => Outcome<string>.Ok(Inserted(before, lineEnd)),
        EditCommand.Append => Outcome<string>.Ok(Ended(Ended(before, lineEnd) + Text, lineEnd)),
    };

    private Outcome<string> Replace(string before, string shown)
    {
        var at = before.IndexOf(Old, StringComparison.Ordinal);
        if (at < 0)
        {
            var hint = before.Contains("\r\n", StringComparison.Ordinal) && Old.Contains('\n') && !Old.Contains('\r')
                ? " The file ends its lines with \\r\\n." : "";
            return Outcome<string>.No($"no occurrences of \"{PlainText.CutAt(Old, MostQuoted)}\" were found in {shown}.{hint}");
        }
        var count = 1;
        for (var next = at; (next = before.IndexOf(Old, next + 1, StringComparison.Ordinal)) >= 0;)
            count++;
        return count > 1
            ? Outcome<string>.No($"{count} occurrences of old_str were found in {shown} when only 1 is expected. Give more of the text around it.")
            : Outcome<string>.Ok(string.Concat(before.AsSpan(0, at), Text, before.AsSpan(at + Old.Length)));
    }

    /// <summary>After line N, whole lines; past the end is at the end.</summary>
    private string Inserted(string before, string lineEnd)
    {
        var at = 0;
        for (var line = 0; line < Line && at < before.Length; line++)
            at = before.IndexOf('\n', at) is var feed and >= 0 ? feed + 1 : before.Length;
        var head = at > 0 ? Ended(before[..at], lineEnd) : "";
        return head + Ended(Text, lineEnd) + before[at..];
    }

    /// <summary>Every line ends with \r\n: models write \n, and an edit must not mix the two.</summary>
    private static bool HasOnlyCarriageReturns(string text)
    {
        var lines = 0;
        for (var at = -1; (at = text.IndexOf('\n', at + 1)) >= 0; lines++)
        {
            if (at == 0 || text[at - 1] != '\r')
                return false;
        }
        return lines > 0;
    }

    private static string WithCarriageReturns(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal);

    private static string Ended(string text, string lineEnd) => text.Length == 0 || text.EndsWith('\n') ? text : text + lineEnd;
}
