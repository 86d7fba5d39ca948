using System.Text;

namespace Q.Core;

/// <summary>
/// Text of megabytes, UTF-8, in a file without a name instead of in memory; where no file can be made or written, in memory. Its
/// owner appends and hands it on; from then on anyone may read. The file is gone with the last who holds this.
/// </summary>
/// <param name="folder">Where the file is; the system's folder for such files when it is left out.</param>
internal sealed class LongText(string? folder = null)
{
    /// <summary>From here on a text is worth a file.</summary>
    public const int Least = 1024 * 1024;

    private const int Piece = 32 * 1024;

    /// <summary>After so much of a text, what was made of its pieces is collected: by itself the runtime waits for 25 MB.</summary>
    private const int Young = 2 * 1024 * 1024;

    private readonly FileStream? _file = Open(folder ?? Path.GetTempPath());
    private MemoryStream? _rest; // what could not be written to the file, and all that came after it
    private long _written;

    /// <summary>Bytes.</summary>
    public long Length => _written + (_rest?.Length ?? 0);

    /// <param name="utf8">Ends between two characters.</param>
    public LongText Append(ReadOnlySpan<byte> utf8)
    {
        if (_rest is null && TryWrite(utf8))
            _written += utf8.Length;
        else
            (_rest ??= new()).Write(utf8);
        return this;
    }

    /// <summary>All of it in order, cut behind a line where there is one, else between characters.</summary>
    /// <param name="most">Bytes of one piece.</param>
    public IEnumerable<byte[]> Pieces(int most = Piece)
    {
        for (long at = 0; at < Length;)
        {
            var piece = Read(at, most);
            if (at + piece.Length < Length)
                Array.Resize(ref piece, CutOf(piece));
            at += piece.Length;
            yield return piece;
            if (at % Young < piece.Length)
                GC.Collect(0);
        }
    }

    /// <summary>All of it, twice its size in memory.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var piece in Pieces())
            text.Append(Encoding.UTF8.GetString(piece));
        return text.ToString();
    }

    private static int CutOf(ReadOnlySpan<byte> piece)
    {
        if (piece.LastIndexOf((byte)'\n') is > 0 and var line)
            return line + 1;
        for (var cut = piece.Length; cut > Math.Max(1, piece.Length - 4);)
        {
            if ((piece[--cut] & 0xC0) != 0x80)
                return cut;
        }
        return piece.Length; // no text
    }

    private byte[] Read(long at, int most)
    {
        var to = new byte[Math.Min(most, Length - at)];
        var length = 0;
        while (at + length < _written && length < to.Length)
        {
            var left = (int)Math.Min(to.Length - length, _written - at - length);
            var read = RandomAccess.Read(_file!.SafeFileHandle, to.AsSpan(length, left), at + length);
            if (read == 0)
                throw new IOException("A part of a long text, kept in a temporary file, is gone.");
            length += read;
        }
        if (length < to.Length)
            _rest!.GetBuffer().AsSpan((int)(at + length - _written), to.Length - length).CopyTo(to.AsSpan(length));
        return to;
    }

    private bool TryWrite(ReadOnlySpan<byte> utf8)
    {
        if (_file is null)
            return false;
        try
        {
            RandomAccess.Write(_file.SafeFileHandle, utf8, _written);
            return true;
        }
        catch (IOException)
        {
            return false; // the disk is full
        }
    }

    /// <summary>A file of the owner's that has lost its name at once: whatever becomes of q, nothing of it stays.</summary>
    private static FileStream? Open(string folder)
    {
        try
        {
            var path = Path.Combine(folder, $"q-text-{Guid.NewGuid():N}");
            var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.Delete,
                BufferSize = 0,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            File.Delete(path);
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
