using System.Diagnostics;
using System.Text;

namespace Q.Probe.Whole;

/// <summary>A named pipe that gets tokens at the pace of the model's, for programs that show what others give them. A thread of its own.</summary>
internal sealed class PacedPipe
{
    private const string Token = "word ";

    public PacedPipe(World world, string name, int rate, int tokens)
    {
        File = Path.Combine(world.Folder, name);
        if (world.Peer("mkfifo", File) is not { } made || Launch.Wait(made.Start()) != 0)
            throw new InvalidOperationException("mkfifo is not installed.");
        new Thread(() => Write(rate, tokens)) { IsBackground = true }.Start();
    }

    public string File { get; }

    private void Write(int rate, int tokens)
    {
        try
        {
            using var to = new FileStream(File, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 1); // waits for who reads
            to.Write("begin "u8);
            var began = Stopwatch.GetTimestamp();
            for (var sent = 0; sent < tokens; sent++)
            {
                while (Stopwatch.GetElapsedTime(began).TotalSeconds < (double)sent / rate)
                    Thread.Sleep(1);
                to.Write(Encoding.ASCII.GetBytes(Token));
            }
            to.Write(Encoding.ASCII.GetBytes(LoopbackModel.PacedEnd));
            Thread.Sleep(Timeout.Infinite); // the reader shows no end of its own
        }
        catch (IOException)
        {
            // who read has gone
        }
    }
}
