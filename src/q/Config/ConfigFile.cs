using Tomlyn;
using Tomlyn.Parsing;

namespace Q.Config;

/// <summary>One value of the file, as text, with its line and the type that it has in TOML; null: no setting takes that one.</summary>
internal sealed record ConfigEntry(string Key, string Value, int Line, SettingType? Type);

/// <summary>
/// <c>config.toml</c> as a flat list of <c>section.key</c> and value. What stands before a syntax error counts. The parser's
/// events are read instead of a bound object, so that every value has its line and an unknown key can be named.
/// </summary>
internal sealed record ConfigFile(string Path, IReadOnlyList<ConfigEntry> Entries, string? Problem)
{
    private const int MostBytes = 1 << 20;

    /// <summary>A file that is not there is empty.</summary>
    public static ConfigFile Read(string path)
    {
        try
        {
            if (Directory.Exists(path))
                return new(path, [], $"{path} is ignored: it is a folder. Move it away; a file of that name is read.");
            if (!File.Exists(path))
                return new(path, [], null);
            return new FileInfo(path).Length > MostBytes
                ? new(path, [], $"{path} is ignored: it is larger than 1 MB. Keep only settings in it.")
                : Parse(path, File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(path, [], $"{path} is ignored: {e.Message.TrimEnd('.')}. Make it yours to read, as with `chmod 600 {path}`, and start q again.");
        }
    }

    public static ConfigFile Parse(string path, string text)
    {
        var entries = new List<ConfigEntry>();
        try
        {
            var parser = TomlParser.Create(text, new TomlParserOptions { Mode = TomlParserMode.Strict });
            Walk(parser, entries);
            return new(path, entries, null);
        }
        catch (TomlException e)
        {
            var what = e.Message.Split(": error : ") is [_, var tail] ? tail : e.Message;
            return new(path, entries, $"{path}:{e.Line}: {what.TrimEnd('.')}. Nothing from there on is read; mend that line and start q again.");
        }
    }

    private static void Walk(TomlParser parser, List<ConfigEntry> entries)
    {
        var names = new List<string>();
        var (name, line, arrays) = ("", 0, 0);
        while (parser.MoveNext())
        {
            var now = parser.Current;
            switch (now.Kind)
            {
                case TomlParseEventKind.PropertyName:
                    (name, line) = (parser.GetPropertyName(), now.Line);
                    break;
                case TomlParseEventKind.StartTable:
                    names.Add(name);
                    break;
                case TomlParseEventKind.EndTable:
                    names.RemoveAt(names.Count - 1);
                    break;
                case TomlParseEventKind.StartArray:
                    if (arrays++ == 0)
                        Add("[…]");
                    break;
                case TomlParseEventKind.EndArray:
                    arrays--;
                    break;
                case TomlParseEventKind.String:
                    Add(parser.GetString(), SettingType.Text);
                    break;
                case TomlParseEventKind.Integer:
                    Add(now.GetInt64().ToString(), SettingType.Number);
                    break;
                case TomlParseEventKind.Float:
                    Add(now.GetDouble().ToString(), SettingType.Text);
                    break;
                case TomlParseEventKind.Boolean:
                    Add(now.GetBoolean() ? "true" : "false", SettingType.Switch);
                    break;
                case TomlParseEventKind.DateTime:
                    Add(now.GetTomlDateTime().ToString());
                    break;
                default:
                    break; // begin and end of the document say nothing
            }
        }

        void Add(string value, SettingType? type = null)
        {
            if (arrays > 0 && value != "[…]")
                return; // no setting is a list; its key is named once
            entries.Add(new(string.Join('.', names.Skip(1).Append(name)), value, line, type));
        }
    }
}
