using Q.Commands;
using Q.Core;
using Q.Input;
using Q.Output;
using Q.Screen;
using Q.Sessions;
using Q.Terminal;
using Q.Turns;

namespace Q;

/// <summary>What keys and commands do: the half of the loop that acts.</summary>
internal sealed partial class AppLoop : ICommandHost
{
    private const string EscapeAgain = "Esc again stops the turn.";
    private static readonly TimeSpan s_twice = TimeSpan.FromSeconds(1);
    private TimeSpan _lastInterrupt = -s_twice;
    private TimeSpan _lastEscape = -s_twice;

    public void Quit()
    {
        var (busy, settles) = (0, false);
        foreach (var view in _sessions.Views)
        {
            if (view is { Settles: true, Queued.Count: 0 })
                settles = true;
            else if (view.OwnerPid == 0 && HasTurn(view))
                busy++;
        }
        if (busy > 0)
            Confirm($"{busy} {(busy == 1 ? "session" : "sessions")} at work: leave?", () => Leave(0));
        else if (settles && !_leavesWhenIdle)
            _leavesWhenIdle = true; // the answer is whole and soon on the disk; who cannot wait says so again
        else
            Leave(0);
    }

    public void Confirm(string question, Action whenYes) => _mode = new ConfirmMode(question, whenYes, () => Now);

    public void ShowCard(SessionId session, AnswerKind lean)
    {
        if (_sessions.Views.FirstOrDefault(view => view.Id == session)?.Question is { } question)
            _mode = new CardMode(_sessions, session, question.Number, lean, Tell, _parts.Terminal.IsPlain);
        else
            Tell("That session asks nothing now.");
    }

    public void ShowPicker() => _mode = Picker(PickerScope.Open);

    public IMode Picker(PickerScope scope)
    {
        _sessions.LookAround();
        var host = new PickerHost(Tell, session => ShowCard(session, AnswerKind.Allow), Open, RunCommand, _parts.Terminal.IsPlain);
        return new PickerMode(_sessions, host, scope);
    }

    private Outcome Open(SessionId session) => _router.Open(session, static () => { });

    public void Later(Action work) => _parts.Inbox.Post(AppEvent.Of(work));

    public int Columns => _parts.Terminal is { IsPlain: true, Size.Columns: >= 80 } ? SessionListing.Endless : _parts.Terminal.Size.Columns;

    public void Prefill(string text) => Editor.Restore(Editor.Taken(text));

    private void Tell(string sentence)
    {
        (_hint, _hintDue) = (sentence, TimeSpan.MaxValue);
        _pacer.Ask(Now, urgent: true);
    }

    /// <summary>What a second press would do, for as long as it would.</summary>
    private void Offer(string sentence)
    {
        Tell(sentence);
        _hintDue = Now + s_twice;
    }

    private void Untell() => (_hint, _hintDue) = (null, TimeSpan.MaxValue);

    /// <summary>Among plain lines the Enter that follows would end a hint before it is written.</summary>
    private void TellLeftOut(string leftOut, string of)
    {
        if (leftOut.Length == 0)
            return;
        if (_parts.Terminal.IsPlain)
            _sessions.Say(_sessions.Focused.Id, OutputKind.Notice, PastedText.Told(leftOut, of));
        else
            Tell(PastedText.Told(leftOut, of));
    }

    /// <summary>Each key of it finds what the one before it has changed.</summary>
    private void Hear(Burst burst)
    {
        var (id, half) = (_sessions.Focused.Id, StandsAlone(burst) ? Editor.Whole : "");
        if (half.Length > 0)
            Editor.Clear();
        var isAnswer = _parts.Terminal.IsPlain && _mode is not null;
        foreach (var told in burst.Events)
        {
            if (isAnswer && _mode is null)
            {
                _screen.EndLine(); // the Enter behind an answer sends nothing
                break;
            }
            if (_exit is not null)
                break;
            Hear(told);
            FollowSplit();
            FollowLine();
        }
        if (half.Length > 0 && id == _sessions.Focused.Id && !Editor.IsEmpty)
            _lines.PutBefore(half); // the line was not taken
        else if (half.Length > 0)
            _lines.Put(id, answers: -1, half);
    }

