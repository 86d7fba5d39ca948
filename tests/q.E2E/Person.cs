using System.Text;
using Q.TestKit;

namespace Q.E2E;

/// <summary>
/// Works in three sessions at once, sees q killed, and looks whether what was on the screen is there when it is back. A script
/// answers, each prompt with an answer of its own and at a pace of its own.
/// </summary>
internal sealed class Person
{
    private static readonly string[] s_sessions = ["alpha", "beta", "gamma"];

    private readonly World _world;
    private readonly Random _random;
    private readonly string _script;
    private readonly Dictionary<string, List<string>> _asked = s_sessions.ToDictionary(static name => name, static _ => new List<string>());
    private readonly HashSet<string> _finished = new(StringComparer.Ordinal);
    private readonly HashSet<string> _queued = new(StringComparer.Ordinal);
    private TmuxPane? _pane;
    private int _prompts;

    public Person(World world, Random random, int rounds)
    {
        (_world, _random, _script) = (world, random, world.At("script.jsonl"));
        var script = new StringBuilder();
        for (var number = 1; number <= rounds * MostPrompts; number++)
        {
            script.Append($$"""{"when":"ask-{{number}}.","text":"Answer {{number}}: "}""").Append('\n')
                .Append($$"""{"text":"word ","repeat":{{random.Next(1, 9)}},"delay_ms":{{random.Next(1, 40)}}}""").Append('\n')
                .Append($$"""{"text":"end-{{number}}.","end":true}""").Append('\n');
        }
        File.WriteAllText(_script, script.ToString());
    }

    private const int MostPrompts = 5;

    /// <summary>Prompts and ends of answers that were shown as taken and as finished in all rounds.</summary>
    public HashSet<string> Kept { get; } = new(StringComparer.Ordinal);

    private TmuxPane Pane => _pane ?? throw new InvalidOperationException("q was not opened.");

    public async Task OpenSessions()
    {
        await Open();
        foreach (var name in s_sessions)
        {
            await Pane.Line(name == s_sessions[0] ? $"/rename {name}" : $"/new {name}");
            await Pane.UntilShows($"[Current: {name}] q>");
            await Ask();
            await Pane.UntilShows($"end-{_prompts}.");
        }
    }

    /// <summary>Prompts and switches in any order and at any pace, until q is killed; gives what was shown last.</summary>
    public async Task<Shown> WorkUntilKilled()
    {
        foreach (var asked in _asked.Values)
            asked.Clear();
        _finished.Clear();
        for (var act = _random.Next(1, MostPrompts + 1); act > 0; act--)
        {
            if (_random.Next(3) > 0)
                await Ask();
            else
                await Pane.Press("C-x", $"{_random.Next(1, s_sessions.Length + 1)}");
            await Pass(80);
            Note(new(await Pane.Screen()));
        }
        await Pass(300);
        await Pane.Signal("KILL");
        await Pane.Ended();
        var shown = new Shown(await Pane.Screen());
        Note(shown);
        foreach (var (name, state) in shown.Others)
        {
            if (state is "waiting" or "idle")
                _finished.UnionWith(_asked[name].Where(ask => !_queued.Contains(ask))
                    .Select(static ask => ask.Replace("ask", "end", StringComparison.Ordinal)));
        }
        Kept.UnionWith(_asked.Values.SelectMany(static asked => asked));
        Kept.UnionWith(_finished);
        return shown;
    }

    /// <summary>Starts q again and compares; empty when all is there, else a sentence for each thing that is not.</summary>
    public async Task<string> ComeBack(Shown before)
    {
        await Open();
        var wrong = new List<string>();
        var after = new Shown(await Pane.Until("the session that was in focus", screen => new Shown(screen).Focus == before.Focus));
        var others = string.Join(' ', after.Others.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => $"{one.Key} {one.Value}"));
        var expected = string.Join(' ', s_sessions.Where(name => name != before.Focus));
        if (others.Replace(" waiting", "", StringComparison.Ordinal).Replace(" idle", "", StringComparison.Ordinal) != expected)
            wrong.Add($"the indicator names {others}, and not {expected}, each waiting or idle.");
        wrong.AddRange(before.Unseen.Except(after.Unseen).Select(static name => $"{name} had an unseen answer, and has none."));
        wrong.AddRange(after.Unseen.Except(before.Unseen).Where(name => before.Others.GetValueOrDefault(name) != "processing")
            .Select(static name => $"{name} has an unseen answer that it did not have."));
        foreach (var name in s_sessions)
        {
            await Pane.Press("C-x", $"{Array.IndexOf(s_sessions, name) + 1}");
            await Pane.UntilShows($"[Current: {name}] q>");
            var missing = await Missing(name);
            var screen = await Pane.Screen();
            if (missing.Length > 0)
                wrong.Add($"{name} lacks {missing}:\n{screen}");
            // What was sent in the last moment and stored before it could be shown: it is there, and nobody answered it.
            Kept.UnionWith(new Shown(screen).Asked);
        }
        return string.Join('\n', wrong);
    }

    public async Task Leave()
    {
        await Pane.Quit();
        await Pane.Ended();
    }

    /// <summary>What of a session is not on its screen; its history is read when it is opened, so it is given a moment.</summary>
    private async Task<string> Missing(string name)
    {
        var wanted = _asked[name].Concat(_asked[name].Select(static ask => ask.Replace("ask", "end", StringComparison.Ordinal))
            .Where(_finished.Contains)).Append("> please ask-").ToList();
        try
        {
            await Poll.Until("the history", Pane.Screen, screen => wanted.TrueForAll(screen.Contains));
            return "";
        }
        catch (TimeoutException)
        {
            var screen = await Pane.Screen();
            return string.Join(' ', wanted.Where(mark => !screen.Contains(mark, StringComparison.Ordinal)));
        }
    }

    private void Note(Shown shown)
    {
        if (!_asked.TryGetValue(shown.Focus, out var asked))
            return;
        _queued.ExceptWith(asked); // of this session; what still waits is on the screen
        _queued.UnionWith(shown.Queued);
        asked.AddRange(shown.Asked.Where(ask => !asked.Contains(ask) && !Kept.Contains(ask)));
        _finished.UnionWith(shown.Finished.Where(end => asked.Contains(end.Replace("end", "ask", StringComparison.Ordinal))));
    }

    private Task Ask() => Pane.Line($"please ask-{++_prompts}.");

    /// <summary>A person does not type at the pace of a program.</summary>
    private Task Pass(int most) => Task.Delay(_random.Next(most));

    private async Task Open()
    {
        if (_pane is { } pane)
            await _world.Close(pane);
        _pane = await _world.Open(arguments: ["chat", "--model", $"script/{_script}"]);
    }
}
