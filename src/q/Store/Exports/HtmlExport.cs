using System.Globalization;
using System.Net;
using System.Text;
using Q.Turns;

namespace Q.Store.Exports;

/// <summary>One page without a script, an image or a link: everything said is escaped, and a policy forbids the rest.</summary>
internal static class HtmlExport
{
    private const string Style = """
        :root { color-scheme: light dark; --line: #8884; --dim: #888; }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.4rem; margin-bottom: 0; }
        .about, time { color: var(--dim); font-size: .85rem; }
        article { border-top: 1px solid var(--line); padding: .6rem 0; }
        h2 { font-size: 1rem; margin: 0; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .4rem 0; font: inherit; }
        .user pre { font-weight: 600; }
        details pre, summary { font: .85rem/1.4 ui-monospace, monospace; }
        .failed summary::after { content: " · not done"; }
        """;

    public static string Of(ExportedSession exported)
    {
        var session = exported.Session;
        var name = Text(session.Name);
        var html = new StringBuilder().Append(CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{name}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <h1>{name}</h1>
            <p class="about">{SessionRows.Type(session.Type)} · {Text(session.Folder)} · {exported.Messages.Count} messages</p>

            """);
        foreach (var message in exported.Messages)
            Append(html, message);
        return html.Append("</body>\n</html>\n").ToString();
    }

    private static void Append(StringBuilder to, Message message)
    {
        var at = message.At.UtcDateTime;
        var who = message.Role is Role.User && !message.Parts.Any(part => part is TextContent) && message.Parts.Length > 0
            ? "tools" : ExportText.Who(message.Role);
        to.Append(CultureInfo.InvariantCulture, $"""
            <article class="{SessionRows.Role(message.Role)}">
            <h2>{who} <time datetime="{at:yyyy-MM-ddTHH:mm:ssZ}">{at:yyyy-MM-dd HH:mm:ss} UTC</time></h2>

            """);
        foreach (var part in message.Parts)
            Part(to, part);
        if (ExportText.Marks(message.Marks) is { Length: > 0 } marks)
            to.Append("<p class=\"about\">").Append(marks).Append("</p>\n");
        to.Append("</article>\n");
    }

    private static void Part(StringBuilder to, Content part)
    {
        switch (part)
        {
            case TextContent said:
                to.Append("<pre>").Append(Text(said.Text)).Append("</pre>\n");
                break;
            case ToolUseContent use:
                Folded(to, "asked", ExportText.Title(use), use.InputJson);
                break;
            case ToolResultContent result:
                Folded(to, result.IsError ? "failed" : "answered", $"{Lines(result.Text)} of output", result.Text);
                break;
        }
    }

    private static void Folded(StringBuilder to, string kind, string title, string text) => to
        .Append("<details class=\"").Append(kind).Append("\"><summary>").Append(Text(title)).Append("</summary><pre>")
        .Append(Text(text)).Append("</pre></details>\n");

    private static string Lines(string text)
    {
        var count = text.Length == 0 ? 0 : text.AsSpan().TrimEnd('\n').Count('\n') + 1;
        return count == 1 ? "1 line" : string.Create(CultureInfo.InvariantCulture, $"{count} lines");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(ExportText.Shown(text));
}