    /// <summary>
    /// Where lines come whole they are sent without what was half-typed elsewhere; a person sends that by Enter alone.
    /// </summary>
    private bool StandsAlone(Burst burst) => _parts.Terminal.IsPlain && _mode is null && !_sessions.Focused.Asks
        && (burst.Events.Length > 1 || !_parts.AreLinesTyped);

    private void Press(Key key)
    {
        var mayAct = !IsBlind || key is { Code: KeyCode.Rune, Rune.Value: 'c' or 'd', Mods: KeyMods.Ctrl };
        if (!mayAct && (_mode is not null || key.Code is KeyCode.Enter))
            return; // nobody sees what it would answer or send
        if (ReadingOf(_sessions.Focused.Id) is { Scroll.Follows: true } reading)
            reading.Scroll = ScrollState.Follow; // no reply is waited for any more
        if (_mode is { } mode)
        {
            if (key is { Code: KeyCode.Rune, Rune.Value: 'l', Mods: KeyMods.Ctrl })
                _screen.Forget();
            else if (!mode.Press(key))
            {
                Close(mode);
                if (!mode.PassesOn(key))
                    return;
                if (mode.Held is { } before)
                    Press(before);
                Press(key);
            }
            else if (key.Code is KeyCode.Enter && _parts.Terminal.IsPlain)
                _screen.Forget(); // the question stands above the empty line
            return;
        }
        Untell();
        if (Editor.Searching is not null && key is { Code: KeyCode.Rune, Rune.Value: 'c', Mods: KeyMods.Ctrl })
            key = Key.Of('g', KeyMods.Ctrl);
        var action = _parts.Keymap.Of(key, Editor.IsEmpty);
        if (action is KeyAction.LineUp or KeyAction.LineDown && key.Mods == KeyMods.Shift && Editor.HasLines)
            action = KeyAction.None; // it selects
        _leaderDue = _parts.Keymap.IsPending ? Now + Keymap.LeaderWait : TimeSpan.MaxValue;
        if (action is not KeyAction.None)
            Act(action);
        else
            Edit(_parts.Keymap.Bindings.Edit(key));
    }

    /// <summary>The screen had no room for anything when it was drawn, and has none now.</summary>
    private bool IsBlind => _screen.PageRows == 0 && _parts.Terminal.Size.IsTooSmall;

    /// <summary>The key of an action as it is bound now.</summary>
    private string Named(KeyAction action) => KeyTable.Named(_parts.Keymap.Bindings, action);

    private void Close(IMode mode)
    {
        if (ReferenceEquals(_mode, mode))
            _mode = null; // unless what it did opened another one
        (mode as IDisposable)?.Dispose();
    }

    private void Edit(Key key)
    {
        var mayTakeBack = key is { Code: KeyCode.Up, Mods: KeyMods.None } && Editor.IsEmpty;
        if (mayTakeBack && _sessions.TakeBack(_sessions.Focused.Id) is { } text)
        {
            Prefill(text);
            Typed();
            return;
        }
        if (key.Code is KeyCode.Escape && (_screen.KeepsLines || IsAtReply) && StopReading())
            return;
        var result = Editor.Press(key);
        if (key.Code is KeyCode.Escape && result is EditResult.Ignored)
            Escape();
        else
            _lastEscape = -s_twice;
        switch (result)
        {
            case EditResult.Submit:
                Submit();
                break;
            case EditResult.EndOfInput:
                Quit();
                break;
            case EditResult.Changed:
                Typed();
                break;
        }
    }

    private void Typed()
    {
        if (IsAtReply)
            StopReading();
        _typedAt = Now;
        _draftDue = _draftDue == TimeSpan.MaxValue ? _typedAt + s_draftWait : _draftDue;
    }

