using System.Runtime.InteropServices;
using System.Text;

namespace Q.Processes;

/// <summary>A null-ended array of C strings in one piece of native memory, as <c>argv</c> and <c>envp</c> want it. Owned by its maker.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private readonly void* _memory;

    public NativeStrings(IReadOnlyList<string> strings)
    {
        var table = (nuint)(strings.Count + 1) * (nuint)sizeof(byte*);
        var bytes = table;
        foreach (var text in strings)
            bytes += (nuint)Encoding.UTF8.GetByteCount(text) + 1;
        _memory = NativeMemory.Alloc(bytes);
        Pointer = (byte**)_memory;
        var at = (byte*)_memory + table;
        for (var i = 0; i < strings.Count; i++)
        {
            Pointer[i] = at;
            at += Encoding.UTF8.GetBytes(strings[i], new Span<byte>(at, Encoding.UTF8.GetByteCount(strings[i])));
            *at++ = 0;
        }
        Pointer[strings.Count] = null;
    }

    public byte** Pointer { get; }

    public void Dispose() => NativeMemory.Free(_memory);
}
