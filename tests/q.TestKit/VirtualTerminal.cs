using System.Text;
using Q.Terminal;

namespace Q.TestKit;

/// <summary>
/// A terminal without a tty: the test types, reads the screen, resizes and hangs up; the program writes. Writes come from the
/// app loop while the test reads, hence the lock.
/// </summary>
internal sealed class VirtualTerminal : ITerminal
{
    private readonly Lock _gate = new();
    private readonly VirtualScreen _screen;
    private readonly List<TerminalEvent> _early = [];
    private readonly InputDecoder _decoder;
    private Action<TerminalEvent>? _post;
    private TerminalSize _size;

    public VirtualTerminal(int columns = 80, int rows = 24, bool isPlain = false)
    {
        (_size, IsPlain) = (new TerminalSize(columns, rows), isPlain);
        _screen = new VirtualScreen(columns, rows);
        _decoder = new InputDecoder(Post);
    }

    public TerminalSize Size
    {
        get
        {
            lock (_gate)
                return _size;
        }
    }

    public bool IsPlain { get; private set; }

    /// <summary>True between <see cref="Enter"/> and <see cref="Leave"/>.</summary>
    public bool IsEntered { get; private set; }

    public bool IsDisposed { get; private set; }

    /// <summary>Calls of <see cref="Write"/>: a frame is one.</summary>
    public int Writes { get; private set; }

    public string Picture => Read(screen => screen.Picture);

    public T Read<T>(Func<VirtualScreen, T> read)
    {
        lock (_gate)
            return read(_screen);
    }

    /// <summary>Keys as bytes, as a terminal sends them.</summary>
    public void Type(string text) => Type(Encoding.UTF8.GetBytes(text));

    public void Type(ReadOnlySpan<byte> bytes)
    {
        _decoder.Feed(bytes);
        _decoder.Flush();
    }

    public void Press(params IEnumerable<Key> keys)
    {
        foreach (var key in keys)
            Post(new KeyPressed(key));
    }

    public void Paste(string text) => Type($"\e[200~{text}\e[201~");

    public void Resize(int columns, int rows)
    {
        lock (_gate)
        {
            _size = new TerminalSize(columns, rows);
            _screen.Resize(columns, rows);
        }
        Post(new Resized(_size));
    }

    /// <summary>Keys that a person, or a slow line, sends in one piece.</summary>
    public void Together(params Key[] keys) => Post(new Burst([.. keys.Select(static key => new KeyPressed(key))]));

    /// <summary>A line as it comes where there are lines alone.</summary>
    public void Line(string text)
    {
        var enter = new KeyPressed(Key.Of(KeyCode.Enter));
        Post(new Burst(text.Length > 0 ? [new Pasted(text), enter] : [enter]));
    }

    public void EndInput() => Post(new InputEnded());

    public void HangUp() => Post(new HungUp());

    public void Start(Action<TerminalEvent> post)
    {
        lock (_gate)
        {
            _post = post;
            _early.ForEach(post);
            _early.Clear();
        }
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            Writes++;
            if (IsPlain)
                _screen.Apply(Encoding.UTF8.GetString(bytes).Replace("\n", "\r\n")); // as a tty does that is not raw
            else
                _screen.Apply(bytes);
        }
    }

    public void Stop()
    {
        lock (_gate)
            _post = null;
    }

    public void Leave() => IsEntered = false;

    public void Enter() => IsEntered = true;

    public void UseLines()
    {
        Leave();
        Write(Read(static screen => screen.AlternateScreen) ? Ansi.UndoEverything : Ansi.UndoOnMainScreen);
        IsPlain = true;
    }

    public void Dispose() => IsDisposed = true;

    private void Post(TerminalEvent told)
    {
        Action<TerminalEvent>? post;
        lock (_gate)
        {
            post = _post;
            if (post is null)
                _early.Add(told);
        }
        post?.Invoke(told); // outside the lock: a full inbox makes the poster wait for the loop, which writes
    }
}
