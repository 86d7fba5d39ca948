using System.Runtime.InteropServices;

namespace Q.Terminal;

/// <summary>
/// The signals that q answers itself. The runtime's own handling is always cancelled: it would end the process before anything
/// is saved. Callbacks come on a thread of the runtime and must only post.
/// </summary>
internal sealed class Signals : IDisposable
{
    /// <summary>A stop that the kernel does not carry out (nobody could continue us) must not hang the app.</summary>
    private static readonly TimeSpan s_stopTakes = TimeSpan.FromMilliseconds(100);

    private static readonly PosixSignal[] s_answered =
    [
        PosixSignal.SIGWINCH, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGCONT,
        // Without a name in the runtime; they would end q and leave the terminal as it is. An abort of its own ends it all the same.
        (PosixSignal)6, (PosixSignal)14, (PosixSignal)24, // SIGABRT, SIGALRM, SIGXCPU
        // SIGUSR2 and SIGUSR1; with the latter the runtime stops its threads where there are no signals of real time.
        .. OperatingSystem.IsMacOS() ? (PosixSignal[])[(PosixSignal)31] : [(PosixSignal)12, (PosixSignal)10],
    ];

    private readonly Action<PosixSignal> _post;
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly ManualResetEventSlim _continued = new();
    private PosixSignalRegistration? _stop;
    private volatile bool _isSuspending;

    public Signals(Action<PosixSignal> post)
    {
        _post = post;
        foreach (var signal in s_answered)
            _registrations.Add(PosixSignalRegistration.Create(signal, Answer));
        _stop = PosixSignalRegistration.Create(PosixSignal.SIGTSTP, Answer);
    }

    /// <summary>
    /// Stops this process group as Ctrl+Z would, and returns when it was continued. The terminal must have been left before and is
    /// entered after. Where no shell could continue us the kernel refuses, and this returns at once. Called on the app loop.
    /// </summary>
    public void Suspend()
    {
        _continued.Reset();
        _isSuspending = true;
        _stop?.Dispose(); // gives the signal its default action back
        _ = Libc.Kill(0, Libc.TerminalStop);
        _continued.Wait(s_stopTakes);
        _isSuspending = false;
        _stop = PosixSignalRegistration.Create(PosixSignal.SIGTSTP, Answer);
    }

    /// <summary>Somebody wants q to end, SIGINT aside, which may be a key.</summary>
    public static bool IsEnd(PosixSignal signal) =>
        (int)signal > 0 || signal is PosixSignal.SIGTERM or PosixSignal.SIGHUP or PosixSignal.SIGQUIT;

    /// <summary>What a shell sees of a program that such a signal has ended.</summary>
    public static int ExitCode(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => 129,
        PosixSignal.SIGINT => 130,
        PosixSignal.SIGQUIT => 131,
        _ when (int)signal > 0 => 128 + (int)signal,
        _ => 143,
    };

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stop?.Dispose();
        _continued.Dispose();
    }

    private void Answer(PosixSignalContext context)
    {
        context.Cancel = true;
        var isAwaited = _isSuspending && context.Signal == PosixSignal.SIGCONT;
        if (context.Signal == PosixSignal.SIGCONT)
            _continued.Set();
        if (!isAwaited) // who suspended takes the terminal again
            _post(context.Signal);
    }
}
