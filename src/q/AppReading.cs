using System.Diagnostics.CodeAnalysis;
using System.Text;
using Q.Commands;
using Q.Config;
using Q.Core;
using Q.Input;
using Q.Output;
using Q.Screen;
using Q.Sessions;
using Q.Store.Exports;
using Q.Terminal;

namespace Q;

/// <summary>What keys and commands do to how the transcript is read: its looks, its places, and what is copied from it.</summary>
internal sealed partial class AppLoop
{
    private AnswerLook _answers;
    private ToolLook _tools;
    private Settings _settings;
    private OthersShown _others;
    private bool _moves;

    public void Use(Settings settings)
    {
        if (settings.Markdown != _settings.Markdown)
            _answers = AnswersOf(settings);
        _parts.Restyle(_settings, settings);
        Take(settings with { MultiSessionEnabled = _settings.MultiSessionEnabled });
        Editor.IsHistoryOfFolder = settings.History == "folder";
        _screen.Forget();
    }

    [MemberNotNull(nameof(_settings), nameof(_others))]
    private void Take(Settings settings)
    {
        (_settings, _others) = (settings, SessionsShown.Of(settings));
        _moves = !settings.ReducedMotion && !_others.IsText;
        _pacer = new(settings.ReducedMotion ? FramePacer.Calm : FramePacer.Usual);
    }

    private static AnswerLook AnswersOf(Settings settings) => settings.Markdown ? AnswerLook.Markdown : AnswerLook.Raw;

    public void ToggleRaw()
    {
        _answers = _answers is AnswerLook.Raw ? AnswerLook.Markdown : AnswerLook.Raw;
        Tell(_answers is AnswerLook.Raw
            ? "Answers are shown as they were written. /raw shows them as Markdown again."
            : "Answers are shown as Markdown. /raw shows them as they were written.");
    }

    public void ToggleOutput()
    {
        _tools = _tools is ToolLook.Folded ? ToolLook.Open : ToolLook.Folded;
        Tell(_tools is ToolLook.Open ? $"Tools are shown with their output. {Named(KeyAction.Output)} folds it." : $"Tool output is folded. {Named(KeyAction.Output)} opens it.");
    }

    public void ShowReplay(ExportedSession said, double speed) =>
        _mode = new ReplayMode(said, speed, () => _screen.PageRows, text => Editor.Paste(text), _parts.Terminal.IsPlain);

    /// <summary>Runs a command. What it has q say, soon or behind a paragraph that streams, is read from its first row on.</summary>
    private Outcome RunLine(string line)
    {
        var (focused, from) = (_sessions.Focused.Id, _sessions.Focused.Ring?.End);
        var outcome = _router.Run(line);
        if (from is { } end && _mode is null && _sessions.Focused.Id == focused && ReadingOf(focused).Scroll.Follows
            && !_parts.Terminal.IsPlain && !_screen.KeepsLines)
            ReadingOf(focused).Scroll = ScrollState.ForReply(end);
        return outcome;
    }

    private string ReadOn()
    {
        var page = Named(KeyAction.PageDown);
        return page.Length > 0 ? $"More below: {page}. To the end: Esc." : "More below. To the end: Esc.";
    }

    private bool IsAtReply => ReadingOf(_sessions.Focused.Id).Scroll.IsReply;

    public bool HasLinesOnly => _parts.Terminal.IsPlain;

    public bool ShowLog(string name, LogTail log, IReadOnlyList<string> lines)
    {
        if (_parts.Terminal.IsPlain)
            return false;
        _mode = new LogMode(name, log, lines, () => _screen.PageRows, text => Editor.Paste(text));
        return true;
    }

    public Outcome Copy(string text)
    {
        if (_parts.Terminal.IsPlain || _parts.RefusesClipboard)
        {
            return Outcome.No((_parts.Terminal.IsPlain ? "Lines alone cannot reach a clipboard. "
                : "This terminal takes no clipboard from programs. ") + "/copy with the name of a file writes one.");
        }
        using var bytes = new PooledBuffer();
        Ansi.Copy(bytes, Encoding.UTF8.GetBytes(text), _parts.InScreen);
        _parts.Terminal.Write(bytes.Written);
        return Outcome.Ok;
    }

    /// <summary>The prompt above the first row that is shown, or below it, becomes the first row.</summary>
    private void ScrollToPrompt(KeyAction action)
    {
        var focused = _sessions.Focused;
        if (focused.Ring is not { } ring)
            return;
        var reader = new OutputReader(ring);
        var at = Math.Max(_screen.TopAt - OutputRing.WordBytes, ring.Oldest); // a row begins behind its record's word
        long? found = null;
        if (action is KeyAction.PreviousPrompt)
        {
            for (var end = ring.End; found is null && reader.Before(end, out var one) is ReadStatus.Read; end = one.Position)
                found = one is { Kind: OutputKind.Prompt, Begins: true } && one.Position < at ? one.Position : null;
        }
        else
        {
            for (var end = ring.End; reader.Before(end, out var one) is ReadStatus.Read && one.Position > at; end = one.Position)
                found = one is { Kind: OutputKind.Prompt, Begins: true } ? one.Position : found;
        }
        if (found is { } prompt)
            ReadingOf(focused.Id).Scroll = ScrollState.From(prompt);
        else if (action is KeyAction.NextPrompt)
            ReadingOf(focused.Id).Scroll = ScrollState.Follow;
        else
            Tell("There is no prompt above.");
    }

    private void ScrollToUnread()
    {
        var focused = _sessions.Focused;
        if (focused.UnreadFrom >= 0)
            ReadingOf(focused.Id).Scroll = ScrollState.FromUnread(focused.UnreadFrom);
        else
            Tell("Everything here was seen.");
    }

    /// <summary>What was on the screen of a question.</summary>
    private void Note(SessionView focused, ScrollState shown)
    {
        if (_mode is CardMode card)
        {
            card.Was(_screen.Card);
            if (_screen.Card.IsWhole)
                _whole = card.Question;
        }
        else if (_mode is null && focused is { Asks: true, Question: { } asked } && !ReferenceEquals(_whole, asked))
        {
            if (shown.Follows && CardView.Fits(asked.Body, _sessions.Beside is null ? Columns : Columns / 2, _screen.QuestionRows))
                _whole = asked;
            else
                _part = asked;
        }
    }

    private bool IsInPart(SessionView view) => view.Question is { } asked && ReferenceEquals(_part, asked) && !ReferenceEquals(_whole, asked);
}
