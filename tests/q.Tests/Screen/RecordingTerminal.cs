using System.Text;

namespace Q.Tests.Screen;

/// <summary>Keeps what is written.</summary>
internal sealed class RecordingTerminal(int columns, int rows) : SilentTerminal(columns, rows)
{
    private readonly StringBuilder _text = new();

    public string Text => _text.ToString();

    public int Bytes { get; private set; }

    public void Clear()
    {
        _text.Clear();
        Bytes = 0;
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        _text.Append(Encoding.UTF8.GetString(bytes));
        Bytes += bytes.Length;
    }
}
