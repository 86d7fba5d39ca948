using Q.Commands;
using Q.Config;
using Q.Core;
using Q.Input;
using Q.Screen;
using Q.Sessions;
using Q.Store;
using Q.Terminal;
using Q.Turns;

namespace Q;

/// <summary>What the loop is made of.</summary>
internal sealed record LoopParts(
    ITerminal Terminal, IScreen Screen, Coordinator Sessions, AppInbox Inbox, LineEditor Editor, Keymap Keymap,
    ExtendedKeys ExtendedKeys, Settings Settings, TimeProvider Time, string Folder)
{
    /// <summary>Stops this process as Ctrl+Z would, and returns when it was continued.</summary>
    public Action Suspend { get; init; } = () => { };

    /// <summary>Where there are lines alone, a person types them at the terminal.</summary>
    public bool AreLinesTyped { get; init; }

    /// <summary>The Ctrl+C of that is a signal that ends nobody else: what q writes goes through no other program.</summary>
    public bool HasInterruptKey { get; init; }

    /// <summary>Opens a file in the person's editor, in a folder, and completes when that has ended.</summary>
    public Func<string, string, CancellationToken, Task<Outcome>> RunEditor { get; init; } = (_, _, _) => Task.FromResult(Outcome.No("There is no editor here."));

    /// <summary>Hears which session is in focus, whenever that may have changed.</summary>
    public Action<SessionId> Watches { get; init; } = _ => { };

    /// <summary>Where sessions are kept, to look through them.</summary>
    public ISessionArchive Store { get; init; } = new MemoryStore();

    /// <summary>Takes the settings before and now: colours and calls for attention are others from the next frame on.</summary>
    public Action<Settings, Settings> Restyle { get; init; } = static (_, _) => { };

    /// <summary>GNU screen stands between q and the terminal.</summary>
    public bool InScreen { get; init; }

    /// <summary>The terminal takes no clipboard from programs.</summary>
    public bool RefusesClipboard { get; init; }

    /// <summary>A front-end that writes lines alone; null where there is none.</summary>
    public Func<IScreen>? Lines { get; init; }

    /// <summary>What an exception that nobody expected is to a person.</summary>
    public Func<Exception, string> Crashed { get; init; } = static e => e.Message;

    /// <summary>What need not come before the first frame: the log, the history, the look for a local model.</summary>
    public Action AfterFirstFrame { get; init; } = () => { };
}

/// <summary>
/// The one loop: takes what comes in, in order, and draws what changed. It alone touches editor, coordinator and screen. Ends
/// when the person or a signal wants it to; what it returns is the exit code.
/// </summary>
internal sealed partial class AppLoop : IDisposable
{
    private static readonly TimeSpan s_draftWait = TimeSpan.FromSeconds(1);

    /// <summary>Who pressed no key for so long is not in the middle of a word.</summary>
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(1);

    private readonly LoopParts _parts;
    private readonly Coordinator _sessions;
    private readonly Router _router;
    private readonly LineKeeper _lines;
    private readonly Dictionary<SessionId, SessionReading> _readings = [];
    private readonly ITimer _timer;
    private readonly long _start;
    private IScreen _screen;
    private IMode? _mode;
    private (Output.OutputRing? Ring, long End) _said; // the focused one's, before its view was read
    private string? _hint;
    private TimeSpan _hintDue = TimeSpan.MaxValue; // from here on it is not true any more
    private int? _exit;
    private FramePacer _pacer;
    private bool _leavesWhenIdle;
    private bool _hasFocus = true;
    private bool _keysDue; // the next frame's screen is to send unambiguous keys
    private volatile bool _hasFired;
    private TimeSpan _leaderDue = TimeSpan.MaxValue;
    private TimeSpan _draftDue = TimeSpan.MaxValue;
    private TimeSpan _typedAt = -s_rest;
    private (SessionId, int) _seen; // the question that a frame showed last
    private TimeSpan _tickDue = TimeSpan.MaxValue;
    private Question? _whole; // the question of which each row was on the screen
    private Question? _part; // one of which that was not so when it was drawn
    private TimeSpan _armedFor = TimeSpan.MaxValue;

