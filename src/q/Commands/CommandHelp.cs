using System.Text;
using Q.Core;
using Q.Input;

namespace Q.Commands;

/// <summary>What <c>/help</c> prints, made from the tables. Columns are those of the text, without the chat's margin.</summary>
internal static class CommandHelp
{
    /// <summary>What the chat's margin leaves of 80: help is never wider.</summary>
    private const int Columns = 78;

    /// <summary>Below this a description stands under what it is of.</summary>
    private const int Roomy = 70;

    /// <summary>A left column is no wider for all because of one row.</summary>
    private const int Widest = 32;

    /// <summary>Topics that are no command.</summary>
    public static IReadOnlyList<string> Topics { get; } = ["keys"];

    public static string All(bool many, int columns = Columns)
    {
        var text = new StringBuilder();
        var usable = CommandTable.AllSlash.Where(command => many || !command.NeedsMany).ToList();
        var width = usable.Select(command => command.Usage("/").Length).Where(length => length <= Widest).Max();
        foreach (var group in usable.GroupBy(command => command.Group, StringComparer.Ordinal))
        {
            text.Append(group.Key).Append('\n');
            foreach (var command in group)
                Row(text, command.Usage("/"), width, command.Summary, columns);
            text.Append('\n');
        }
        if (!many)
        {
            Paragraph(text, ManySessions.HowToTurnOn, columns);
            text.Append('\n');
        }
        return text.Append("/help COMMAND says more, /help keys shows the keys.\n").ToString();
    }

    /// <summary>A command with or without its slash, by name or alias, or <c>keys</c>.</summary>
    public static Outcome<string> Of(ReadOnlySpan<char> topic, Func<string> keys, int columns)
    {
        var name = topic.TrimStart('/');
        if (name.Equals("keys", StringComparison.OrdinalIgnoreCase))
            return Outcome<string>.Ok(keys());
        return CommandTable.FindSlash(name) is { } command
            ? Outcome<string>.Ok(One(command, columns))
            : Outcome<string>.No(UsageErrors.UnknownTopic(name));
    }

    public static string One(CommandInfo command, int columns = Columns)
    {
        var text = new StringBuilder().Append(command.Usage("/")).Append('\n');
        if (command.Aliases.Length > 0)
            text.Append("also ").AppendJoin(", ", command.Aliases.Select(alias => $"/{alias}")).Append('\n');
        text.Append('\n');
        Paragraph(text, command.Summary, columns);
        if (command.Remarks.Length > 0)
            Paragraph(text.Append('\n'), command.Remarks, columns);
        Parameters(text, command.Placed, columns: columns);
        Parameters(text, command.Named, columns: columns);
        Parameters(text, command.Tail is { } tail ? [tail] : [], columns: columns);
        foreach (var example in command.Examples)
            text.Append(example == command.Examples[0] ? "\nFor example\n  " : "  ").Append(example).Append('\n');
        return text.ToString();
    }

    /// <summary>Where the terminal itself edits the line.</summary>
    public const string LineKeys = "There are lines only, and the terminal edits the one that you type: Backspace, Ctrl+W and Ctrl+U delete, "
        + "Enter sends it. Ctrl+C stops the turn; twice with nothing running, or Ctrl+D on an empty line, leaves q. /help lists the commands.\n";

    /// <summary>The keys as they are bound now.</summary>
    public static string Keys(KeyBindings bindings, int columns = Columns)
    {
        var text = new StringBuilder("Sessions\n");
        var rows = KeyTable.Rows.Select(row => (row.Does, row.Typed, Keys: KeyTable.Everywhere(row, bindings), Proven: KeyTable.Proven(row, bindings))).ToList();
        var keys = rows.Max(row => row.Keys.Length);
        foreach (var row in rows)
        {
            var does = row.Typed.Length > 0 ? $"{row.Does}  ({row.Typed})" : row.Does;
            Row(text, row.Keys.Length > 0 ? row.Keys : "no key", keys, does, columns);
            if (row.Proven.Length > 0)
                Row(text, "", keys, $"also {row.Proven}, where the terminal can send it", columns);
        }
        text.Append("\nThe line\n");
        var edits = KeyTable.Editing.Select(row => (Keys: KeyTable.Edits(row, bindings), row.Does)).Where(row => row.Keys.Length > 0).ToList();
        keys = edits.Max(row => row.Keys.Length);
        foreach (var row in edits)
            Row(text, row.Keys, keys, row.Does, columns);
        return text.ToString();
    }

    /// <summary>Two columns where there is room; the second is wrapped under itself, and begins below a first that is too wide.</summary>
    public static void Row(StringBuilder to, string left, int width, string right, int columns = Columns)
    {
        width = columns < Roomy ? 0 : width;
        var indent = width + 4;
        to.Append("  ").Append(left.PadRight(width));
        if (left.Length > width)
            to.Append('\n').Append(' ', indent - 2);
        var lines = Wrap(right, Math.Max(20, Math.Min(columns, Columns) - indent)).ToList();
        for (var i = 0; i < lines.Count; i++)
            to.Append(i == 0 ? "  " : new string(' ', indent)).Append(lines[i]).Append('\n');
    }

    public static void Paragraph(StringBuilder to, string text, int columns = Columns)
    {
        foreach (var line in Wrap(text, Math.Min(columns, Columns)))
            to.Append(line).Append('\n');
    }

    /// <summary>A row for each parameter.</summary>
    public static void Parameters(StringBuilder to, IEnumerable<ParameterInfo> parameters, string title = "", int columns = Columns)
    {
        var rows = parameters.Select(one => (Left: string.Join(", ", one.Labels), Right: one.Description)).ToList();
        if (rows.Count == 0)
            return;
        to.Append('\n');
        if (title.Length > 0)
            to.Append(title).Append('\n');
        foreach (var (left, right) in rows)
            Row(to, left, rows.Max(row => row.Left.Length), right, columns);
    }

    internal static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString().TrimEnd();
                line.Clear();
            }
            line.Append(line.Length > 0 ? " " : "").Append(word);
        }
        yield return line.ToString();
    }
}