    private void Submit()
    {
        var focused = _sessions.Focused;
        if (focused is { Asks: true, Question: { } question })
        {
            var reply = Editor.Whole.Trim();
            if (reply.Length > 0 && !Router.IsCommand(reply) && _lines.Answers != question.Number)
            {
                _lines.SetAside();
                Tell("You were typing: nothing was answered, your text is kept.");
                return;
            }
            Reply(focused, question, reply);
            Editor.Clear();
            _typedAt = Now - s_rest; // the next question may come at once: what comes back was not typed now
            return;
        }
        if (string.IsNullOrWhiteSpace(Editor.Whole))
            return;
        var line = Editor.Take();
        Fault.In(line);
        Typed();
        StopReading();
        if (Router.IsCommand(line))
        {
            if (RunLine(line).Problem is { } problem)
                _sessions.Say(_sessions.Focused.Id, OutputKind.Error, problem);
            return;
        }
        Send(focused.Id, line);
    }

    /// <summary>What is not sent, or not before a question is answered, stays in the line.</summary>
    private void Send(SessionId id, string line)
    {
        var isSent = false;
        var outcome = _router.Prompt(id, line, () =>
        {
            isSent = true;
            if (Editor.Whole == line)
                Editor.Clear();
            else if (_parts.Terminal.IsPlain && Editor.Whole.EndsWith($"\n{line}", StringComparison.Ordinal))
                Prefill(Editor.Whole[..^(line.Length + 1)]); // what was half-typed before it stays
        });
        if (!isSent)
            Prefill(line);
        if (outcome.Problem is { } refused)
            Tell(refused);
    }

    /// <summary>y, t, n; any other line is a denial that tells the model what is wanted instead.</summary>
    private void Reply(SessionView focused, Question question, string line)
    {
        if (line.Length == 0)
        {
            TellAnswers();
            return;
        }
        if (Router.IsCommand(line))
        {
            if (RunLine(line).Problem is { } problem)
                _sessions.Say(_sessions.Focused.Id, OutputKind.Error, problem);
            return;
        }
        var answer = line.ToUpperInvariant() switch
        {
            "Y" or "YES" or "YY" => new Answer(AnswerKind.Allow),
            "T" => new Answer(AnswerKind.Trust),
            "N" or "NO" => new Answer(AnswerKind.Deny),
            _ => new Answer(AnswerKind.Deny, line),
        };
        if (answer.Text is not null && line.Length <= 2 && char.IsAsciiLetter(line[0]) && question.Kind is not QuestionKind.Question)
        {
            TellAnswers(); // a slip of the finger, and no reason
            return;
        }
        if (answer.Kind is not AnswerKind.Deny && !ReferenceEquals(_whole, question))
        {
            ShowCard(focused.Id, AnswerKind.Allow); // it has no room here, and nothing is allowed unseen
            return;
        }
        if (_sessions.Answer(focused.Id, question.Number, answer).Problem is { } refused)
            Tell(refused);
    }

    private void TellAnswers() => Tell("y allows once, t always in this session, n denies; a sentence is a no with why.");

    private void Act(KeyAction action)
    {
        switch (action)
        {
            case KeyAction.Leader:
                break; // what may follow it is said when it is drawn: mostly the second key has come by then
            case KeyAction.UnknownChord:
                Tell($"That key means nothing after {KeyName.Of(_parts.Keymap.Bindings.Leader)}. {Named(KeyAction.KeyHelp)} lists those that do.");
                break;
            case >= KeyAction.Slot1 and <= KeyAction.Slot9:
                Go(_sessions.Switch($"{action - KeyAction.Slot1 + 1}"));
                break;
            case KeyAction.NextWaiting:
                Go(_sessions.Next());
                break;
            case KeyAction.NextSession:
                Go(_sessions.Switch("+"));
                break;
            case KeyAction.PreviousSession:
                Go(_sessions.Switch("-"));
                break;
            case KeyAction.LastSession:
                Go(_sessions.Switch("!"));
                break;
            case KeyAction.OtherHalf:
                ToOtherHalf();
                break;
            case KeyAction.NewSession:
                RunCommand("/new");
                break;
            case KeyAction.CloseSession:
                RunCommand("/close");
                break;
            case KeyAction.Picker:
                RunCommand("/switch");
                break;
            case KeyAction.KeyHelp:
                StopReading();
                RunCommand("/help keys");
                break;
            case KeyAction.PreviousPrompt or KeyAction.NextPrompt:
                ScrollToPrompt(action);
                break;
            case KeyAction.Find:
                ShowFind("");
                break;
            case KeyAction.OpenCall:
                ToggleCall();
                break;
            case KeyAction.Editor:
                OpenEditor();
                break;
            case KeyAction.Unread:
                ScrollToUnread();
                break;
            case KeyAction.Output:
                ToggleOutput();
                break;
            case KeyAction.Rename:
                if (!Editor.IsEmpty)
                    Editor.Discard(); // Ctrl+Y brings it back
                Prefill("/rename ");
                break;
            case KeyAction.Allow:
                Answer(AnswerKind.Allow);
                break;
            case KeyAction.Deny:
                Answer(AnswerKind.Deny);
                break;
            case KeyAction.Interrupt:
                Interrupt();
                break;
            case KeyAction.Suspend:
                Suspend();
                break;
            case KeyAction.Redraw:
                _screen.Forget();
                break;
            default:
                Scroll(action);
                break;
        }
    }

