using System.Text;
using Q.Commands;
using Q.Output;
using Q.Screen;
using Q.Terminal;

namespace Q;

/// <summary>The log of one session, to be read and scrolled: new lines come by themselves as long as it is open.</summary>
internal sealed class LogMode : PaneMode
{
    private const int RingBytes = 1 << 20;

    /// <summary>How often the file is looked at.</summary>
    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(500);

    private readonly string _name;
    private readonly LogTail _log;
    private TimeSpan _due = TimeSpan.Zero;
    private int _lines;

    /// <param name="name">Whose log it is.</param>
    /// <param name="log">Gives what comes from now on.</param>
    /// <param name="lines">What was there already.</param>
    /// <param name="pageRows">How many rows are shown now.</param>
    /// <param name="typed">Takes what is pasted meanwhile.</param>
    public LogMode(string name, LogTail log, IReadOnlyList<string> lines, Func<int> pageRows, Action<string> typed)
        : base($"log of {name}", pageRows, typed, RingBytes)
    {
        (_name, _log) = (name, log);
        Add(lines);
    }

    public override TimeSpan Due => _due;

    public override bool GoOn(TimeSpan now)
    {
        _due = now + s_every;
        var read = _log.Next();
        if (read.TryGet(out var lines))
        {
            Add(lines);
            return true;
        }
        Ring.Append(OutputKind.Error, Encoding.UTF8.GetBytes(read.Problem!));
        _due = TimeSpan.MaxValue; // it is said once
        return true;
    }

    public override ScreenModel Show(ScreenModel model) => base.Show(model) with
    {
        Hint = _lines == 0 ? $"log of {_name}: nothing yet, it comes by itself" : $"log of {_name}, {_lines} {(_lines == 1 ? "line" : "lines")}, {_log.File}",
        Dialog = "Arrows and PgUp scroll, Esc closes.",
    };

    /// <summary>Who begins to type writes to the session.</summary>
    public override bool PassesOn(Key key) => key is { Code: KeyCode.Rune, Mods: KeyMods.None or KeyMods.Shift };

    protected override bool Other(Key key) =>
        !PassesOn(key) && (key.Mods, key.Code, key.Rune.Value) is not ((_, KeyCode.Escape, _) or (KeyMods.Ctrl, KeyCode.Rune, 'c' or 'g'));

    private void Add(IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
            Ring.Append(OutputKind.Notice, Encoding.UTF8.GetBytes(line));
        _lines += lines.Count;
    }
}
