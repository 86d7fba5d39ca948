using System.Text;
using Q.Output;
using Q.Screen;

namespace Q.Bench.Parts;

internal static class MarkdownParts
{
    private const int Megabyte = 1 << 20;
    private const int Token = 5;

    /// <summary>All that answers are made of, in the measure in which models use it.</summary>
    private const string Answer = """
        ## Why the build is slow

        The analyzers take **41 of the 96 seconds**, and nobody reads what they say before a commit; see `build.sh` and
        [the guide](https://example.org/guide). It was *under a minute* last week, so this is new and not a matter of the machine.

        1. Move the analyzers to `./build.sh check`, where they belong.
           - keep `-warnaserror`, because it is cheap
           - drop the second pass
        2. Put the stamp beside the folder that it watches.

        | Step | Before | After | Why |
        |:-----|-------:|:-----:|-----|
        | compile | 41.2 s | 12 s | the analyzers run only in `check`, not in each build of the inner loop |
        | tests | 7 s | 7 s | nothing changed |

        ```csharp
        /// <summary>Decides when the next frame may be drawn.</summary>
        internal struct FramePacer(TimeSpan interval)
        {
            public bool Take(TimeSpan now)
            {
                if (!_wanted || now < _earliest)
                    return false; // not yet
                (_wanted, _earliest) = (false, now + interval);
                return true;
            }
        }
        ```

        That makes an append cheap and the memory bounded. What is given up is the oldest part, and the reader is told so. Nothing else
        has to know of it, which is why the change is small and can be taken back at any time without touching what was stored meanwhile.

        > Nobody changed anything, they say.

        Shall I do that now, or do you want to look at the figures of the last runs first? They are in the folder beside this one.


        """;

    public static Func<int> Layout()
    {
        var ring = Ring();
        return () =>
        {
            var layout = new TranscriptLayout(ScreenParts.Look);
            layout.Read(ring, ring.End, new(120, Airy: true, Unread: -1, Markdown: true), int.MaxValue);
            return layout.Count;
        };
    }

    public static Func<int> Resize()
    {
        var view = RingParts.View(Ring(), 1);
        var transcript = new TranscriptView(ScreenParts.Look);
        CellGrid[] grids = [Grid(120), Grid(90)];
        var scroll = ScrollState.Follow.Up(5000, view);
        var turn = 0;
        return () =>
        {
            var grid = grids[turn++ % 2];
            transcript.Draw(grid, 0, 39, view, ScrollState.Follow, airy: true);
            scroll = transcript.Draw(grid, 0, 39, view, scroll, airy: true);
            return grid.Rows;
        };
    }

    public static Func<int> Stream()
    {
        var ring = Ring();
        var view = RingParts.View(ring, 1) with { Status = Core.SessionStatus.Processing };
        var transcript = new TranscriptView(ScreenParts.Look);
        var grid = Grid(120);
        var bytes = Encoding.UTF8.GetBytes(Answer);
        var at = 0;
        return () =>
        {
            at = (at + Token) % (bytes.Length - Token);
            ring.Continue(OutputKind.Text, bytes.AsSpan(at, Token));
            transcript.Draw(grid, 0, 39, view, ScrollState.Follow, airy: true);
            return grid.Rows;
        };
    }

    private static CellGrid Grid(int columns) => new(columns, 40, new GlyphTable(), ScreenParts.Look);

    private static OutputRing Ring()
    {
        var ring = new OutputRing(RingParts.FullBytes);
        var bytes = Encoding.UTF8.GetBytes(Answer);
        ring.Append(OutputKind.Text, ""u8);
        for (var said = 0; said < Megabyte; said += bytes.Length)
        {
            for (var at = 0; at < bytes.Length; at += Token)
                ring.Continue(OutputKind.Text, bytes.AsSpan(at, Math.Min(Token, bytes.Length - at)));
        }
        return ring;
    }
}
