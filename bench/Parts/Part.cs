namespace Q.Bench.Parts;

/// <summary>One method that is measured by itself, with what it may cost: under the JIT by BenchmarkDotNet, natively by
/// q.Probe.</summary>
/// <param name="Name">Words without spaces, for filters.</param>
/// <param name="What">One line for the table.</param>
/// <param name="MostNanoseconds">The budget; null where none is set.</param>
/// <param name="MostBytes">What one call may allocate; null where nothing is said.</param>
/// <param name="Make">Prepares, and gives what is called over and over. It returns something, so that nothing is
/// optimised away.</param>
internal sealed record Part(string Name, string What, double? MostNanoseconds, long? MostBytes, Func<Func<int>> Make)
{
    public override string ToString() => Name;
}
