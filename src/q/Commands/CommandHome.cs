using Q.Config;
using Q.Store;

namespace Q.Commands;

/// <summary>What commands need of the machine beyond the sessions: the folder, the home, the models. Immutable.</summary>
/// <param name="Folder">Where q was started.</param>
internal sealed record CommandHome(string Folder)
{
    /// <summary>The person's home folder, for <c>~</c>.</summary>
    public string? Home { get; init; }

    /// <summary>Where sessions are kept, to look through them.</summary>
    public ISessionArchive Store { get; init; } = new MemoryStore();

    public TemplateFile Templates { get; init; } = new(null);

    /// <summary>Null where nothing can be kept.</summary>
    public ISettingsHome? Settings { get; init; }

    /// <summary>Null where no log is kept.</summary>
    public string? LogFile { get; init; }

    /// <summary>The models that are known without asking anybody.</summary>
    public Func<IEnumerable<string>> Models { get; init; } = static () => [];

    /// <summary>How many calls to models run and wait, in words.</summary>
    public Func<string> Calls { get; init; } = static () => "none";

    /// <summary>Which session holds or waits for which file, a line each.</summary>
    public Func<IReadOnlyList<string>> Locks { get; init; } = static () => [];

    /// <summary>What providers said of their limits, a line each.</summary>
    public Func<IReadOnlyList<string>> Limits { get; init; } = static () => [];

    /// <summary>Who answers by a model's name (empty: the usual one) and what else is there, in a sentence; may take as long as a server takes.</summary>
    public Func<string, Task<string>> AboutModel { get; init; } = static _ => Task.FromResult("");

    /// <summary>What is wrong with a model's name, or null.</summary>
    public Func<string, string?> ModelProblem { get; init; } = static _ => null;
}
