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
}