    private void RunCommand(string line)
    {
        if (RunLine(line).Problem is { } problem)
            Tell(problem);
    }

    private void Go(Outcome<SessionView> moved)
    {
        if (moved.Problem is { } problem)
            Tell(problem);
    }

    private void Answer(AnswerKind lean)
    {
        if (_sessions.LongestAsking() is { } asking)
            ShowCard(asking.Id, lean);
        else
            Tell("No session asks for anything.");
    }

    /// <summary>Text first, then this session's turn; twice in a row with neither, and q leaves.</summary>
    private void Interrupt()
    {
        var focused = _sessions.Focused;
        if (Editor.CopySelected())
        {
            _hint ??= "Copied: Ctrl+Y puts it back. Ctrl+C again clears the line."; // or why the clipboard has it not
            return;
        }
        if (!Editor.IsEmpty)
        {
            Editor.Discard();
            Typed();
            return;
        }
        if (HasTurn(focused))
        {
            StopTurn(focused);
            return;
        }
        if (Now - _lastInterrupt < s_twice)
            Quit();
        else
            Offer("Ctrl+C again leaves q.");
        _lastInterrupt = Now;
    }

    /// <summary>Twice within a second: this session's turn, whatever stands in the line.</summary>
    private void Escape()
    {
        var (focused, isSecond) = (_sessions.Focused, Now - _lastEscape < s_twice);
        _lastEscape = isSecond ? -s_twice : Now;
        if (!HasTurn(focused))
            return;
        if (isSecond)
            StopTurn(focused);
        else
            Offer(EscapeAgain);
    }

    private static bool HasTurn(SessionView view) => view.Status is SessionStatus.Processing || view.Asks;

    /// <summary>What was queued for after it comes back into the line, before what is typed there.</summary>
    private void StopTurn(SessionView focused)
    {
        var typed = new List<string>();
        while (_sessions.TakeBack(focused.Id) is { } text)
        {
            if (_parts.Terminal.IsPlain)
                typed.Insert(0, text);
            else
                _lines.PutBefore(text);
        }
        if (typed.Count > 0)
            Tell($"Not sent: {string.Join(" / ", typed)}"); // no line could be shown again to be changed
        _sessions.Cancel(focused.Id);
    }

    private void Scroll(KeyAction action)
    {
        var page = Math.Max(1, _screen.PageRows - 1);
        if (action is KeyAction.ScrollBottom)
        {
            StopReading();
            return;
        }
        ScrollBy(action switch
        {
            KeyAction.PageUp => page,
            KeyAction.PageDown => -page,
            KeyAction.LineUp => 1,
            KeyAction.LineDown => -1,
            KeyAction.ScrollTop => ScrollState.Top,
            _ => 0,
        });
    }

    /// <summary>Up, or down when negative.</summary>
    private void ScrollBy(int rows)
    {
        var focused = _sessions.Focused;
        ReadingOf(focused.Id).Scroll = ReadingOf(focused.Id).Scroll.Up(rows, focused);
    }
}
