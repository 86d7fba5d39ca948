using System.Text;
using Q.Core;
using Q.Output;
using Q.Turns;

namespace Q.Sessions;

/// <summary>
/// Writes what a session says into its ring: pieces of one block are joined, a stored conversation is shown again. The ring's
/// only writer; owned by the session's mailbox.
/// </summary>
internal sealed class SessionTranscript(OutputRing ring, MemoryCount? memory = null)
{
    /// <summary>Of a conversation that is shown again: calls whose result did not come yet.</summary>
    private readonly List<ToolUseContent> _calls = [];
    private AnswerGap _gap;
    private OutputKind? _open;
    private bool _hasToldTrouble;
    private bool _isOneOfSeveral; // the question asked last

    /// <summary>More than so many sayings are not held back.</summary>
    private const int MostHeld = 32;

    public OutputRing Ring => ring;

    /// <summary>Where the newest answer begins; -1 when there is none.</summary>
    public long LastAnswerAt { get; private set; } = -1;

    public void Prompt(string text)
    {
        Write(OutputKind.Prompt, text);
        LastAnswerAt = ring.End;
    }

    /// <summary>What q said waits until the answer that streams may be parted; another list whenever it changes.</summary>
    public Saying[] Held { get; private set; } = [];

    /// <summary>Where the ring ended when the first of <see cref="Held"/> was said.</summary>
    public long HeldAt { get; private set; }

    public bool HoldsBack => Held.Length > 0;

    /// <summary>q itself speaks. While an answer streams it is held back until it cuts no block of that in two.</summary>
    public void Say(OutputKind kind, string text)
    {
        if (_open is not OutputKind.Text || _gap.IsHere || Held.Length >= MostHeld)
        {
            Write(kind, text);
            return;
        }
        HeldAt = HoldsBack ? HeldAt : ring.End;
        Held = [.. Held, new(kind, text)];
    }

    public void Text(ReadOnlySpan<byte> utf8)
    {
        while (HoldsBack && !utf8.IsEmpty)
        {
            var length = _gap.Take(utf8, stopsAtGap: true);
            Stream(OutputKind.Text, utf8[..length]);
            utf8 = utf8[length..];
            if (_gap.IsHere)
                TellHeld();
        }
        if (utf8.IsEmpty)
            return;
        _gap.Take(utf8, stopsAtGap: false);
        Stream(OutputKind.Text, utf8);
    }

    /// <summary>Says what was held back, wherever the answer stands.</summary>
    public void TellHeld()
    {
        var held = Held;
        Held = [];
        foreach (var (kind, text) in held)
            Write(kind, text);
    }

    /// <summary>No more of the answer comes.</summary>
    public void EndText()
    {
        TellHeld();
        if (_open is OutputKind.Text)
            _open = null;
    }

    public void ToolStarted(string title) => Write(OutputKind.ToolStart, title);

    public void ToolOutput(ReadOnlySpan<byte> utf8) => Stream(OutputKind.ToolOutput, utf8);

    public void ToolEnded(bool succeeded, TimeSpan took, string summary) =>
        Write(OutputKind.ToolEnd, !succeeded && summary is "denied" or "not run" ? summary // these words say it all
            : $"{Seconds(took)} · {summary}{(succeeded ? "" : " · not done")}");

    public void Question(Question question)
    {
        Write(OutputKind.Question, question.Body);
        _isOneOfSeveral = question.Count.Length > 0;
    }

    /// <summary>The last question was answered with yes. The call says so too, but not before all others are answered.</summary>
    public void Allowed()
    {
        if (_isOneOfSeveral)
            Write(OutputKind.Allowed, "allowed");
    }

