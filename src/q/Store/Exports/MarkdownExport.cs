using System.Globalization;
using System.Text;
using Q.Turns;

namespace Q.Store.Exports;

/// <summary>A conversation for people to read: who said what and when, tools with what they were asked and what they answered.</summary>
internal static class MarkdownExport
{
    public static string Of(ExportedSession exported)
    {
        var (session, messages) = (exported.Session, exported.Messages);
        var text = new StringBuilder()
            .Append("# ").Append(ExportText.Shown(session.Name)).Append("\n\n")
            .Append(SessionRows.Type(session.Type)).Append(" · ").Append(Code(ExportText.Shown(session.Folder)))
            .Append(" · begun ").Append(Time(session.CreatedAt)).Append(" · ").Append(messages.Count)
            .Append(messages.Count == 1 ? " message\n" : " messages\n");
        Role? last = null;
        foreach (var message in messages)
        {
            // What tools answered goes on with the turn that asked them.
            var speaks = message.Role is Role.Assistant || message.Parts.Any(part => part is TextContent);
            var who = speaks ? message.Role : Role.Assistant;
            if (who != last || message is { Role: Role.User } && speaks)
                text.Append("\n## ").Append(ExportText.Who(who)).Append(" · ").Append(Time(message.At)).Append('\n');
            last = who;
            foreach (var part in message.Parts)
                Part(text, part);
            if (ExportText.Marks(message.Marks) is { Length: > 0 } marks)
                text.Append("\n*").Append(marks).Append("*\n");
        }
        return text.ToString();
    }

    private static void Part(StringBuilder to, Content part)
    {
        switch (part)
        {
            case TextContent said:
                to.Append('\n').Append(ExportText.Shown(said.Text).TrimEnd()).Append('\n');
                break;
            case ToolUseContent use:
                to.Append("\n▸ ").Append(Code(ExportText.Title(use))).Append('\n');
                break;
            case ToolResultContent result:
                var shown = ExportText.Shown(result.Text).TrimEnd();
                var fence = ExportText.Fence(shown);
                to.Append(result.IsError ? "\nNot done:\n\n" : "\n").Append(fence).Append("text\n").Append(shown)
                    .Append('\n').Append(fence).Append('\n');
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
