using System.Text;
using Q.Commands;

namespace Q.Cli;

/// <summary>What <c>--help</c> prints, made from the table of verbs. Built only when asked for.</summary>
internal static class HelpText
{
    public static string Root()
    {
        var text = new StringBuilder("q: AI coding sessions side by side, in one terminal\n\n");
        text.Append("Usage: q [options] | q <verb> [options]\n\nVerbs\n");
        Verbs(text, CommandTable.AllVerbs);
        CommandHelp.Parameters(text, CommandTable.FindVerb("chat")!.Named, "Options, also without the verb chat");
        text.Append("\n  -h, --help     also after each verb\n  -V, --version\n\n");
        text.Append("q alone opens the chats. There, /help lists the commands and Ctrl+X ? the keys.\n");
        return text.ToString();
    }

    public static string Group(string group)
    {
        var verbs = CommandTable.VerbsOf(group).ToList();
        var text = new StringBuilder(verbs[0].Group).Append("\n\nUsage\n");
        Verbs(text, verbs);
        return text.Append("\nq ").Append(group).Append(" VERB --help says more.\n").ToString();
    }

    public static string Verb(CommandInfo verb)
    {
        var text = new StringBuilder("Usage: ").Append(verb.Usage("q ")).Append("\n\n");
        CommandHelp.Paragraph(text, verb.Summary);
        if (verb.Remarks.Length > 0)
            CommandHelp.Paragraph(text.Append('\n'), verb.Remarks);
        CommandHelp.Parameters(text, verb.Placed);
        CommandHelp.Parameters(text, verb.Named, "Options");
        foreach (var example in verb.Examples)
            text.Append(example == verb.Examples[0] ? "\nFor example\n  " : "  ").Append(example).Append('\n');
        return text.ToString();
    }

    private static void Verbs(StringBuilder to, IEnumerable<CommandInfo> verbs)
    {
        var rows = verbs.Select(verb => (Usage: Brief(verb), verb.Summary)).ToList();
        foreach (var (usage, summary) in rows)
            CommandHelp.Row(to, usage, rows.Max(row => row.Usage.Length), summary);
    }

    /// <summary>Without the options, which the verb's own help lists.</summary>
    private static string Brief(CommandInfo verb) =>
        string.Join(' ', verb.Placed.Select(parameter => parameter.Usage).Prepend(verb.Name));
}
