using System.Globalization;
using System.Net;
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

    public static void Write(TextWriter html, ExportedSession exported)
    {
        var session = exported.Session;
        var name = Text(session.Name);
        html.Write($"""
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
            <p class="about">{SessionRows.Type(session.Type)} · {Text(session.Folder)} · {exported.Messages.Count.ToString(CultureInfo.InvariantCulture)} {(exported.Messages.Count == 1 ? "message" : "messages")}</p>

            """);
        foreach (var message in exported.Messages)
            Append(html, message);
        html.Write("</body>\n</html>\n");
    }

    private static void Append(TextWriter to, Message message)
    {
        var (day, time) = (Written(message.At, "yyyy-MM-dd"), Written(message.At, "HH:mm:ss"));
        var who = message.Role is Role.User && !message.Parts.Any(part => part is TextContent) && message.Parts.Length > 0
            ? "tools" : ExportText.Who(message.Role);
        to.Write($"""
            <article class="{SessionRows.Role(message.Role)}">
            <h2>{who} <time datetime="{day}T{time}Z">{day} {time} UTC</time></h2>

            """);
        foreach (var part in message.Parts)
            Part(to, part);
        if (ExportText.Marks(message.Marks) is { Length: > 0 } marks)
            to.Write($"<p class=\"about\">{marks}</p>\n");
        to.Write("</article>\n");
    }

    private static string Written(DateTimeOffset at, string how) => at.UtcDateTime.ToString(how, CultureInfo.InvariantCulture);

    private static void Part(TextWriter to, Content part)
    {
        switch (part)
        {
            case TextContent said:
                to.Write("<pre>");
                foreach (var piece in said.Pieces)
                    to.Write(Text(piece));
                to.Write("</pre>\n");
                break;
            case ToolUseContent use:
                Folded(to, "asked", ExportText.Title(use), use.InputJson);
                break;
            case ToolResultContent result:
                Folded(to, result.IsError ? "failed" : "answered", $"{Lines(result.Text)} of output", result.Text);
                break;
        }
    }

    private static void Folded(TextWriter to, string kind, string title, string text) =>
        to.Write($"<details class=\"{kind}\"><summary>{Text(title)}</summary><pre>{Text(text)}</pre></details>\n");

    private static string Lines(string text)
    {
        var count = text.Length == 0 ? 0 : text.AsSpan().TrimEnd('\n').Count('\n') + 1;
        return count == 1 ? "1 line" : string.Create(CultureInfo.InvariantCulture, $"{count} lines");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(ExportText.Shown(text));
}
