using Q.Config;

namespace Q.TestKit;

/// <summary>A home of its own for one test, deleted after it.</summary>
internal sealed class TempHome : IDisposable
{
    public TempHome() => Paths = new(Path.Combine(Directory.CreateTempSubdirectory("q-test-").FullName, ".amazonq"));

    public QPaths Paths { get; }

    /// <summary>The folder above the home: a place to work in.</summary>
    public string Folder => Path.GetDirectoryName(Paths.Home)!;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
