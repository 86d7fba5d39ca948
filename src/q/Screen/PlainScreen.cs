using Q.Core;
using Q.Sessions;
using Q.Terminal;

namespace Q.Screen;

/// <summary>
/// Lines that are only ever appended: for <c>TERM=dumb</c>, pipes and screen readers. What the session in focus says comes line
/// by line; that another one begins to wait is one sentence. App loop only.
/// </summary>
/// <param name="terminal">Where to.</param>
/// <param name="look">What may be written.</param>
/// <param name="inputIsTerminal">Somebody types, and sees what they type: there is a prompt, and no echo of it.</param>
/// <param name="way">What the person asked for; null: nothing.</param>
internal sealed class PlainScreen(ITerminal terminal, Look look, bool inputIsTerminal, PlainWay? way = null) : IScreen
{
    private readonly bool _isSpoken = way is { IsSpoken: true };
    private readonly PlainText _out = new(look, way is { IsSpoken: true });
    private readonly PlainTranscript _transcript = new(look, way is { IsSpoken: true });
    private readonly PlainNews _news = new(way ?? PlainWay.Usual);
    private SessionId? _focus;
    private (SessionId, int)? _question;
    private (SessionId, int)? _card;
    private string? _dialog;
    private string? _hint;
    private string _half = "";
    private object? _list;
    private SessionStatus _status;
    private string? _marker; // what stands at the beginning of the line that is being typed
    private bool _isEnded; // by Enter, since the marker was written
    private bool _isTypedIn; // a line was ended since the session came into focus: its prompts are on the screen

    public int PageRows => 1;

    public long TopAt => 0;

    public long EndAt => long.MaxValue;

    public long CallAt => -1;

    public CardShown Card => CardShown.Whole;

    public int QuestionRows => int.MaxValue;

    public DateTimeOffset? DueAt => _news.DueAt;

    public ScrollState Draw(ScreenModel model)
    {
        _out.Clear();
        var isWithin = _marker is not null && !_isEnded;
        if (isWithin)
            _out.Feed(); // nobody pressed Enter: the line with the prompt is left as it is
        var view = model.Focused;
        var arrives = _focus != view.Id;
        if (arrives && _focus is not null)
        {
            _transcript.Flush(_out);
            Say($"Now in {view.Name}.");
        }
        _focus = view.Id;
        _isTypedIn &= !arrives;
        if (_isSpoken && view.Status is SessionStatus.Processing && (arrives || _status != view.Status))
            Say("Working.");
        _transcript.Print(_out, view, arrives, prompts: model.IsReplay || (inputIsTerminal && !_isTypedIn));
        if (_isSpoken && !arrives && _status is SessionStatus.Processing && view is { Status: SessionStatus.WaitingForInput, Asks: false })
            Say("Done.");
        _status = view.Status;
        Asked(view);
        _news.Tell(model, Say);
        ShowCard(model);
        Lists(model);
        HalfTyped(model.HalfTyped);
        if (isWithin && _out.Written.Length == 1)
            _out.Clear();
        Marker(model);
        if (!_out.IsEmpty)
            terminal.Write(_out.Written);
        return ScrollState.Follow;
    }

    /// <summary>
    /// The prompt is written again, also when nothing else is, and a hint though it is the one of before.
    /// </summary>
    public void Forget() => (_marker, _hint) = (null, null);

    public void EndLine() => _isEnded = _isTypedIn = true;

    public void Leave()
    {
        _out.Clear();
        _transcript.Flush(_out);
        if (_out.IsEmpty && _marker is not null && !_isEnded)
            _out.Feed();
        if (!_out.IsEmpty)
            terminal.Write(_out.Written);
        _marker = null;
    }

    public void Dispose()
    {
        _out.Dispose();
        _transcript.Dispose();
    }

    private void Say(string line)
    {
        _out.Add(line).Feed();
    }

