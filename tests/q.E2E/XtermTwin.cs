using System.Diagnostics;
using System.Text.Json;
using Q.TestKit;
using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>
/// A second terminal beside a pane: <c>@xterm/headless</c>, which build.sh installs, gets the bytes that q wrote to the
/// pane and must
/// show what the pane shows. Belongs to one test.
/// </summary>
internal sealed class XtermTwin : IAsyncDisposable
{
    private static readonly string s_modules = Path.Combine(Repository.Root ?? ".", "artifacts", "npm", "node_modules");
    private readonly TmuxPane _pane;
    private readonly Process _node;

    private readonly string _record;
    private (int Columns, int Rows) _size;

    private XtermTwin(TmuxPane pane, Process node, string record, (int Columns, int Rows) size) =>
        (_pane, _node, _record, _size) = (pane, node, record, size);

    /// <summary>Why there can be none here; null where there can.</summary>
    public static string? Missing => Directory.Exists(Path.Combine(s_modules, "@xterm", "headless"))
        ? null
        : "@xterm/headless is not in artifacts/npm: ./build.sh test installs it.";

    /// <summary>For a pane all of whose bytes are recorded to the file.</summary>
    public static XtermTwin Start(TmuxPane pane, string record, int columns = TmuxPane.Columns, int rows = TmuxPane.Rows)
    {
        var program = Path.Combine(Repository.Root!, "tests", "q.E2E", "xterm.cjs");
        return new(pane, Process.Start(new ProcessStartInfo("node", [program, s_modules, record, $"{columns}", $"{rows}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!, record, (columns, rows));
    }

    /// <summary>Waits until both terminals show the same: every cell with its colours, the cursor, the title.</summary>
    public Task SameAs(string what) =>
        Poll.Until($"the same picture in tmux and in xterm: {what}", Differences, static found => found.Length == 0, static found => found);

    /// <summary>Resizes both, this one first: what is written then is for the new size. Waits until q has drawn all anew.</summary>
    public async Task Resize(int columns, int rows)
    {
        if (_size == (columns, rows))
            return;
        _size = (columns, rows);
        await Ask($$"""{"resize":[{{columns}},{{rows}}]}""");
        var written = new FileInfo(_record).Length;
        await _pane.Resize(columns, rows);
        await Poll.Until($"q to draw at {columns}x{rows}", () => HasErased(written));
    }

    /// <summary>Where the two differ now, in words; empty where they do not.</summary>
    public async Task<string> Differences()
    {
        var (column, row) = await _pane.Cursor();
        var cells = Json.Quote(await _pane.AllCells());
        var title = Json.Quote(await _pane.Title());
        var alternate = (await _pane.Modes()).AlternateScreen ? "true" : "false";
        return await Ask(
            $$$"""{"tmux":{"cells":{{{cells}}},"title":{{{title}}},"alternate":{{{alternate}}},"column":{{{column}}},"row":{{{row}}}}}""");
    }

    public async ValueTask DisposeAsync()
    {
        _node.StandardInput.Close();
        await _node.WaitForExitAsync().WaitAsync(Poll.Limit);
        _node.Dispose();
    }

    private bool HasErased(long since)
    {
        using var file = new FileStream(_record, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = since;
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Contains("\e[2J", StringComparison.Ordinal);
    }

    private async Task<string> Ask(string command)
    {
        await _node.StandardInput.WriteLineAsync(command);
        await _node.StandardInput.FlushAsync();
        var answer = await _node.StandardOutput.ReadLineAsync().WaitAsync(Poll.Limit);
        using var read = JsonDocument.Parse(answer ?? throw new InvalidOperationException("The second terminal ended: its complaint is above."));
        return read.RootElement.GetString()!;
    }
}
