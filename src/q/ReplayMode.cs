using Q.Core;
using Q.Screen;
using Q.Sessions;
using Q.Store.Exports;
using Q.Terminal;

namespace Q;

/// <summary>
/// Shows a conversation again, message by message, at the pace at which it was said. Nothing of it reaches a session or the
/// store. At the end it stays until a key is pressed; among plain lines it is simply over.
/// </summary>
internal sealed class ReplayMode : PaneMode
{
    private const int RingBytes = 10 << 20;

    /// <summary>So long the last lines are there to be printed before it closes by itself.</summary>
    private static readonly TimeSpan s_lastFrame = TimeSpan.FromMilliseconds(50);

    private readonly string _name;
    private readonly double _speed;
    private readonly bool _isPlain;
    private readonly SessionTranscript _transcript;
    private readonly Beat[] _steps;
    private TimeSpan _due = TimeSpan.Zero;
    private int _shown;

    /// <param name="said">What is shown; one message at least.</param>
    /// <param name="speed">2 is twice as fast.</param>
    /// <param name="pageRows">How many rows are shown now.</param>
    /// <param name="typed">Takes what was pasted meanwhile, or the line that came in.</param>
    /// <param name="isPlain">There are lines only.</param>
    public ReplayMode(ExportedSession said, double speed, Func<int> pageRows, Action<string> typed, bool isPlain)
        : base($"replay of {said.Session.Name}", pageRows, typed, RingBytes)
    {
        (_name, _speed, _isPlain) = (said.Session.Name, speed, isPlain);
        _steps = [.. Pace.Of(said.Messages)];
        _transcript = new(Ring);
        if (isPlain)
            View = View with { Status = SessionStatus.Processing }; // no prompt stands between its lines
    }

    public override TimeSpan Due => _due;

    public override bool GoOn(TimeSpan now)
    {
        if (_shown == _steps.Length)
            return false;
        var pause = TimeSpan.Zero;
        while (_shown < _steps.Length && pause == TimeSpan.Zero)
        {
            var (at, said) = _steps[_shown++];
            _transcript.Replay(said);
            if (_shown < _steps.Length)
                pause = Pace.Pause(_steps[_shown].At - at, _speed);
        }
        if (_shown == _steps.Length)
        {
            _transcript.EndReplay();
            pause = _isPlain ? s_lastFrame : TimeSpan.MaxValue - now;
        }
        _due = now + pause;
        return true;
    }

    public override ScreenModel Show(ScreenModel model)
    {
        var shown = base.Show(model) with { IsReplay = true };
        if (_isPlain)
            return shown with { Hint = $"This is what was said in {_name}. Enter ends it." };
        var isOver = _shown == _steps.Length;
        return shown with
        {
            Hint = FormattableString.Invariant(
                $"replay of {_name}, {_shown} of {_steps.Length}{(_speed == 1 ? "" : $", {_speed:0.##}x")}{(isOver ? ", the end" : "")}"),
            Dialog = isOver ? "Any key closes it." : "Any key ends the replay.",
        };
    }

    protected override bool Other(Key key) => false;
}
