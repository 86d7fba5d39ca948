namespace Q.Terminal;

/// <summary>
/// Bytes in, bytes out, size. The tty, later a socket, and the tests' virtual terminal implement it. <see cref="Write"/> is
/// called on the app loop only; input is read by a thread of the implementation and handed over decoded.
/// </summary>
internal interface ITerminal : IDisposable
{
    TerminalSize Size { get; }

    /// <summary>Output is not a terminal, or cannot address the cursor.</summary>
    bool IsPlain { get; }

    /// <summary>Starts reading; <paramref name="post"/> is called on the reader's thread and must only post.</summary>
    void Start(Action<TerminalEvent> post);

    /// <summary>Stops reading, while another program has the terminal; <see cref="Start"/> goes on. Called on the app loop.</summary>
    void Stop();

    /// <summary>Writes all of it, in one call where the system takes it.</summary>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Gives the terminal back as it was (cooked), e.g. before the process stops itself.</summary>
    void Leave();

    /// <summary>Gives it back for good: from now on it is <see cref="IsPlain"/>, and lines come in as they were sent. While nothing reads.</summary>
    void UseLines()
    {
    }

    /// <summary>Takes it again (raw), e.g. after SIGCONT.</summary>
    void Enter();
}
