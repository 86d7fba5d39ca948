using System.Text;

namespace Q.Cli;

/// <summary>Standard output for who writes much in small pieces: handed on some kilobytes at a time. One verb's own; disposed at its end.</summary>
internal sealed class OutWriter(Action<string> put) : TextWriter
{
    private const int Most = 32 * 1024;

    private readonly StringBuilder _held = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        _held.Append(buffer);
        if (_held.Length >= Most)
            Flush();
    }

    public override void Flush()
    {
        if (_held.Length > 0)
            put(_held.ToString());
        _held.Clear();
    }

    protected override void Dispose(bool disposing)
    {
        Flush();
        base.Dispose(disposing);
    }
}
