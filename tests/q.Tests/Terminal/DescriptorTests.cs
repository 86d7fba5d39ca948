using System.Runtime.InteropServices;
using System.Text;
using Q.Terminal;

namespace Q.Tests.Terminal;

/// <summary>Reading and writing whole, on pipes as they come from shells.</summary>
internal sealed partial class DescriptorTests
{
    private const int SetFlags = 4;

    [Test]
    public async Task Piped_input_is_read_to_its_end_as_text()
    {
        await Assert.That(Libc.TryPipe(out var read, out var write)).IsTrue();
        var text = string.Concat(Enumerable.Range(0, 30_000).Select(i => $"größe {i}\r\n"));
        var writing = Task.Run(() =>
        {
            var whole = UnixTerminal.WriteAll(write, Encoding.UTF8.GetBytes(text));
            _ = Libc.Close(write);
            return whole;
        });
        UnixTerminal.ReadAll(read, int.MaxValue).TryGet(out var came);
        _ = Libc.Close(read);
        await Assert.That(await writing).IsTrue();
        await Assert.That(came == text.Replace("\r\n", "\n", StringComparison.Ordinal)).IsTrue();
    }

    [Test]
    public async Task Piped_input_without_an_end_is_refused_at_a_bound()
    {
        await Assert.That(Libc.TryPipe(out var read, out var write)).IsTrue();
        var writing = Task.Run(() =>
        {
            while (UnixTerminal.WriteAll(write, new byte[100_000]))
            {
            }
        });
        var came = UnixTerminal.ReadAll(read, 2 * 1024 * 1024);
        _ = Libc.Close(read);
        await writing;
        _ = Libc.Close(write);
        await Assert.That(came.Problem).StartsWith("More than 2 MB came in");
    }

    [Test]
    public async Task Writing_to_nobody_says_so_and_does_not_end_the_process()
    {
        await Assert.That(Libc.TryPipe(out var read, out var write)).IsTrue();
        _ = Libc.Close(read);
        await Assert.That(UnixTerminal.WriteAll(write, "x"u8)).IsFalse();
        _ = Libc.Close(write);
    }

    [Test]
    public async Task Where_writing_would_block_it_waits_and_writes_everything()
    {
        await Assert.That(Libc.TryPipe(out var read, out var write)).IsTrue();
        var nonBlocking = OperatingSystem.IsMacOS() ? 4 : 0x800;
        await Assert.That(Control(write, SetFlags, nonBlocking)).IsEqualTo(0);
        var sent = new byte[300_000]; // several times what a pipe holds
        Random.Shared.NextBytes(sent);
        var writing = Task.Run(() => UnixTerminal.WriteAll(write, sent));
        var came = await Task.Run(() => ReadExactly(read, sent.Length));
        await Assert.That(await writing).IsTrue();
        await Assert.That(came.AsSpan().SequenceEqual(sent)).IsTrue();
        _ = Libc.Close(read);
        _ = Libc.Close(write);
    }

    [Test]
    public async Task What_is_no_terminal_is_known()
    {
        await Assert.That(Libc.TryPipe(out var read, out var write)).IsTrue();
        await Assert.That(UnixTerminal.IsTerminal(read)).IsFalse();
        await Assert.That(UnixTerminal.IsTerminal(-1)).IsFalse();
        await Assert.That(RawMode.Take(read)).IsFalse();
        _ = Libc.Close(read);
        _ = Libc.Close(write);
    }

    private static unsafe byte[] ReadExactly(int descriptor, int length)
    {
        var bytes = new byte[length];
        fixed (byte* to = bytes)
        {
            for (nint at = 0; at < length;)
                at += Math.Max(0, Libc.Read(descriptor, to + at, (nuint)(length - at)));
        }
        return bytes;
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int flags);
}
