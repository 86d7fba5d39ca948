using Q.Core;
using Q.Screen;

namespace Q;

/// <summary>Two sessions on the screen: which, where the focus is in them, and when there is room.</summary>
internal sealed partial class AppLoop
{
    private Split? _split;

    public Outcome ShowBeside(SessionId other, bool isStacked)
    {
        if (_parts.Terminal.IsPlain)
            return Outcome.No("Plain lines show one session at a time. /switch goes to another, and what waits elsewhere is told here.");
        var size = _parts.Terminal.Size;
        if (!SplitShown.HasRoom(size.Columns, size.Rows, isStacked))
            return Outcome.No(SplitShown.WhyNot(size.Columns, size.Rows, isStacked));
        _split = new(_sessions.Focused.Id, other, _split?.IsFirst == true, isStacked);
        _sessions.ShowBeside(other);
        return Outcome.Ok;
    }

    public bool EndSplit()
    {
        var was = _split is not null;
        _split = null;
        _sessions.ShowBeside(null);
        return was;
    }

    /// <summary>In a split to the half that has not the focus; without one the session used last comes beside this one.</summary>
    private void ToOtherHalf()
    {
        if (_split is { } split && _sessions.Views.FirstOrDefault(view => view.Id == split.Other) is { } other)
            Go(_sessions.Switch($"{other.Slot}"));
        else
            RunCommand("/split");
    }

    /// <summary>After every event, as the line does.</summary>
    private void FollowSplit()
    {
        if (_split is not { } split)
            return;
        if (split.Follow(_sessions.Focused.Id, id => _sessions.Views.Any(view => view.Id == id && view.OwnerPid == 0)) is { } now)
        {
            _split = now;
            var size = _parts.Terminal.Size;
            _sessions.ShowBeside(SplitShown.HasRoom(size.Columns, size.Rows, now.IsStacked) ? now.Other : null); // what is not seen is unseen
        }
        else
        {
            EndSplit();
        }
    }

    /// <summary>The other half; null, and a hint, where there is no room for it now.</summary>
    private SplitShown? Beside(ref string? hint)
    {
        if (_split is not { } split || _sessions.Views.FirstOrDefault(view => view.Id == split.Other) is not { } view)
            return null;
        KnowRing(view);
        var size = _parts.Terminal.Size;
        if (SplitShown.HasRoom(size.Columns, size.Rows, split.IsStacked))
            return new(view, ReadingOf(view.Id).Scroll, ReadingOf(view.Id).Opened, split.IsStacked, split.IsFirst);
        if (!HasTurn(_sessions.Focused)) // what it asks or does is told there
            hint ??= $"No room for {view.Name}; /split off ends it.";
        return null;
    }
}
