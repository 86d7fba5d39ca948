using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.ObjectPool;

namespace Q.Output;

/// <summary>
/// What one session has said: whole records (kind and UTF-8 text) at absolute byte positions, bounded, oldest evicted first.
/// One writer (the session's mailbox), any readers (<see cref="OutputReader"/>), no lock. Grown segment by segment from a
/// pool up to its bound.
/// </summary>
/// <remarks>
/// A record is a word (length, kind, whether it begins a block), the text, padding to whole words, and the word again, so
/// that it can be walked from either side. Before the writer reuses bytes it retires them: it moves <c>oldest</c>, then a
/// full fence, then it copies, then it publishes <c>end</c>. Without the fence the copy could be seen before the move, on
/// Arm even where x86 hides it.
/// </remarks>
internal sealed class OutputRing : IDisposable
{
    /// <summary>No record's text is longer; a reader's buffer needs this much. Longer texts become several records.</summary>
    public const int MaxRecordBytes = 4096;

    internal const int WordBytes = sizeof(uint);

    /// <summary>Below the large-object limit, and small enough that ten idle sessions cost little.</summary>
    private const int SegmentBytes = 32 * 1024;

    private const int LengthBits = 16;
    private const uint BeginsBit = 1u << 31;

    /// <summary>Kept for the next session after one is closed or hibernated: 2 MB; more goes back to the runtime.</summary>
    private static readonly DefaultObjectPool<byte[]> s_pool = new(new SegmentPolicy(), maximumRetained: 64);

    private readonly byte[]?[] _segments;
    private readonly int _capacity;
    private long _oldest;
    private long _end;
    private long _evicted;
    private int _held;

    /// <summary>What the writer keeps now: the capacity, or less while its session is short of memory.</summary>
    private int _most;

    /// <summary>The writer's <c>end % capacity</c>, kept because a division costs more than the rest of an append.</summary>
    private int _writeOffset;

    private static int s_made;

    /// <summary>Tells it from every other ring of this process: a position in one means nothing in another.</summary>
    public int Number { get; } = Interlocked.Increment(ref s_made);

    public OutputRing(int maxBytes)
    {
        _segments = new byte[]?[Math.Max(2, maxBytes / SegmentBytes)];
        _most = _capacity = _segments.Length * SegmentBytes;
    }

    /// <summary>Takes what is evicted; null: that is gone. Set before the first record, by the writer's owner.</summary>
    public SpillFile? Spill { get; init; }

    /// <summary>Position after the newest whole record.</summary>
    public long End => Volatile.Read(ref _end);

    /// <summary>Position of the oldest record still here.</summary>
    public long Oldest => Volatile.Read(ref _oldest);

    /// <summary>Records evicted so far; above zero the top of the transcript says that output was truncated.</summary>
    public long Evicted => Volatile.Read(ref _evicted);

    /// <summary>Bytes of memory held.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>Appends a record that begins a block, and returns its position. A longer text is split between characters.</summary>
    public long Append(OutputKind kind, ReadOnlySpan<byte> utf8)
    {
        var position = _end;
        Split(kind, utf8, BeginsBit);
        return position;
    }

    /// <summary>Appends a further piece of the block that the newest record belongs to.</summary>
    public long Continue(OutputKind kind, ReadOnlySpan<byte> utf8)
    {
        var position = _end;
        Split(kind, utf8, 0);
        return position;
    }

    /// <summary>Forgets everything and gives the memory back; positions go on from where they were.</summary>
    public void Clear()
    {
        Volatile.Write(ref _evicted, 0);
        Release();
    }

    /// <summary>Gives the memory back and forgets what was in it, but for how much was evicted before.</summary>
    public void Release()
    {
        Volatile.Write(ref _oldest, _end);
        Interlocked.MemoryBarrier();
        for (var i = 0; i < _segments.Length; i++)
            Return(i);
    }

    /// <summary>
    /// Holds no more than this from now on, but two segments at least, and gives back what lies before it. More than the bound is the bound.
    /// </summary>
    public void Keep(long bytes)
    {
        // What begins and ends within segments reaches into one more than it fills.
        _most = (int)Math.Clamp(bytes / SegmentBytes * SegmentBytes - (bytes < _capacity ? SegmentBytes : 0), SegmentBytes, _capacity);
        if (_end - _oldest > _most)
            Retire(_end - _most);
        if (_most < _capacity)
            ReturnUnused();
    }

    /// <summary>Hands every record to <paramref name="take"/>, oldest first. On the writer's thread only.</summary>
    public void ReadAll(RecordTaker take)
    {
        Span<byte> text = stackalloc byte[MaxRecordBytes];
        var reader = new OutputReader(this);
        for (var at = _oldest; reader.At(at, text, out var record) is ReadStatus.Read; at = record.Next)
            take(record.Kind, record.Begins, text[..record.Length]);
    }

    public void Dispose() => Clear();

    internal static uint WordOf(OutputKind kind, bool begins, int length) =>
        (uint)length | ((uint)kind << LengthBits) | (begins ? BeginsBit : 0);

    internal static int LengthOf(uint word) => (int)(word & ((1u << LengthBits) - 1));

    internal static OutputKind KindOf(uint word) => (OutputKind)(byte)(word >> LengthBits);

    internal static bool BeginsOf(uint word) => (word & BeginsBit) != 0;

    internal static int SizeOf(uint word) => SizeOf(LengthOf(word));

