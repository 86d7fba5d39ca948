using System.Text;
using Q.Config;
using Q.Core;
using Q.Output;
using Q.Sessions;
using Q.Store;

namespace Q.Commands;

/// <summary>What <c>/debug</c> shows.</summary>
internal enum DebugPart : byte
{
    /// <summary>Each session as q knows it.</summary>
    Sessions,

    /// <summary>What all sessions share: places, calls to models, memory, what is not stored.</summary>
    Coordinator,

    /// <summary>Which session holds which file.</summary>
    Locks,

    /// <summary>How much output each session keeps in memory.</summary>
    Buffers,
}

/// <summary>For whoever looks for a fault: lines of what is so now; keeps nothing. Called on the app loop.</summary>
[CommandGroup("Sessions", Order = 1)]
internal sealed class TroubleCommands(Coordinator sessions, Settings settings, TimeProvider time, CommandHome home)
{
    /// <summary>Show what q itself knows, to look for a fault.</summary>
    /// <param name="part">Which part of it.</param>
    /// <example>/debug locks</example>
    [SlashCommand("debug")]
    public void Debug([Value("part")] DebugPart part)
    {
        var text = new StringBuilder();
        switch (part)
        {
            case DebugPart.Sessions:
                foreach (var view in sessions.Views)
                    Session(text, view);
                break;
            case DebugPart.Coordinator:
                Shared(text);
                break;
            case DebugPart.Locks:
                foreach (var held in home.Locks())
                    text.Append(held).Append('\n');
                if (text.Length == 0)
                    text.Append("No session holds a file, and none waits for one.\n");
                break;
            case DebugPart.Buffers:
                foreach (var view in sessions.Views)
                    Buffer(text, view);
                break;
        }
        sessions.Say(sessions.Focused.Id, OutputKind.Notice, text.ToString());
    }

    private void Session(StringBuilder to, SessionView view)
    {
        to.Append($"{view.Slot} {view.Name}: {view.Status}, turn {view.Turn}, {view.Ends} ended, ")
            .Append($"{view.Messages} messages, {view.Queued.Count} queued, for {SessionWords.Span(time.GetUtcNow() - view.Since)}");
        foreach (var (word, isSo) in ((string, bool)[])
            [(view.Why.Word(), view.Asks), ("unseen", view.Unseen), ("interrupted", view.Interrupted),
            ("hibernated", view.Hibernated), ("pinned", view.Pinned), ("hangs", view.Hangs),
            ($"open in pid {view.OwnerPid}", view.OwnerPid != 0)])
        {
            if (isSo)
                to.Append(", ").Append(word);
        }
        to.Append($"\n  {view.Id} in {view.Folder}\n");
    }

    private void Shared(StringBuilder to)
    {
        var views = sessions.Views;
        var unsaved = home.Store.Unsaved();
        to.Append($"sessions     {views.Count} open, {sessions.Counted} count of {settings.MaxActiveSessions}; "
                + $"{views.Count(view => view.Status is SessionStatus.Processing)} at work, "
                + $"{views.Count(view => view.Asks)} ask, {views.Count(view => view.Unseen)} unseen, "
                + $"{views.Count(view => view.Hibernated)} hibernated\n")
            .Append($"model calls  {home.Calls()}\n")
            .Append($"events       {sessions.Refused} came where they mean nothing\n")
            .Append($"memory       {sessions.Memory() / 1_000_000} MB of {settings.MaxMemoryMb}\n")
            .Append($"not stored   {(unsaved.Count == 0 ? "nothing" : UnsavedWork.Told(unsaved))}\n");
    }

    private void Buffer(StringBuilder to, SessionView view)
    {
        if (view.Ring is not { } ring)
            return;
        to.Append($"{view.Slot} {view.Name}: {ring.Held / 1000} kB of {settings.OutputBufferSizeMb * 1000}, ")
            .Append($"{ring.End / 1000} kB written, {ring.Evicted} records evicted\n");
    }
}
