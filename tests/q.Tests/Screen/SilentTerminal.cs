using Q.Terminal;

namespace Q.Tests.Screen;

/// <summary>A terminal that shows nothing and costs nothing.</summary>
internal class SilentTerminal(int columns, int rows) : ITerminal
{
    public TerminalSize Size { get; set; } = new(columns, rows);

    public bool IsPlain => false;

    public void Start(Action<TerminalEvent> post)
    {
    }

    public virtual void Write(ReadOnlySpan<byte> bytes)
    {
    }

    public void Stop()
    {
        // nothing is read
    }

    public void Leave()
    {
    }

    public void Enter()
    {
    }

    public void Dispose() => GC.SuppressFinalize(this);
}