    /// <summary>For readers: the word at a record's border, which never lies across two segments. As <see cref="Copy"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryWord(long position, out uint word)
    {
        var offset = OffsetOf(position);
        word = 0;
        if (Volatile.Read(ref _segments[offset / SegmentBytes]) is not { } segment)
            return false;
        word = MemoryMarshal.Read<uint>(segment.AsSpan(offset % SegmentBytes));
        return true;
    }

    /// <summary>For readers: copies raw bytes. False when the memory was given back; the caller must ask what was retired.</summary>
    internal bool Copy(long position, Span<byte> to)
    {
        var offset = OffsetOf(position);
        while (to.Length > 0)
        {
            if (Volatile.Read(ref _segments[offset / SegmentBytes]) is not { } segment)
                return false;
            var part = segment.AsSpan(offset % SegmentBytes);
            part = part[..Math.Min(part.Length, to.Length)];
            part.CopyTo(to);
            to = to[part.Length..];
            offset = Wrap(offset + part.Length);
        }
        return true;
    }

    /// <summary>A division of 32 bits, as long as that is enough: the first 4 GB.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int OffsetOf(long position) =>
        position <= uint.MaxValue ? (int)((uint)position % (uint)_capacity) : (int)(position % _capacity);

    private static int SizeOf(int length) => (length + WordBytes - 1) / WordBytes * WordBytes + 2 * WordBytes;

    private void Split(OutputKind kind, ReadOnlySpan<byte> utf8, uint begins)
    {
        while (utf8.Length > MaxRecordBytes)
        {
            var cut = MaxRecordBytes;
            for (var back = 0; back < 3 && (utf8[cut] & 0xC0) == 0x80; back++)
                cut--;
            Add(kind, utf8[..cut], begins);
            utf8 = utf8[cut..];
            begins = 0;
        }
        Add(kind, utf8, begins);
    }

    private void Add(OutputKind kind, ReadOnlySpan<byte> utf8, uint begins)
    {
        var word = (uint)utf8.Length | ((uint)kind << LengthBits) | begins;
        var size = SizeOf(utf8.Length);
        if (_end + size - _oldest > _most)
        {
            Retire(_end + size - _most);
            if (_most < _capacity)
                ReturnUnused();
        }

        var offset = _writeOffset;
        var within = offset % SegmentBytes;
        var segment = SegmentFor(offset);
        if (within + size <= SegmentBytes)
        {
            var to = segment.AsSpan(within, size);
            MemoryMarshal.Write(to, in word);
            utf8.CopyTo(to[WordBytes..]);
            MemoryMarshal.Write(to[^WordBytes..], in word);
        }
        else
        {
            Put(offset, MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in word)));
            Put(Wrap(offset + WordBytes), utf8);
            Put(Wrap(offset + size - WordBytes), MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in word)));
        }
        _writeOffset = Wrap(offset + size);
        Volatile.Write(ref _end, _end + size);
    }

    /// <summary>Moves <c>oldest</c> over whole records to at least <paramref name="needed"/>; their bytes may be reused after it.</summary>
    private void Retire(long needed)
    {
        var (oldest, evicted) = (_oldest, _evicted);
        Span<byte> word = stackalloc byte[WordBytes];
        for (; oldest < needed; evicted++)
        {
            Copy(oldest, word);
            if (Spill is { } spill)
                Evict(spill, oldest, MemoryMarshal.Read<uint>(word));
            oldest += SizeOf(MemoryMarshal.Read<uint>(word));
        }
        Volatile.Write(ref _evicted, evicted);
        Volatile.Write(ref _oldest, oldest);
        Interlocked.MemoryBarrier();
    }

    private void Evict(SpillFile spill, long position, uint word)
    {
        Span<byte> text = stackalloc byte[LengthOf(word)];
        Copy(position + WordBytes, text);
        spill.Append(KindOf(word), BeginsOf(word), text);
    }

    private void Put(int offset, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var to = SegmentFor(offset).AsSpan(offset % SegmentBytes);
            var part = bytes[..Math.Min(to.Length, bytes.Length)];
            part.CopyTo(to);
            bytes = bytes[part.Length..];
            offset = Wrap(offset + part.Length);
        }
    }

    private byte[] SegmentFor(int offset)
    {
        ref var segment = ref _segments[offset / SegmentBytes];
        if (segment is null)
        {
            Volatile.Write(ref segment, s_pool.Get());
            Volatile.Write(ref _held, _held + SegmentBytes);
        }
        return segment;
    }

    private void Return(int index)
    {
        if (Interlocked.Exchange(ref _segments[index], null) is not { } segment)
            return;
        Volatile.Write(ref _held, _held - SegmentBytes);
        s_pool.Return(segment);
    }

    /// <summary>Segments in which nothing lies between the oldest and the newest record. After <see cref="Retire"/> only.</summary>
    private void ReturnUnused()
    {
        var (first, last) = (OffsetOf(_oldest) / SegmentBytes, OffsetOf(_end) / SegmentBytes);
        for (var i = (last + 1) % _segments.Length; i != first; i = (i + 1) % _segments.Length)
            Return(i);
    }

    private int Wrap(int offset) => offset >= _capacity ? offset - _capacity : offset;

    private sealed class SegmentPolicy : IPooledObjectPolicy<byte[]>
    {
        /// <summary>Pinned: what lives as long as its session is not copied from generation to generation.</summary>
        public byte[] Create() => GC.AllocateUninitializedArray<byte>(SegmentBytes, pinned: true);

        public bool Return(byte[] obj) => true;
    }
}
