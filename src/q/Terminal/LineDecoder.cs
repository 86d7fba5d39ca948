using Q.Core;

namespace Q.Terminal;

/// <summary>Input that is no terminal, or a dumb one: whole lines, each as if pasted and sent. Owned by the reader's thread.</summary>
internal sealed class LineDecoder(Action<TerminalEvent> emit) : IDisposable
{
    /// <summary>A line beyond this is sent in pieces.</summary>
    private const int MostLineBytes = 1 << 20;

    private readonly PooledBuffer _line = new();

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            _line.Append(end < 0 ? bytes : bytes[..end]);
            bytes = end < 0 ? default : bytes[(end + 1)..];
            if (end >= 0 || _line.Length > MostLineBytes)
                Send();
        }
    }

    /// <summary>The end of input; a last line without a line end counts.</summary>
    public void End()
    {
        if (_line.Length > 0)
            Send();
        emit(new InputEnded());
    }

    public void Dispose() => _line.Dispose();

    private void Send()
    {
        var line = _line.Written;
        if (line is [.., (byte)'\r'])
            line = line[..^1];
        var enter = new KeyPressed(Key.Of(KeyCode.Enter));
        emit(new Burst(line.IsEmpty
            ? [enter]
            : [new Pasted(PastedText.From(line, out var leftOut)) { LeftOut = leftOut }, enter]));
        _line.Clear();
    }
}
