using Q.Core;
using Q.Screen;
using Q.Sessions;
using Q.Terminal;

namespace Q.Bench.Parts;

internal static class ScreenParts
{
    private const int Columns = 120;
    private const int Rows = 40;

    private static readonly GlyphTable s_glyphs = new();

    public static Look Look { get; } = new(Symbols.Unicode, Theme.Find("dark")!, AsciiOnly: false);

    /// <summary>A terminal that takes everything at once: what is left is what q does.</summary>
    private sealed class Nowhere : ITerminal
    {
        public int Written { get; private set; }

        public TerminalSize Size => new(Columns, Rows);

        public bool IsPlain => false;

        public void Start(Action<TerminalEvent> post)
        {
        }

        public void Write(ReadOnlySpan<byte> bytes) => Written += bytes.Length;

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

        public void Dispose()
        {
        }
    }

    public static Func<int> Switch()
    {
        var views = Enumerable.Range(1, 10).Select(static slot =>
            RingParts.View(RingParts.Full(2000 + (slot * 31)), slot)).ToArray();
        var terminal = new Nowhere();
        var renderer = new Renderer(terminal, Look);
        var next = 0;
        return () =>
        {
            renderer.Draw(Model(views, next = (next + 1) % views.Length, ""));
            return terminal.Written;
        };
    }

    public static Func<int> Key()
    {
        var views = new[] { RingParts.View(RingParts.Full(2000), 1) };
        var terminal = new Nowhere();
        var renderer = new Renderer(terminal, Look);
        var length = 0;
        return () =>
        {
            renderer.Draw(Model(views, 0, new('x', length = (length + 1) % 60)));
            return terminal.Written;
        };
    }

    /// <summary>Draws what an editor holds.</summary>
    public static Action Prompt(Input.LineEditor editor)
    {
        var views = new[] { RingParts.View(RingParts.Full(2000), 1) };
        var renderer = new Renderer(new Nowhere(), Look);
        return () => renderer.Draw(Model(views, 0, editor.Text) with { Cursor = editor.Cursor, Chips = editor.Chips });
    }

    public static Func<int> DiffOfSame() => Diff(Text(0), Text(0));

    public static Func<int> DiffOfLine()
    {
        var changed = Text(0);
        changed.Put(20, 0, "another line than before", Style.Plain);
        return Diff(Text(0), changed);
    }

    public static Func<int> DiffOfAll() => Diff(Text(0), Text(1));

    private static Func<int> Diff(CellGrid old, CellGrid now)
    {
        var bytes = new PooledBuffer();
        return () =>
        {
            bytes.Clear();
            new GridDiff(bytes, s_glyphs, cursor: null).Write(old, now);
            return bytes.Length;
        };
    }

    private static CellGrid Text(int shift)
    {
        var grid = new CellGrid(Columns, Rows, s_glyphs, Look);
        for (var row = 0; row < Rows; row++)
            grid.Put(row, 0,
                string.Concat(Enumerable.Range(0, Columns).Select(column =>
                    (char)('a' + ((column + row + shift) % 26)))), Style.Plain);
        return grid;
    }

    private static ScreenModel Model(SessionView[] views, int focused, string text) => new()
    {
        Focused = views[focused],
        Sessions = views,
        Now = DateTimeOffset.UnixEpoch,
        Text = text,
        Cursor = text.Length,
        ShellFolder = "/src/api",
    };
}
