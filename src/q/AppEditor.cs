using Q.Core;
using Q.Terminal;

namespace Q;

/// <summary>Gives the terminal to the person's editor with the half-typed line, and takes both back. Sessions go on meanwhile.</summary>
internal sealed partial class AppLoop
{
    private PromptFile? _away; // what the editor has; while it does, nothing is drawn
    private CancellationTokenSource? _editing;
    private (SessionId Session, int Answers) _edited; // whose line the editor has

    public void OpenEditor(string? text = null)
    {
        if (_parts.Terminal.IsPlain)
        {
            Tell("An editor needs a terminal that can move its cursor, and here are plain lines.");
            return;
        }
        var made = PromptFile.Make(text ?? Editor.Whole);
        if (!made.TryGet(out var file))
        {
            Tell(made.Problem!);
            return;
        }
        (_away, _editing) = (file, new());
        _edited = (_sessions.Focused.Id, _lines.Answers);
        _screen.Leave();
        _parts.Terminal.Stop();
        _parts.Terminal.Leave();
        _ = Wait(file, _editing.Token);
    }

    /// <summary>An interrupt is neither the editor's nor a key. Any thread.</summary>
    public bool EndsOnInterrupt => _away is null && !IsInterruptKey;

    /// <summary>Nothing is raw among plain lines, so Ctrl+C comes as a signal, and nothing tells it from one that somebody sent.</summary>
    private bool IsInterruptKey => _parts.HasInterruptKey && _parts.Terminal.IsPlain;

    /// <summary>A signal of the terminal that the editor has is the editor's.</summary>
    public void Interrupted(int exitCode)
    {
        if (EndsOnInterrupt)
            Leave(exitCode);
        if (!IsInterruptKey)
            return;
        _parts.Terminal.Write("\n"u8); // behind the ^C; what was typed in front of it the terminal has dropped
        _screen.Forget();
        Untell();
        if (_mode is null)
            Interrupt();
        else
            Press(Key.Of('c', KeyMods.Ctrl));
        _pacer.Ask(Now, urgent: true);
    }

    /// <summary>On whatever thread the editor's end is heard; what follows is posted to the loop.</summary>
    private async Task Wait(PromptFile file, CancellationToken cancel)
    {
        var ended = await _parts.RunEditor(file.Path, _sessions.Focused.Folder, cancel).ConfigureAwait(false);
        Later(() => TakeBack(file, ended));
    }

    private void TakeBack(PromptFile file, Outcome ended)
    {
        var leftOut = "";
        var read = ended.Problem is { } problem ? Outcome<string>.No(problem) : file.Read(out leftOut);
        EndEditing();
        TakeTerminal();
        Listen();
        if (!read.TryGet(out var text))
        {
            Tell(read.Problem!);
            return;
        }
        var (id, answers) = _edited;
        if (!_lines.Put(id, answers, text))
            Tell("What you wrote it for is gone meanwhile. Ctrl+Y gives the text.");
        else if (id == _sessions.Focused.Id)
            Typed();
        else
            Tell($"What you wrote stands in the line of {_sessions.Names.Of(id)}.");
        TellLeftOut(leftOut, "what you wrote");
    }

    /// <summary>Also where q ends first.</summary>
    private void EndEditing()
    {
        _editing?.Cancel();
        _editing?.Dispose();
        _away?.Dispose();
        (_away, _editing) = (null, null);
    }
}
