namespace Q.Probe.Whole;

/// <summary>What all whole-process benches share: the program, the model, and a folder that goes away with
/// them.</summary>
internal sealed class World : IDisposable
{
    private static readonly string[] s_kept = ["PATH"];

    private int _homes;

    public World(string root, string program)
    {
        (Root, Q) = (root, Path.GetFullPath(program));
        if (!File.Exists(Q))
            throw new FileNotFoundException($"{program} is not there: ./build.sh aot makes it.");
        Folder = Directory.CreateTempSubdirectory("q-bench-").FullName;
        Work = Directory.CreateDirectory(Path.Combine(Folder, "work")).FullName;
    }

    /// <summary>The repository, from which the peers are found that the bench builds.</summary>
    public string Root { get; }

    public string Q { get; }

    public string Folder { get; }

    /// <summary>The folder in which all sessions work.</summary>
    public string Work { get; }

    public LoopbackModel Model { get; } = new();

    public string NewHome() => Directory.CreateDirectory(Path.Combine(Folder, $"home-{++_homes}")).FullName;

    public Launch Run(string home, params ReadOnlySpan<string> arguments) =>
        new([Q, .. arguments], Work, Variables(home));

    /// <summary>Another program in the same surroundings; null when it is not installed.</summary>
    public Launch? Peer(string program, params ReadOnlySpan<string> arguments) =>
        Find(program) is { } path ? new([path, .. arguments], Work, Variables(Folder)) : null;

    public void Dispose()
    {
        Model.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private Dictionary<string, string> Variables(string home)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = home,
            ["Q_HOME"] = Path.Combine(home, ".amazonq"),
            ["TERM"] = "xterm-256color",
            ["LANG"] = "C.UTF-8",
            ["OPENAI_BASE_URL"] = Model.Address,
            ["OPENAI_API_KEY"] = "bench",
            ["Q_MODEL_MODEL"] = "bench",
        };
        foreach (var name in s_kept)
            variables[name] = Environment.GetEnvironmentVariable(name) ?? "";
        return variables;
    }
}