    /// <summary>The question itself stands in the transcript; this says what may be answered, once.</summary>
    private void Asked(SessionView view)
    {
        (SessionId, int)? now = view.Asks ? (view.Id, view.Question?.Number ?? 0) : null;
        if (now == _question)
            return;
        _question = now;
        if (now is null)
            return;
        _transcript.Flush(_out);
        Say(view.Why is WaitReason.Permission
            ? $"{PlainNews.Asked(view)}: answer y (once), t (always in this session) or n (no), or say what to do instead."
            : "Answer with a line.");
    }

    private void ShowCard(ScreenModel model)
    {
        (SessionId, int)? now = model.Card is { Question: { } asked } card ? (card.Id, asked.Number) : null;
        if (now == _card)
            return;
        _card = now;
        if (now is null)
            return;
        var view = model.Card!;
        Say($"{view.Name} asks, in {view.Question!.Folder}: {PlainNews.Asked(view)}");
        foreach (var line in view.Question.Body.TrimEnd('\n').Split('\n'))
        {
            _out.Add("    ").Add(System.Text.Encoding.UTF8.GetBytes(line), reveals: true);
            _out.Feed();
        }
        Say("y allows it, n denies it, anything else leaves it open.");
    }

    /// <summary>The terminal has what is being typed, and cannot show this as a part of it: it is said, once.</summary>
    private void HalfTyped(string text)
    {
        if (inputIsTerminal && text.Length > 0 && text != _half)
            Say($"Half-typed (Enter alone sends it): {text.Replace("\n", " / ", StringComparison.Ordinal)}");
        _half = text;
    }

    private void Lists(ScreenModel model)
    {
        if (model.Hint != _hint && model.Hint is not null)
            Say(model.Hint);
        _hint = model.Hint;
        object? list = model.Picker is not null ? model.Picker : model.Listed.Count > 0 ? model.Listed : null;
        if (ReferenceEquals(list, _list) || IsSame(model.Picker, _list))
            return;
        _list = list;
        if (list is null)
            return;
        for (var i = 0; i < model.Listed.Count && model.Picker is null; i++)
            Say(Row(model, i));
        for (var i = 0; i < (model.Picker?.Count ?? 0); i++)
            Say(PlainNews.Line(model.Picker![i], i + 1, model.Now));
    }

    /// <summary>Numbered, but for a remark in place of a list.</summary>
    private static string Row(ScreenModel model, int row)
    {
        var isNumbered = model.Chosen >= 0 || model.Notes.Count > 0;
        var note = row < model.Notes.Count && model.Notes[row].Length > 0 ? $": {model.Notes[row]}" : "";
        return $"  {(isNumbered ? $"{row + 1} " : "")}{model.Listed[row]}{note}";
    }

    /// <summary>
    /// The same sessions in the same order: a filter that changes nothing, or a frame that is drawn again.
    /// </summary>
    private static bool IsSame(IReadOnlyList<SessionView>? now, object? before)
    {
        if (now is null || before is not IReadOnlyList<SessionView> last || now.Count != last.Count)
            return false;
        var same = 0;
        while (same < now.Count && now[same].Id == last[same].Id)
            same++;
        return same == now.Count;
    }

    /// <summary>The prompt, where somebody types; without a terminal only what is asked, as a line.</summary>
    private void Marker(ScreenModel model)
    {
        if (!inputIsTerminal)
        {
            if (model.Dialog != _dialog && model.Dialog is not null)
                Say(model.Dialog);
            _dialog = model.Dialog;
            return;
        }
        var wanted = model.Dialog is { } dialog ? dialog + " "
            : model.Focused.Status is SessionStatus.Processing ? null : $"[{model.Focused.Name}] q> ";
        if (wanted is not null && (wanted != _marker || !_out.IsEmpty))
        {
            if (_out.IsEmpty && _marker is not null && !_isEnded)
                _out.Feed();
            _out.Add(wanted);
            _isEnded = false;
        }
        _marker = wanted;
    }
}
