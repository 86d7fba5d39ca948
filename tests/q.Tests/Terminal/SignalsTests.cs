using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Q.Terminal;
using Q.TestKit;

namespace Q.Tests.Terminal;

[NotInParallel("tty")]
internal sealed class SignalsTests
{
    /// <summary>The window's size stands for all: the test runner listens to the signals that end a process.</summary>
    [Test]
    public async Task A_signal_is_posted()
    {
        const int windowChanged = 28; // on Linux and macOS
        var posted = new ConcurrentQueue<PosixSignal>();
        using var signals = new Signals(posted.Enqueue);
        await Assert.That(Libc.Kill(Environment.ProcessId, windowChanged)).IsEqualTo(0);
        await Poll.Until("the signal", () => posted.Contains(PosixSignal.SIGWINCH));
    }

    [Test]
    [Arguments(14, 142), Arguments(24, 152)]
    public async Task What_would_end_q_without_a_word_is_heard_too(int number, int exitCode)
    {
        var posted = new ConcurrentQueue<PosixSignal>();
        using var signals = new Signals(posted.Enqueue);
        await Assert.That(Libc.Kill(Environment.ProcessId, number)).IsEqualTo(0);
        await Poll.Until("the signal", () => !posted.IsEmpty);
        await Assert.That((Signals.IsEnd(posted.First()), Signals.ExitCode(posted.First()))).IsEqualTo((true, exitCode));
    }

    [Test]
    [Arguments(PosixSignal.SIGTERM, true, 143), Arguments(PosixSignal.SIGHUP, true, 129), Arguments(PosixSignal.SIGQUIT, true, 131)]
    [Arguments(PosixSignal.SIGINT, false, 130), Arguments((PosixSignal)6, true, 134)]
    public async Task A_shell_sees_which_signal_it_was(PosixSignal signal, bool isEnd, int exitCode)
    {
        await Assert.That((Signals.IsEnd(signal), Signals.ExitCode(signal))).IsEqualTo((isEnd, exitCode));
    }
}
