using System.Globalization;
using Q.Turns;

namespace Q.Store.Exports;

/// <summary>A conversation for people to read: who said what and when, tools with what they were asked and what they answered.</summary>
internal static class MarkdownExport
{
    public static void Write(TextWriter text, ExportedSession exported)
    {
        var (session, messages) = (exported.Session, exported.Messages);
        var count = messages.Count.ToString(CultureInfo.InvariantCulture) + (messages.Count == 1 ? " message\n" : " messages\n");
        text.Write($"# {ExportText.Shown(session.Name)}\n\n{SessionRows.Type(session.Type)} · {Code(ExportText.Shown(session.Folder))} · begun {Time(session.CreatedAt)} · {count}");
        Role? last = null;
        foreach (var message in messages)
        {
            // What tools answered goes on with the turn that asked them.
            var speaks = message.Role is Role.Assistant || message.Parts.Any(part => part is TextContent);
            var who = speaks ? message.Role : Role.Assistant;
            if (who != last || message is { Role: Role.User } && speaks)
                text.Write($"\n## {ExportText.Who(who)} · {Time(message.At)}\n");
            last = who;
            foreach (var part in message.Parts)
                Part(text, part);
            if (ExportText.Marks(message.Marks) is { Length: > 0 } marks)
                text.Write($"\n*{marks}*\n");
        }
    }

    private static void Part(TextWriter to, Content part)
    {
        switch (part)
        {
            case TextContent said:
                to.Write('\n');
                foreach (var piece in ExportText.Shown(said))
                    to.Write(piece);
                to.Write('\n');
                break;
            case ToolUseContent use:
                to.Write($"\n▸ {Code(ExportText.Title(use))}\n");
                break;
            case ToolResultContent result:
                var shown = ExportText.Shown(result.Text).TrimEnd();
                var fence = ExportText.Fence(shown);
                to.Write($"{(result.IsError ? "\nNot done:\n\n" : "\n")}{fence}text\n{shown}\n{fence}\n");
                break;
        }
    }

    /// <summary>A span of code that its own back-ticks do not end.</summary>
    private static string Code(string text)
    {
        if (!text.Contains('`'))
            return $"`{text}`";
        var fence = ExportText.Fence(text);
        return $"{fence} {text} {fence}";
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