    /// <summary>
    /// Writes all there is as plain text, what was evicted first, into a new file that is its owner's only. Throws when that cannot
    /// be done, and leaves nothing then.
    /// </summary>
    public void SaveTo(string file)
    {
        using var to = new FileStream(file, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 64 * 1024,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        try
        {
            var text = new OutputText(to);
            ring.Spill?.ReadAll(text.Take);
            ring.ReadAll(text.Take);
            text.End();
            to.Flush();
        }
        catch
        {
            File.Delete(file);
            throw;
        }
    }

    /// <summary>Says, once, that what scrolls out is not kept any more. Between answers, so that none is parted by it.</summary>
    public void TellTrouble()
    {
        if (_hasToldTrouble || ring.Spill?.Problem is not { } problem)
            return;
        _hasToldTrouble = true;
        Say(OutputKind.Notice, problem);
    }

    /// <summary>The session is over: what it had on the disk goes.</summary>
    public void End() => ring.Spill?.Dispose();

    public void Clear()
    {
        ring.Spill?.Dispose();
        Held = [];
        ring.Clear();
        (_open, LastAnswerAt) = (null, -1);
    }

    /// <summary>The oldest output goes, until so much is free or nothing but the last screens is left.</summary>
    public void Spare(long bytes)
    {
        ring.Keep(ring.Held - bytes);
        Count();
    }

    /// <summary>The ring may have its whole size again.</summary>
    public void Recover() => ring.Keep(long.MaxValue);

    /// <summary>Gives the ring's memory back; what is in it goes to <paramref name="to"/>, if there is one.</summary>
    public void Sleep(SpillFile? to)
    {
        TellHeld();
        if (to is not null)
            ring.ReadAll(to.Append);
        ring.Release();
        (_open, LastAnswerAt) = (null, -1);
        Count();
    }

    /// <summary>Takes back what <see cref="Sleep"/> put away.</summary>
    public void Wake(SpillFile from)
    {
        from.ReadAll((kind, begins, utf8) =>
        {
            if (begins)
                ring.Append(kind, utf8);
            else
                ring.Continue(kind, utf8);
            if (kind is OutputKind.Prompt)
                LastAnswerAt = ring.End;
        });
        Count();
    }

    /// <summary>Shows a stored conversation again, as far as the ring holds it: each tool call beside its own result.</summary>
    public void Replay(IReadOnlyList<Message> messages)
    {
        foreach (var message in messages)
            Replay(message);
        EndReplay();
    }

    /// <summary>One message more of it. Tool calls are shown when their results come, which is with a later message.</summary>
    public void Replay(Message message)
    {
        foreach (var part in message.Parts)
            Replay(message, part);
        if (message.IsCut)
            WithoutResult();
        if ((message.Marks & MessageMarks.Cancelled) != MessageMarks.None)
            Say(OutputKind.Notice, "Stopped here.");
        if ((message.Marks & MessageMarks.Interrupted) != MessageMarks.None && message.Role is Role.Assistant)
            Say(OutputKind.Notice, "Interrupted here.");
        if ((message.Marks & MessageMarks.Damaged) != MessageMarks.None)
            Say(OutputKind.Notice, "A part of this message cannot be read.");
    }

    /// <summary>No message comes after the last one.</summary>
    public void EndReplay() => WithoutResult();

    private void Replay(Message message, Content part)
    {
        switch (part)
        {
            case TextContent text when message.Role is Role.User:
                WithoutResult();
                Prompt(text.Text);
                break;
            case TextContent text:
                WithoutResult();
                foreach (var piece in text.Pieces)
                    Stream(OutputKind.Text, Encoding.UTF8.GetBytes(piece));
                _open = null;
                break;
            case ToolUseContent use:
                _calls.Add(use);
                break;
            case ToolResultContent result:
                var at = _calls.FindIndex(call => call.UseId == result.UseId);
                if (at >= 0)
                {
                    ToolStarted(CallTitle.Of(_calls[at]));
                    _calls.RemoveAt(at);
                }
                var (output, end) = ReplayedTool.Result(result, message.IsCut);
                if (output.Length > 0)
                    Write(OutputKind.ToolOutput, output);
                if (end is not null)
                    Write(OutputKind.ToolEnd, end);
                break;
        }
    }

    private void WithoutResult()
    {
        foreach (var call in _calls)
        {
            ToolStarted(CallTitle.Of(call));
            Write(OutputKind.ToolEnd, "interrupted · not done");
        }
        _calls.Clear();
    }

    private static string Seconds(TimeSpan took) =>
        took.TotalSeconds < 60 ? $"{took.TotalSeconds:0.0} s" : $"{(int)took.TotalMinutes} min {took.Seconds} s";

    private void Stream(OutputKind kind, ReadOnlySpan<byte> utf8)
    {
        if (_open == kind)
            ring.Continue(kind, utf8);
        else
            ring.Append(kind, utf8);
        _open = kind;
        Count();
    }

    private void Write(OutputKind kind, string text)
    {
        TellHeld();
        _open = null;
        if (kind is not (OutputKind.Notice or OutputKind.Error))
            _gap = default; // what comes next is another block
        ring.Append(kind, Encoding.UTF8.GetBytes(text));
        Count();
    }

    private void Count()
    {
        if (memory is not null)
            memory.Ring = ring.Held;
    }
}
