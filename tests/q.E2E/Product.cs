using Q.TestKit;

namespace Q.E2E;

/// <summary>The native file under test: <c>Q_BINARY</c>, else out/q of this checkout.</summary>
internal static class Product
{
    public static string File { get; } = Find();

    private static string Find()
    {
        var file = Environment.GetEnvironmentVariable("Q_BINARY")
            ?? Path.Combine(Repository.Root ?? ".", "out", "q");
        return System.IO.File.Exists(file)
            ? Path.GetFullPath(file)
            : throw new FileNotFoundException($"{file} is not there: run ./build.sh aot first, or set Q_BINARY.");
    }
}
