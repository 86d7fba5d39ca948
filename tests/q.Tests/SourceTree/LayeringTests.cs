using System.Text.RegularExpressions;

namespace Q.Tests.SourceTree;

/// <summary>
/// Which folder of src/q may use which: one direction, so that each part can be read, tested and replaced alone. Where
/// the
/// table proves wrong, change it here and in docs/decisions.md, with the reason.
/// </summary>
internal sealed partial class LayeringTests
{
    /// <summary>All may use Core; what stands at the root of src/q wires everything and may use all.</summary>
    private static readonly Dictionary<string, string[]> s_mayUse = new()
    {
        ["Core"] = [],
        ["Turns"] = [],
        ["Terminal"] = [],
        ["Output"] = [],
        ["Config"] = [],
        ["Telemetry"] = ["Config"],
        ["Processes"] = ["Config", "Telemetry"],
        ["Model"] = ["Turns", "Config", "Telemetry"],
        ["Tools"] = ["Turns", "Processes", "Config", "Telemetry"],
        ["Chat"] = ["Turns", "Model", "Tools", "Config", "Telemetry"],
        ["Naming"] = [],
        ["Store"] = ["Turns", "Naming", "Config", "Telemetry"],
        ["Sessions"] = ["Turns", "Output", "Naming", "Store", "Processes", "Config", "Telemetry"],
        ["Input"] = ["Terminal"],
        ["Commands"] = ["Terminal", "Input", "Sessions", "Turns", "Output", "Naming", "Store", "Processes", "Config", "Telemetry"],
        ["Screen"] = ["Terminal", "Input", "Output", "Sessions"],
        ["Host"] = ["Sessions", "Commands", "Config", "Telemetry"],
        ["Cli"] = ["Commands", "Input", "Host", "Sessions", "Store", "Model", "Terminal", "Config", "Telemetry"],
    };

    /// <summary>Where only one file of a folder is open to another folder.</summary>
    private static readonly Dictionary<(string From, string To), string> s_only = new()
    {
        [("Input", "Terminal")] = "Key.cs",
        [("Commands", "Terminal")] = "CellWidth.cs",
        [("Screen", "Sessions")] = "SessionView.cs",
    };

    [Test]
    public async Task Every_folder_uses_only_what_the_table_allows()
    {
        var files = SourceFile.Under("src/q");
        var types = Types(files);
        var breaches = files.Where(static file => file.Folder.Length > 0).SelectMany(file => Breaches(file, types));

        await SourceFile.None(breaches.Distinct());
    }

    [Test]
    public async Task Every_folder_stands_in_the_table()
    {
        var unknown = SourceFile.Under("src/q").Select(static file => file.Folder).Where(static folder => folder.Length > 0)
            .Distinct().Except(s_mayUse.Keys);
        await Assert.That(unknown).IsEmpty();
    }

    [Test]
    public async Task The_namespace_of_a_file_is_its_folder()
    {
        var wrong = SourceFile.Under("src/q").Where(static file => !file.Lines.Any(line =>
                line == $"namespace Q{(file.Folder.Length > 0 ? "." : "")}{file.Folder};"
                || line.StartsWith($"namespace Q.{file.Folder}.", StringComparison.Ordinal)
                || line.StartsWith("[assembly:", StringComparison.Ordinal)))
            .Select(static file => file.Path);
        await Assert.That(wrong).IsEmpty();
    }

    [Test]
    public async Task A_using_and_a_qualified_name_are_both_seen()
    {
        SourceFile key = new("src/q/Terminal/Key.cs", ["internal struct Key"]);
        SourceFile raw = new("src/q/Terminal/RawMode.cs", ["internal sealed class RawMode"]);
        SourceFile loop = new("src/q/Input/Editor.cs", ["using Q.Terminal;", "Key key; RawMode mode;"]);
        SourceFile core = new("src/q/Core/Ids.cs", ["Terminal.Key key;"]);
        var types = Types([key, raw]);

        await Assert.That(Breaches(loop, types)).IsEquivalentTo(["src/q/Input/Editor.cs:2 may use only Key.cs of Terminal, not RawMode"], StringComparer.Ordinal);
        await Assert.That(Breaches(core, types)).IsEquivalentTo(["src/q/Core/Ids.cs:1 may not use Terminal"], StringComparer.Ordinal);
    }

    private static IEnumerable<string> Breaches(SourceFile file, ILookup<string, (string Type, string File)> types)
    {
        var allowed = s_mayUse.GetValueOrDefault(file.Folder, []);
        for (var i = 0; i < file.Lines.Length; i++)
        {
            var line = file.Lines[i];
            if (line.TrimStart().StartsWith("//", StringComparison.Ordinal) || line.StartsWith("namespace", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var (folder, type) in Mentions(line, file.Folder, types))
            {
                var barred = folder != file.Folder && folder != "Core" && !allowed.Contains(folder);
                if (barred)
                {
                    yield return $"{file.Path}:{i + 1} may not use {folder}";
                }
                else if (type.Length > 0 && s_only.TryGetValue((file.Folder, folder), out var only)
                    && types[folder].Any(known => known.Type == type && known.File != only))
                {
                    yield return $"{file.Path}:{i + 1} may use only {only} of {folder}, not {type}";
                }
            }
        }
    }

    /// <summary>Namespaces by their full name, types by their folder and name, and the bare types of half-open
    /// folders.</summary>
    private static IEnumerable<(string Folder, string Type)> Mentions(
        string line, string from, ILookup<string, (string Type, string File)> types)
    {
        foreach (Match match in FullName().Matches(line))
        {
            if (s_mayUse.ContainsKey(match.Groups[1].Value))
            {
                yield return (match.Groups[1].Value, match.Groups[2].Value);
            }
        }

        var words = Word().Matches(line).Select(static match => match.Value).ToArray();
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            if (i > 0 && types[words[i - 1]].Any(known => known.Type == word)
                && line.Contains($"{words[i - 1]}.{word}", StringComparison.Ordinal))
            {
                yield return (words[i - 1], word);
            }

            foreach (var (_, to) in s_only.Keys.Where(pair => pair.From == from))
            {
                if (types[to].Any(known => known.Type == word) && !line.Contains($".{word}", StringComparison.Ordinal))
                {
                    yield return (to, word);
                }
            }
        }
    }

    private static ILookup<string, (string Type, string File)> Types(IEnumerable<SourceFile> files) => files
        .Where(static file => file.Folder.Length > 0)
        .SelectMany(static file => file.Lines.Select(static line => Declaration().Match(line))
            .Where(static match => match.Success)
            .Select(match => (file.Folder, Type: match.Groups[1].Value, File: file.Path.Split('/')[^1])))
        .ToLookup(static found => found.Folder, static found => (found.Type, found.File));

    [GeneratedRegex(@"\bQ\.(\w+)(?:\.(\w+))?")]
    private static partial Regex FullName();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^(?:internal|public) [\w ]*?(?:class|record struct|record class|struct|record|interface|enum) (?!struct|class)(\w+)")]
    private static partial Regex Declaration();
}
