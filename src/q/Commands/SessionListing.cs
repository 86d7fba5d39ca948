using System.Text;
using Q.Core;
using Q.Sessions;
using Q.Store;

namespace Q.Commands;

/// <summary>
/// What <c>/sessions</c> and <c>q sessions list</c> print: a row a session, <c>*</c> before the one in focus, aligned,
/// a row as wide as there are columns, 80 at least, and a second one for what is at work; below 72 two lines or more. Pure.
/// </summary>
internal static class SessionListing
{
    /// <summary>What the chat's margin leaves of 80.</summary>
    public const int Columns = 78;

    /// <summary>Nothing is cut, as for a pipe.</summary>
    public const int Endless = int.MaxValue;

    /// <summary>Below this a row is two lines.</summary>
    private const int Roomy = 72;

    /// <summary>What the chat's margin takes.</summary>
    public const int Margin = 2;

    private const int NameMost = 20;

    /// <summary>Above this no name is cut.</summary>
    private const int Wide = 100;

    /// <summary>One row, before it is laid out.</summary>
    internal sealed record Row(
        string Mark, string Slot, string Name, string State, string Type, string Messages, string Last, string Why)
    {
        /// <summary>What it does is told whole, on a second line where the row has no room for it.</summary>
        public bool IsAtWork { get; init; }
    }

    public static Row Of(SessionView view, bool inFocus, DateTimeOffset now) => new(
        inFocus ? "*" : "",
        view.Slot > 0 ? $"{view.Slot}" : "",
        view.Name,
        $"[{SessionWords.State(view, inFocus)}]",
        SessionWords.Type(view.Type),
        view.Unseen ? $"{view.Messages,3} new" : $"{view.Messages,3}",
        SessionWords.Span(now - view.LastActive),
        string.Join(", ", Words(view, now).Where(word => word.Length > 0)))
    {
        IsAtWork = view.Status is SessionStatus.Processing,
    };

    /// <summary>Every word of the text stands in what is shown of the session.</summary>
    public static bool Has(SessionView view, string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word =>
        $"{view.Slot} {view.Name} {view.Type} {view.Status} {view.Group} {view.Folder}".Contains(word, StringComparison.OrdinalIgnoreCase));

    public static Row Of(StoredSession stored, DateTimeOffset now) => Of(View(stored), stored.Active, now);

    /// <summary>A session as it stands in the store. What was at work when its q ended has been interrupted.</summary>
    public static SessionView View(StoredSession stored)
    {
        return new SessionView
        {
            Id = stored.Id,
            Slot = stored.Slot,
            Name = stored.Name,
            Type = stored.Type,
            Status = stored.Told,
            Why = stored.IsCut ? WaitReason.Interrupted : stored.Asks,
            Interrupted = stored.IsCut,
            Folder = stored.Folder,
            Messages = stored.Messages,
            LastActive = stored.LastActive,
            Since = stored.LastActive,
            Unseen = stored.Unseen,
            Queued = stored.Queued,
            OwnerPid = stored.OwnerPid,
            Pinned = stored.Pinned,
            Group = stored.Group,
            Model = stored.Model,
            Worktree = stored.Worktree,
        };
    }

    /// <summary>Rows under a title, with a line that names the columns where there is room for them; cut at the screen's edge.</summary>
    public static void Write(StringBuilder to, string title, IReadOnlyList<Row> rows, int columns = 80)
    {
        if (columns < Roomy)
        {
            Narrow(to.Append(title).Append('\n'), rows, Math.Max(20, columns - Margin));
            return;
        }
        var slot = Math.Max(1, rows.Max(row => row.Slot.Length));
        var name = Math.Min(columns > Wide ? columns : NameMost, Math.Max(4, rows.Max(row => row.Name.Length)));
        to.Append(title).Append('\n');
        foreach (var row in rows.Prepend(new("", "#", "name", "state", "type", "msgs", "last", "why")))
        {
            var line = $"{row.Mark,1} {row.Slot.PadLeft(slot)} {Cut(row.Name, name).PadRight(name)} "
                + $"{row.State,-12} {row.Type,-6} {row.Messages,-7} {row.Last,4} ";
            var most = Math.Max(Columns, columns - Margin);
            var room = row.IsAtWork ? Fitting(row.Why, most - line.Length) : row.Why.Length;
            to.Append(Cut(line + row.Why[..room], most).TrimEnd()).Append('\n');
            var rest = row.Why[room..].TrimStart(' ', '·');
            if (rest.Length > 0)
                to.Append(' ', slot + 3).Append(Cut(rest, most - slot - 3)).Append('\n');
        }
    }

    /// <summary>How much of what a session does has room: as many of its parts as are whole.</summary>
    private static int Fitting(string why, int room) =>
        why.Length <= room ? why.Length : Math.Max(0, why.AsSpan(0, Math.Clamp(room + 3, 0, why.Length)).LastIndexOf(" · "));

    private static void Narrow(StringBuilder to, IReadOnlyList<Row> rows, int columns)
    {
        var slot = rows.Max(row => row.Slot.Length);
        foreach (var row in rows)
        {
            var name = Cut(row.Name, Math.Max(6, columns - slot - row.State.Length - 4));
            to.Append($"{row.Mark,1} {row.Slot.PadLeft(slot)} {name} {row.State}\n");
            var messages = row.Messages.Trim() is "1" or "1 new" ? "message" : "messages";
            var rest = $"{row.Type}, {row.Messages.Trim()} {messages}, {row.Last} ago{(row.Why.Length > 0 ? $": {row.Why}" : "")}";
            foreach (var line in CommandHelp.Wrap(rest, columns - slot - 3))
                to.Append(' ', slot + 3).Append(line).Append('\n');
        }
    }

    /// <summary>Why it waits or what it does, and what a person chose for it.</summary>
    private static string[] Words(SessionView view, DateTimeOffset now) =>
    [
        view.OwnerPid == 0 ? SessionWords.Why(view, now) : view.Stands ? view.Why.Word() : "",
        view.Queued.Count > 0 ? $"{view.Queued.Count} queued" : "",
        view.Hibernated ? "hibernated" : "",
        view.Pinned ? "pinned" : "",
        view.Group.Length > 0 ? $"group {view.Group}" : "",
        view.Model,
        view.Worktree.Length > 0 ? "worktree" : "",
        view.OwnerPid != 0 ? $"open in pid {view.OwnerPid}" : "",
    ];

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}
