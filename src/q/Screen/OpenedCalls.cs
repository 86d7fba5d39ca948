namespace Q.Screen;

/// <summary>The tool calls of one session that are shown with all they wrote, by where they begin in its ring. Immutable.</summary>
internal sealed class OpenedCalls
{
    private readonly HashSet<long> _starts;

    private OpenedCalls(HashSet<long> starts) => _starts = starts;

    public static OpenedCalls None { get; } = new([]);

    public bool IsAny => _starts.Count > 0;

    public bool Contains(long start) => _starts.Contains(start);

    public OpenedCalls With(long start) => new([.. _starts, start]);

    public OpenedCalls Without(long start) => new([.. _starts.Where(one => one != start)]);
}
