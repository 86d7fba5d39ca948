using BenchmarkDotNet.Attributes;
using Q.Bench.Parts;

namespace Q.Bench;

/// <summary>Measures every part of <see cref="PartTable"/> under the JIT. BenchmarkDotNet wants it public, and not
/// sealed.</summary>
public class PartBench
{
    private Func<int> _call = static () => 0;

    internal static string Filter { get; set; } = "";

    public static IEnumerable<string> Names => PartTable.Matching(Filter).Select(static part => part.Name);

    [ParamsSource(nameof(Names))]
    public string Part { get; set; } = "";

    [GlobalSetup]
    public void Make() => _call = PartTable.All.First(part => part.Name == Part).Make();

    [Benchmark]
    public int Call() => _call();
}
