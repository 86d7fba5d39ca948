using Q.TestKit;
using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>
/// What q finds around it in one test: a home, a folder to work in, a model server, and nothing of whoever runs the tests. Its
/// panes end with it.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    private readonly string _all = Directory.CreateTempSubdirectory("q-world-").FullName;
    private readonly List<TmuxPane> _panes = [];

    public World()
    {
        Directory.CreateDirectory(Folder);
        Environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
            ["HOME"] = _all,
            ["Q_HOME"] = Home,
            ["OPENAI_BASE_URL"] = $"{Model.Address}",
        };
    }

    public ScriptedModel Model { get; } = ScriptedModel.Start();

    public string Home => Path.Combine(_all, "home");

    /// <summary>Where q is started.</summary>
    public string Folder => Path.Combine(_all, "work");

    public Dictionary<string, string> Environment { get; }

    /// <summary>A file for what a program writes to its terminal.</summary>
    public string Written => Path.Combine(_all, "written");

    /// <summary>A path in the folder.</summary>
    public string At(string file) => Path.Combine(Folder, file);

    /// <summary>q in a pane of its own, once it shows its prompt; where this user may do that, without any network.</summary>
    public async Task<TmuxPane> Open(
        int columns = TmuxPane.Columns, int rows = TmuxPane.Rows, bool network = true, params string[] arguments)
    {
        string[] around = network || System.Environment.UserName != "root" ? [] : ["unshare", "--net"];
        var pane = await TmuxPane.Start([.. around, Product.File, .. arguments], Environment, Folder, columns, rows);
        _panes.Add(pane);
        await pane.UntilShows("q>");
        return pane;
    }

    /// <summary>Any program in a pane: one that starts q in turn.</summary>
    public async Task<TmuxPane> OpenWith(IReadOnlyList<string> command)
    {
        var pane = await TmuxPane.Start(command, Environment, Folder);
        _panes.Add(pane);
        return pane;
    }

    /// <summary>Waits until a pane, all of whose bytes are recorded, shows the same before and after Ctrl+L, which erases and draws all: clocks go on
    /// between the two.</summary>
    public Task IsTheSameDrawnAnew(TmuxPane pane, string when) => Poll.Until($"the same cells before and after Ctrl+L, {when}", async () =>
    {
        var before = await pane.AllCells();
        var written = new FileInfo(Written).Length;
        await pane.Press("C-l");
        await Poll.Until($"Ctrl+L to draw {when}", async () => (drawn: WrittenSince(written).Contains("\e[2J", StringComparison.Ordinal), screen: await pane.Screen()),
            static look => look.drawn, static look => look.screen);
        return (before, after: await pane.AllCells());
    }, static pair => pair.before == pair.after, static pair => $"{pair.before}\nand anew\n{pair.after}");

    /// <summary>Ends a pane before the others, where a test opens many.</summary>
    public async Task Close(TmuxPane pane)
    {
        _panes.Remove(pane);
        await pane.DisposeAsync();
    }

    /// <summary>A shell in a pane, for q to be typed into.</summary>
    public async Task<TmuxPane> OpenShell()
    {
        var pane = await TmuxPane.StartShell(Environment, Folder);
        _panes.Add(pane);
        await pane.UntilShows("$");
        return pane;
    }

    /// <summary>q without a terminal.</summary>
    public Task<Run> Q(IReadOnlyList<string> arguments, string input = "") =>
        Run.Program(Product.File, arguments, Environment, input, Folder);

    /// <summary>What the database says, read from outside.</summary>
    public async Task<string> Sql(string query) =>
        (await Run.Tool("sqlite3", "-cmd", ".timeout 5000", Path.Combine(Home, "db.sqlite"), query)).TrimEnd('\n');

    public Task<string> UntilSql(string query, string answer) =>
        Poll.Until($"“{answer}” as the answer to {query}", () => Sql(query), found => found == answer);

    private string WrittenSince(long from)
    {
        using var file = new FileStream(Written, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = from;
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pane in _panes)
        {
            await pane.DisposeAsync();
            await Poll.Until("the program in a pane to end", () => !Directory.Exists($"/proc/{pane.Pid}"));
        }

        await Model.DisposeAsync();
        Directory.Delete(_all, recursive: true);
    }
}
