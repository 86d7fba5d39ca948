using Q.Naming;

namespace Q.Bench.Parts;

internal static class NameParts
{
    private const int Most = 20;

    public static Func<int> First() =>
        Name("hey, could you please fix the login bug in src/api/auth.ts? It fails since we moved to OAuth2.");

    public static Func<int> Trace() => Name(
        "why does the import fail?\njava.lang.OutOfMemoryError: Java heap space\n"
            + string.Concat(Enumerable.Range(1, 300)
            .Select(static line => $"\tat com.acme.export.CsvExporter.write{line}(CsvExporter.java:{line})\n")));

    private static Func<int> Name(string message)
    {
        string[] messages = [message];
        return () => NameMaker.Guess(messages, Most).Name.Length;
    }
}
