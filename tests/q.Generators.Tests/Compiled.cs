using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Q.Generators.Tests;

/// <summary>A piece of source with the generator run over it, and edited to see what is done again.</summary>
internal sealed class Compiled
{
    /// <summary>What the generator finds by name; the real ones stand in q.</summary>
    private const string Declarations = """
        namespace Q.Core
        {
            public readonly struct Outcome;
            [System.AttributeUsage(System.AttributeTargets.Field)]
            public sealed class WordsAttribute(params string[] words) : System.Attribute { public string[] Words => words; }
        }
        namespace Q.Commands
        {
            public enum CompletionKind : byte { None, Session, Target }
            public sealed class SlashCommandAttribute(string name) : System.Attribute
            {
                public string Name => name;
                public string Alias { get; init; } = "";
                public bool NeedsMany { get; init; }
            }
            public sealed class CommandGroupAttribute(string title) : System.Attribute
            {
                public string Title => title;
                public int Order { get; init; }
            }
            public sealed class ValueAttribute(string shown) : System.Attribute
            {
                public string Shown => shown;
                public CompletionKind Completes { get; init; }
                public bool ToEnd { get; init; }
                public bool Named { get; init; }
                public bool AfterDashes { get; init; }
            }
        }
        namespace ConsoleAppFramework
        {
            public sealed class RegisterCommandsAttribute(string path = "") : System.Attribute { public string Path => path; }
            public sealed class CommandAttribute(string name) : System.Attribute { public string Name => name; }
            public sealed class ArgumentAttribute : System.Attribute;
            public sealed class ConsoleAppContext;
        }
        """;

    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    private CSharpCompilation _compilation;
    private GeneratorDriver _driver;
    private SyntaxTree _tree;

    public Compiled(string source)
    {
        _tree = Parse(source);
        _compilation = CSharpCompilation.Create("snippet", [Parse(Declarations), _tree], s_references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        _driver = CSharpGeneratorDriver.Create([new CommandGenerator().AsSourceGenerator()], parseOptions: s_options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        _driver = _driver.RunGenerators(_compilation);
    }

    private GeneratorRunResult Result => _driver.GetRunResult().Results[0];

    public string Source => _tree.ToString();

    public ImmutableArray<Diagnostic> Diagnostics => Result.Diagnostics;

    /// <summary>
    /// What the compiler itself says about the source, so that a broken snippet is not taken for a finding.
    /// </summary>
    public IEnumerable<Diagnostic> SourceErrors =>
        _compilation.GetDiagnostics().Where(static one => one.Severity is DiagnosticSeverity.Error);

    public IEnumerable<string> Files => Result.GeneratedSources.Select(static source => source.HintName);

    public string Text(string file) => Result.GeneratedSources.Single(source => source.HintName == file).SourceText.ToString();

    /// <summary>Another text in place of the source, and the generator run again.</summary>
    public void Edit(string source)
    {
        var tree = Parse(source);
        _compilation = _compilation.ReplaceSyntaxTree(_tree, tree);
        _tree = tree;
        _driver = _driver.RunGenerators(_compilation);
    }

    /// <summary>A file beside the source that has nothing to do with it.</summary>
    public void AddBeside(string source)
    {
        _compilation = _compilation.AddSyntaxTrees(Parse(source));
        _driver = _driver.RunGenerators(_compilation);
    }

    /// <summary>Why each result of a step is what it is: new, cached, unchanged, modified.</summary>
    public IReadOnlyList<IncrementalStepRunReason> Reasons(string step) => Result.TrackedSteps.TryGetValue(step, out var runs)
        ? [.. runs.SelectMany(static run => run.Outputs).Select(static output => output.Reason)]
        : [];

    /// <summary>The same for what was written.</summary>
    public IReadOnlyList<IncrementalStepRunReason> OutputReasons =>
        [.. Result.TrackedOutputSteps.SelectMany(static pair => pair.Value).SelectMany(static run => run.Outputs)
            .Select(static output => output.Reason)];

    /// <summary>Like <c>Golden</c> of the test kit, which would bring all of q along.</summary>
    public static void CheckGolden(string text, string file, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, file);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(path, text);
        else if (File.ReadAllText(path) != text)
            throw new InvalidDataException($"{path} says something else; ./build.sh golden writes it again.\n{text}");
    }

    private static SyntaxTree Parse(string source) => CSharpSyntaxTree.ParseText(source, s_options);
}
