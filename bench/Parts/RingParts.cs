using System.Text;
using Q.Output;
using Q.Screen;
using Q.Sessions;

namespace Q.Bench.Parts;

internal static class RingParts
{
    public const int FullBytes = 10 << 20;

    public static Func<int> Append()
    {
        var ring = new OutputRing(FullBytes);
        var text = new byte[64];
        text.AsSpan().Fill((byte)'x');
        Fill(ring, 64);
        return () => (int)ring.Append(OutputKind.Text, text);
    }

    public static Func<int> LastScreen() => Draw(Full(paragraph: 2000));

    public static Func<int> LastScreenOfLines() => Draw(Full(paragraph: 90));

    /// <summary>One endless answer that came in tokens: the worst that a stream leaves behind.</summary>
    public static Func<int> LastScreenOfTokens()
    {
        var ring = new OutputRing(FullBytes);
        for (var i = 0; ring.Evicted == 0; i++)
            ring.Continue(OutputKind.Text, i % 20 == 19 ? "token\n"u8 : "token "u8);
        return Draw(ring);
    }

    /// <summary>A ring that has evicted, of answers with lines as models write them.</summary>
    public static OutputRing Full(int paragraph)
    {
        var ring = new OutputRing(FullBytes);
        Fill(ring, paragraph);
        return ring;
    }

    public static SessionView View(OutputRing ring, int slot) => new()
    {
        Id = Core.SessionId.New(),
        Slot = slot,
        Name = $"session-{slot}",
        Folder = "/src/api",
        Ring = ring,
    };

    private static void Fill(OutputRing ring, int bytes)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("The reader takes what the writer has left behind. ", 100)));
        for (var i = 30; i < text.Length; i += 83)
            text[i] = i % 249 == 30 ? (byte)'\n' : text[i];
        while (ring.Evicted == 0)
            ring.Append(OutputKind.Text, text.AsSpan(0, bytes));
    }

    private static Func<int> Draw(OutputRing ring)
    {
        var view = View(ring, 1);
        var transcript = new TranscriptView(ScreenParts.Look);
        var grid = new CellGrid(120, 40, new GlyphTable(), ScreenParts.Look);
        var top = 0;
        return () =>
        {
            // Each time another height, because the same part is not read twice.
            transcript.Draw(grid, top = 1 - top, 39, view, ScrollState.Follow, airy: true);
            return grid.Rows;
        };
    }
}
