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

    /// <summary>What providers said of their limits.</summary>
    RateLimit,
}

/// <summary>The parts by their words, as they go from one q to another.</summary>
internal static class DebugParts
{
    private static readonly string[] s_words = ["sessions", "coordinator", "locks", "buffers", "rate-limit"];

    public static string Word(DebugPart part) => s_words[(int)part];

    public static DebugPart? Find(string word) => Array.IndexOf(s_words, word) is >= 0 and var part ? (DebugPart)part : null;
}

/// <summary>For whoever looks for a fault, here or from a shell: lines of what is so now; keeps nothing. Called on the app loop.</summary>
[CommandGroup("Sessions", Order = 1)]
internal sealed class TroubleCommands(Coordinator sessions, Settings settings, TimeProvider time, CommandHome home)
{
    /// <summary>Show what q itself knows, to look for a fault.</summary>
    /// <param name="part">Which part of it.</param>
    /// <example>/debug locks</example>
    [SlashCommand("debug")]
    public void Debug([Value("part")] DebugPart part) => sessions.Say(sessions.Focused.Id, OutputKind.Notice, Text(part));

    /// <summary>The lines of one part.</summary>
    public string Text(DebugPart part)
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
                Lines(text, home.Locks(), "No session holds a file, and none waits for one.");
                break;
            case DebugPart.Buffers:
                foreach (var view in sessions.Views)
                    Buffer(text, view);
                break;
            case DebugPart.RateLimit:
                Lines(text.Append($"model calls  {home.Calls()}\n"), home.Limits(), "No provider has said anything of its limits.");
                break;
        }
        return text.ToString();
    }

    private static void Lines(StringBuilder to, IReadOnlyList<string> lines, string none)
    {
        foreach (var line in lines.Count > 0 ? lines : [none])
            to.Append(line).Append('\n');
    }

    private void Session(StringBuilder to, SessionView view)
    {
        to.Append($"{view.Slot} {view.Name}: {view.Status}, turn {view.Turn}, {view.Ends} ended, ")
            .Append($"{view.Messages} {(view.Messages == 1 ? "message" : "messages")}, {view.Queued.Count} queued, for {SessionWords.Span(time.GetUtcNow() - view.Since)}");
        foreach (var (word, isSo) in ((string, bool)[])
            [(view.Why.Word(), view.Stands), ("unseen", view.Unseen), ("not answered", view is { Interrupted: true, Stands: false }),
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
