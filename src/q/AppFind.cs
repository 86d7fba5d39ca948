using Q.Output;
using Q.Screen;

namespace Q;

/// <summary>A text in the transcript of the session in focus, and single tool calls that are opened.</summary>
internal sealed partial class AppLoop
{
    private long _foundAt;

    public void ShowFind(string text)
    {
        if (_parts.Terminal.IsPlain)
        {
            Tell("Lines alone cannot be scrolled: the terminal's own search finds what stands in them. /search looks through all sessions.");
            return;
        }
        var from = ReadingOf(_sessions.Focused.Id).Scroll.Follows ? long.MaxValue : _screen.EndAt;
        _mode = new FindMode(text, (wanted, step) => Find(wanted, step, from));
    }

    /// <summary>A match in what a folded call wrote opens the call.</summary>
    private bool Find(string text, FindStep step, long from)
    {
        var (focused, reading) = (_sessions.Focused, ReadingOf(_sessions.Focused.Id));
        if (focused.Ring is not { } ring)
            return false;
        var at = step is FindStep.First ? from : _foundAt;
        var nearest = OutputSearch.Find(ring, text, at, older: step is not FindStep.Newer);
        if (nearest is null && step is FindStep.First)
            nearest = OutputSearch.Find(ring, text, at, older: false);
        if (nearest is not { } found)
            return false;
        _foundAt = found.At;
        var call = found.Kind is OutputKind.ToolOutput ? CallAt(ring, found.Record, 1)
            : found.Kind is OutputKind.Prompt ? PromptAt(ring, found.Record) : null;
        if (call is { } start)
            reading.Opened = reading.Opened.With(start);
        reading.Scroll = ScrollState.At(found.Record, found.Into);
        return true;
    }

    public void ToggleOutput(int call)
    {
        var focused = _sessions.Focused;
        if (focused.Ring is { } ring && CallAt(ring, ring.End, call) is { } start)
            Toggle(focused.Id, start);
        else
            Tell(call == 1 ? "No tool was called here." : $"There are not so many as {call} calls of tools here.");
    }

    /// <summary>The lowest call on the screen that is folded; where none is, the lowest one is folded.</summary>
    private void ToggleCall()
    {
        if (_tools is ToolLook.Open)
            Tell($"All are open. {Named(Input.KeyAction.Output)} folds them.");
        else if (_screen.CallAt is >= 0 and var start)
            Toggle(_sessions.Focused.Id, start);
        else
            Tell("No call of a tool is on the screen.");
    }

    private void Toggle(Core.SessionId id, long start)
    {
        var reading = ReadingOf(id);
        reading.Opened = reading.Opened.Contains(start) ? reading.Opened.Without(start) : reading.Opened.With(start);
        if (!_screen.KeepsLines || !reading.Opened.IsAny)
            return;
        reading.Scroll = ScrollState.From(start); // what was printed stays folded
        Tell("Esc goes back to the prompt.");
    }

    /// <summary>Back to the end, and where lines stay as they were written also out of the calls that were opened. False where nothing was read.</summary>
    private bool StopReading()
    {
        var reading = ReadingOf(_sessions.Focused.Id);
        var isReading = !reading.Scroll.Follows || (_screen.KeepsLines && reading.Opened.IsAny);
        reading.Scroll = ScrollState.Follow;
        if (_screen.KeepsLines)
            reading.Opened = OpenedCalls.None;
        return isReading;
    }

    /// <summary>Where the prompt begins that a record belongs to.</summary>
    private static long? PromptAt(OutputRing ring, long at)
    {
        var (reader, record) = (new OutputReader(ring), new byte[OutputRing.MaxRecordBytes]);
        var status = reader.At(at, record, out var one);
        while (status is ReadStatus.Read && !one.Begins)
            status = reader.Before(one.Position, out one);
        return status is ReadStatus.Read ? one.Position : null;
    }

    /// <summary>Where the call begins that is the so many-th before a position.</summary>
    private static long? CallAt(OutputRing ring, long before, int count)
    {
        var reader = new OutputReader(ring);
        for (var end = before; reader.Before(end, out var one) is ReadStatus.Read; end = one.Position)
        {
            if (one is { Kind: OutputKind.ToolStart, Begins: true } && --count == 0)
                return one.Position;
        }
        return null;
    }
}