    public AppLoop(LoopParts parts, Func<ICommandHost, Router> router)
    {
        (_parts, _sessions, _screen) = (parts, parts.Sessions, parts.Screen);
        _answers = AnswersOf(parts.Settings);
        Take(parts.Settings);
        _router = router(this);
        _lines = new(_sessions, parts.Editor);
        Editor.Clipboard = text =>
        {
            if (Copy(text).Problem is { } problem)
                Tell(problem);
        };
        Editor.Files.Changed = () => parts.Inbox.Post(AppEvent.Of(Editor.FilesCame));
        _start = parts.Time.GetTimestamp();
        _timer = parts.Time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Now => _parts.Time.GetElapsedTime(_start);

    private LineEditor Editor => _parts.Editor;

    /// <summary>Ends the loop after the event at hand. Any thread may post this as work.</summary>
    public void Leave(int exitCode) => _exit ??= exitCode;

    /// <summary>What draws now: another one than at the start once drawing has failed.</summary>
    public IScreen Screen => _screen;

    /// <summary>When a person pressed a key last. On the loop.</summary>
    public DateTimeOffset UsedAt { get; private set; }

    /// <summary>Why it did not begin; null when it did.</summary>
    public string? Refused { get; private set; }

    public int Run(Landing landing, Func<IMode>? first = null)
    {
        UsedAt = _parts.Time.GetUtcNow();
        _parts.Terminal.Enter();
        Refused = _sessions.Start(landing).Problem;
        if (Refused is not null)
            return 1;
        _mode = first?.Invoke();
        FollowLine();
        if (landing.Prompt is { } prompt && _sessions.Draft(_sessions.Focused.Id) == prompt)
            Send(_sessions.Focused.Id, prompt);
        Draw();
        _sessions.Settle();
        Listen();
        _parts.AfterFirstFrame();
        if (!_parts.Terminal.IsPlain)
            _parts.Terminal.Write(ExtendedKeys.Questions);
        while (_exit is null)
        {
            _parts.Inbox.TryTake(Timeout.InfiniteTimeSpan, out var item);
            do
            {
                Handle(item);
                FollowSplit();
                FollowLine();
            }
            while (_exit is null && _parts.Inbox.TryTake(TimeSpan.Zero, out item));
            CheckClocks();
            DrawOrWait();
            _parts.Watches(_sessions.Focused.Id);
            _sessions.Settle();
        }
        if (_parts.Terminal.IsPlain)
            Draw(); // lines stay where they were written: the last ones too
        _lines.Keep();
        EndEditing();
        return _exit.Value;
    }

    private void Listen() => _parts.Terminal.Start(told => _parts.Inbox.Post(AppEvent.Of(told)));

    public void Dispose()
    {
        _timer.Dispose();
        if (_screen != _parts.Screen)
            _screen.Dispose();
    }

    private void Handle(AppEvent item)
    {
        item.Work?.Invoke();
        if (item.Bell)
        {
            Refresh();
            FollowJump();
        }
        _pacer.Ask(Now, urgent: item.Terminal is not null); // a bell without news says that the session in focus wrote
        switch (item.Signal)
        {
            case AppSignal.Suspend:
                Suspend();
                break;
            case AppSignal.Continue:
                Continued();
                break;
            case AppSignal.None:
                break;
        }
        if (item.Terminal is Burst burst)
            Hear(burst);
        else if (item.Terminal is { } told)
            Hear(told);
    }

    private void Refresh()
    {
        var ring = _sessions.Focused.Ring;
        _said = (ring, ring?.End ?? 0);
        _sessions.Refresh();
        while (_sessions.TakeNews() is { } sentence)
            Tell(sentence);
    }

    private void Hear(TerminalEvent told)
    {
        switch (told)
        {
            case KeyPressed(var key):
                UsedAt = _parts.Time.GetUtcNow();
                if (key.Code is KeyCode.Enter)
                    _screen.EndLine();
                Press(key);
                break;
            case Pasted(var text) paste when _mode is { } mode && !IsBlind:
                if (!mode.Paste(text))
                    Close(mode);
                TellLeftOut(paste.LeftOut, "what was pasted");
                break;
            case Pasted(var text) paste:
                Editor.Paste(text);
                if (Chips.IsLarge(text) && !_parts.Terminal.IsPlain)
                    Tell("Sent whole; Tab right behind it shows the text.");
                TellLeftOut(paste.LeftOut, "what was pasted");
                Typed();
                break;
            case Replied reply:
                _keysDue |= _parts.ExtendedKeys.Heard(reply);
                _parts.Keymap.IsProven |= _parts.ExtendedKeys.IsProven;
                break;
            case WheelTurned(var rows) when _mode is { } mode:
                mode.Press(Key.Of(rows > 0 ? KeyCode.Up : KeyCode.Down));
                break;
            case WheelTurned(var rows):
                ScrollBy(rows);
                break;
            case FocusChanged(var hasFocus):
                _hasFocus = hasFocus;
                break;
            case Resized when !_parts.Terminal.IsPlain:
                // The next frame asks for the size. It may be the one of before: the terminal has cut its rows all the same.
                _screen.Forget();
                break;
            case InputEnded:
                _leavesWhenIdle = true;
                break;
            case HungUp:
                Leave(129);
                break;
        }
    }

    /// <summary>What is due: the leader that nobody followed, the half-typed line, what is replayed, the end of piped input.</summary>
    private void CheckClocks()
    {
        var now = Now;
        if (now >= _leaderDue)
        {
            _leaderDue = TimeSpan.MaxValue;
            if (_parts.Keymap.IsPending)
            {
                _parts.Keymap.Cancel();
                Untell();
                _pacer.Ask(now, urgent: true);
            }
        }
        if (now >= _hintDue)
        {
            Untell();
            _pacer.Ask(now, urgent: true);
        }
        if (now >= _tickDue || _screen.DueAt <= _parts.Time.GetUtcNow())
            _pacer.Ask(now, urgent: true);
        if (now >= _draftDue)
        {
            _draftDue = TimeSpan.MaxValue;
            _lines.Keep();
        }
        if (_mode is { } mode && now >= mode.Due)
        {
            if (!mode.GoOn(now))
                Close(mode);
            FollowSplit();
            FollowLine();
            _pacer.Ask(now, urgent: true);
        }
        if (_leavesWhenIdle && !(_mode?.Due < TimeSpan.MaxValue) &&
            !_sessions.Views.Any(view => view.OwnerPid == 0 && (view.Status is SessionStatus.Processing || view.SendsNext)))
            Leave(0);
    }

    private void DrawOrWait()
    {
        if (_exit is null && _away is null && _pacer.Take(Now))
            DrawAndFollow();
        var now = Now;
        var frameDue = _away is null && _pacer.DueIn(now) is { } wait ? now + wait : TimeSpan.MaxValue;
        var screenDue = _away is null && _screen.DueAt is { } at ? now + (at - _parts.Time.GetUtcNow()) : TimeSpan.MaxValue;
        var shownDue = Sooner(screenDue, Sooner(frameDue, _mode?.Due ?? TimeSpan.MaxValue));
        var lineDue = _lines.IsHeld ? _typedAt + s_rest : TimeSpan.MaxValue;
        _tickDue = NextTick(now);
        Arm(Sooner(Sooner(Sooner(shownDue, _tickDue), lineDue), Sooner(_leaderDue, Sooner(_draftDue, _hintDue))));
    }

    /// <summary>
    /// When the next second of the turn in focus begins. Never while none runs there, and where nothing shall move.
    /// </summary>
    private TimeSpan NextTick(TimeSpan now)
    {
        var view = _sessions.Focused;
        if (!_moves || _away is not null || _parts.Terminal.IsPlain || view.Status is not SessionStatus.Processing)
            return TimeSpan.MaxValue;
        var elapsed = _parts.Time.GetUtcNow() - StateLine.Since(view);
        return now + TimeSpan.FromTicks(TimeSpan.TicksPerSecond - elapsed.Ticks % TimeSpan.TicksPerSecond);
    }

    private bool FollowLine()
    {
        Editor.HasGhost = _settings.GhostText && !_parts.Terminal.IsPlain && !_sessions.Focused.Asks;
        return _lines.Follow(_seen, isTyping: Now - _typedAt < s_rest);
    }

    /// <summary>A question takes the line when it was shown, never before.</summary>
    private void DrawAndFollow()
    {
        Draw();
        if (FollowLine())
            _pacer.Ask(Now, urgent: true);
    }

    private static TimeSpan Sooner(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>One timer for all that is due; none runs while nothing is.</summary>
    private void Arm(TimeSpan due)
    {
        if (due == _armedFor && !_hasFired)
            return;
        (_armedFor, _hasFired) = (due, false);
        // Timers count whole milliseconds and round down: one that fired too early would find nothing due.
        var wait = due == TimeSpan.MaxValue
            ? Timeout.InfiniteTimeSpan
            : TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling((due - Now).TotalMilliseconds)));
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>On a thread of the timer's.</summary>
    private void Fire()
    {
        _hasFired = true;
        _parts.Inbox.Ring();
    }

    private void Draw()
    {
        if (_said.Ring != _sessions.Focused.Ring)
            Refresh();
        var focused = _sessions.Focused;
        KnowRing(focused);
        if (_hint is EscapeAgain && !HasTurn(focused))
            Untell();
        var scroll = ReadingOf(focused.Id).Scroll;
        var hint = _hint ?? (_parts.Keymap.IsPending ? KeyTable.Hint(_parts.Keymap.Bindings) : Editor.ListNote);
        var beside = Beside(ref hint);
        var model = new ScreenModel
        {
            Focused = focused,
            Sessions = _sessions.Views,
            Now = _parts.Time.GetUtcNow(),
            Text = Editor.Text,
            HalfTyped = _parts.Terminal.IsPlain && _mode is null ? Editor.Text : "",
            Cursor = Editor.Cursor,
            Ghost = _mode is null ? Editor.Ghost : "",
            Chips = Editor.Chips,
            Selected = Editor.Selected,
            Mode = Editor.IsVi ? Editor.Mode : null,
            Scroll = scroll,
            Beside = beside,
            Answers = _answers,
            Tools = _tools,
            Opened = ReadingOf(focused.Id).Opened,
            Listed = Editor.Listed,
            Notes = Editor.Notes,
            Chosen = Editor.Chosen,
            Dialog = Editor.Searching is { } wanted ? $"{(Editor.IsSearchingHere ? "(search here)" : "(search)")}'{wanted}':" : null,
            Hint = hint,
            ReadOn = _mode is null && scroll.Reply != ScrollState.None ? ReadOn() : null,
            KeyHelp = _parts.Keymap.IsUsual ? "Ctrl+X ?" : Named(KeyAction.KeyHelp),
            ShellFolder = _parts.Folder,
            HasFocus = _hasFocus,
            Moves = _moves,
            Others = _others,
            SaidTo = _said.End,
            IsAskedInPart = IsInPart(focused),
        };
        model = _mode is { } mode ? mode.Show(model) : model;
        var shown = TryDraw(model) ?? _screen.Draw(model);
        if (_keysDue && !_parts.Terminal.IsPlain && _parts.ExtendedKeys.SwitchOn is { IsEmpty: false } keys)
            _parts.Terminal.Write(keys); // behind the frame: each of the terminal's two screens counts for itself
        _keysDue = false;
        if (_mode is null)
            _seen = focused.Asks ? (focused.Id, focused.Question?.Number ?? 0) : default;
        Note(focused, shown);
        if (IsInPart(focused) != model.IsAskedInPart)
            _pacer.Ask(Now, urgent: true);
        if (_mode is PaneMode pane)
        {
            pane.Stopped(shown);
            return;
        }
        ReadingOf(focused.Id).Scroll = shown;
        if (shown.IsReply != scroll.IsReply)
            _pacer.Ask(Now, urgent: true); // a small screen makes room for the hint
        if (beside is not null)
            ReadingOf(beside.View.Id).Scroll = _screen.Beside;
    }

    /// <summary>A session that was built anew has another ring: positions in the one before mean nothing in it.</summary>
    private void KnowRing(SessionView view)
    {
        if (view.Ring is not { } ring)
            return;
        if (ReadingOf(view.Id).Ring is { } known && known != ring.Number)
            _readings[view.Id] = new();
        ReadingOf(view.Id).Ring = ring.Number;
    }

    private SessionReading ReadingOf(SessionId id)
    {
        if (!_readings.TryGetValue(id, out var reading))
            _readings[id] = reading = new();
        return reading;
    }

    /// <summary>
    /// Null when drawing failed: from then on there are lines. What can be drawn depends on what others wrote, so a fault of it shall
    /// take no session with it.
    /// </summary>
    private ScrollState? TryDraw(ScreenModel model)
    {
        try
        {
            return _screen.Draw(model);
        }
#pragma warning disable CA1031 // whatever it was: lines need none of it
        catch (Exception e) when (_parts.Lines is not null && !_parts.Terminal.IsPlain)
#pragma warning restore CA1031
        {
            _parts.Terminal.Stop();
            _parts.Terminal.UseLines();
            _screen = _parts.Lines();
            Listen();
            _sessions.Say(_sessions.Focused.Id, Output.OutputKind.Error,
                $"Drawing failed, so here are plain lines; nothing is lost, and q draws again when it is started anew. {_parts.Crashed(e)}");
            return null;
        }
    }

    private void Suspend()
    {
        if (_away is not null)
        {
            _parts.Suspend();
            return;
        }
        _screen.Leave();
        _parts.Terminal.Leave();
        _parts.Suspend();
        TakeTerminal();
    }

    /// <summary>Somebody else stopped q and lets it go on: the shell wrote on the screen and has modes of its own.</summary>
    private void Continued()
    {
        if (_away is null && !_parts.Terminal.IsPlain)
            _screen.Leave();
        TakeTerminal();
    }

    /// <summary>After another program may have had the terminal.</summary>
    private void TakeTerminal()
    {
        if (_away is not null)
            return;
        _parts.Terminal.Enter();
        _screen.Forget();
        _keysDue = true;
        _pacer.Ask(Now, urgent: true);
    }
}
