namespace Q.Core;

/// <summary>
/// What one session holds in memory, by count: its ring, the messages of its turn, the answer that streams, what its tools
/// hold. Each part has one writer; anyone may read.
/// </summary>
internal sealed class MemoryCount(long most)
{
    private long _ring;
    private long _messages;
    private long _answer;
    private long _tools;

    /// <summary>What it may hold; a soft bound of each part is kept by its owner.</summary>
    public long Most { get; } = most;

    public long Ring
    {
        get => Volatile.Read(ref _ring);
        set => Volatile.Write(ref _ring, value);
    }

    /// <summary>The loaded conversation.</summary>
    public long Messages
    {
        get => Volatile.Read(ref _messages);
        set => Volatile.Write(ref _messages, value);
    }

    /// <summary>What has come of the answer, until it is a message.</summary>
    public long Answer
    {
        get => Volatile.Read(ref _answer);
        set => Volatile.Write(ref _answer, value);
    }

    /// <summary>What tools of a step keep until it is over: edits that are prepared, output, results; and the files it knows.</summary>
    public long Tools
    {
        get => Volatile.Read(ref _tools);
        set => Volatile.Write(ref _tools, value);
    }

    /// <summary>By how much it is too much; 0 or less when it fits.</summary>
    public long Over => Ring + Messages + Answer + Tools - Most;
}
