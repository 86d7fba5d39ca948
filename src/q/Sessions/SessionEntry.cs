using Q.Core;
using Q.Store;

namespace Q.Sessions;

/// <summary>
/// What the coordinator knows of one live session beside what the session says itself: name, slot, half-typed line, queue,
/// and what a person has seen of it. Owned by the app loop.
/// </summary>
internal sealed class SessionEntry(SessionId id, int slot, string name, string folder, DateTimeOffset createdAt)
{
    private SessionView? _heard;
    private SessionView? _resumedFrom;
    private StoredSession? _saved;

    public SessionId Id { get; } = id;

    /// <summary>Moved by <see cref="SessionDirectory"/> alone, which has them in this order.</summary>
    public int Slot { get; set; } = slot;

    public string Folder { get; } = folder;

    public string Name { get; set; } = name;

    public bool NamedByHand { get; set; }

    public SessionType Type { get; set; }

    /// <summary>A person named the type, or it has stood long enough.</summary>
    public bool TypeIsChosen { get; set; }

    public bool Pinned { get; set; }

    public string Group { get; set; } = "";

    public string Model { get; set; } = "";

    public string Worktree { get; init; } = "";

    public string Draft { get; set; } = "";

    /// <summary>Prompts typed while a turn runs, oldest first. Replaced, never changed.</summary>
    public string[] Queued { get; set; } = [];

    /// <summary>What its name comes from; null when not known yet.</summary>
    public List<string>? FirstPrompts { get; set; }

    /// <summary>Its model was asked for a title.</summary>
    public bool TitleAsked { get; set; }

    /// <summary>Its name is a title, or may be one: what is asked later does not change it.</summary>
    public bool HasTitle { get; set; }

    /// <summary>Null while another process owns it.</summary>
    public Session? Session
    {
        get;
        set
        {
            field = value;
            (TurnWanted, PromptTurn, Answered, Ends) = (0, 0, 0, 0); // they count what the one before did
            (Hangs, HandledSeen, HeardAt) = (false, 0, 0);
            _heard = value?.View;
        }
    }

    public int OwnerPid { get; set; }

    /// <summary>As it was restored; for a session that another process owns all there is.</summary>
    public StoredSession? Stored { get; set; }

    /// <summary>Counts up with each focus, over restarts too: the largest was in focus last; 0 when it never was.</summary>
    public long FocusedAt { get; set; }

    /// <summary>When the focus left it.</summary>
    public DateTimeOffset LeftAt { get; set; }

    /// <summary>It was told to hibernate, and has not answered yet.</summary>
    public bool SleepWanted { get; set; }

    /// <summary>An answer or failure came while it was not in focus.</summary>
    public bool Unseen { get; set; }

    /// <summary>Where the part begins that nobody has looked at; -1 when all was seen.</summary>
    public long UnreadFrom { get; set; } = -1;

    /// <summary>The turn that was asked for and that the session's view does not show yet.</summary>
    public int TurnWanted { get; set; }

    /// <summary>The prompt that was sent last.</summary>
    public SentPrompt? Sent { get; set; }

    /// <summary>The turn that it begins. Until the session shows it, the row is not stored but with it.</summary>
    public int PromptTurn { get; set; }

    /// <summary>A person was told that prompts from before a restart wait in it.</summary>
    public bool ToldOfQueue { get; set; }

    /// <summary>The question that was answered and that the session's view may still show.</summary>
    public int Answered { get; set; }

    /// <summary>How many answers and failures were taken notice of.</summary>
    public int Ends { get; set; }

    /// <summary>It has something unseen, and its conversation was not read from the store yet.</summary>
    public bool WantsUnread { get; set; }

    /// <summary>Its mailbox hangs, as the watchdog found.</summary>
    public bool Hangs { get; set; }

    /// <summary>What the watchdog saw last of its mailbox, and when that was another number; 0 for never.</summary>
    public int HandledSeen { get; set; }

    public long HeardAt { get; set; }

    /// <summary>How far its ring had grown when it was in focus last.</summary>
    public long SeenUntil { get; set; }

    /// <summary>As it was stored last; null when it never was.</summary>
    public StoredSession? SavedRow => _saved ?? Stored;

    /// <summary>As of the last <see cref="Compose"/>.</summary>
    public SessionView View { get; private set; } = null!;

    /// <summary>Nobody named it and it has no message: neither counted nor stored.</summary>
    public bool IsEmpty => !NamedByHand && View.Messages == 0 && FirstPrompts is null or [];

    /// <summary>Hears the session's newest view; whether it is another one than at the last call.</summary>
    public bool TakeNews()
    {
        var before = _heard;
        _heard = Session?.View;
        return !ReferenceEquals(_heard, before);
    }

    /// <summary>The session was told to go on: while it shows what it does now, it does not know yet.</summary>
    public void IsResumed() => _resumedFrom = _heard;

    /// <summary>
    /// Puts into one view what the coordinator knows and what was heard of the session. Never what it says meanwhile: an end that
    /// was shown before it was heard would be taken for a new one later, when a person has seen it and gone.
    /// </summary>
    public SessionView Compose(DateTimeOffset now)
    {
        var view = _heard ?? Foreign();
        var isStarting = view.Turn < TurnWanted;
        var isAnswered = view.Question is { } question && question.Number == Answered;
        var isBusy = isStarting || isAnswered;
        var isResumed = !isBusy && ReferenceEquals(view, _resumedFrom);
        return View = view with
        {
            Name = Name,
            Slot = Slot,
            Type = Type,
            NamedByHand = NamedByHand,
            Pinned = Pinned,
            Group = Group,
            Model = Model,
            Worktree = Worktree,
            Queued = Queued,
            Unseen = Unseen,
            UnreadFrom = UnreadFrom,
            OwnerPid = OwnerPid,
            Hangs = Hangs,
            Status = isBusy ? SessionStatus.Processing : isResumed ? SessionStatus.WaitingForInput : view.Status,
            Why = isBusy ? WaitReason.None : isResumed && view.Why is WaitReason.None ? WaitReason.Prompt : view.Why,
            Since = isBusy ? now : view.Since,
            Question = isBusy ? null : view.Question,
            Interrupted = !isBusy && view.Interrupted,
        };
    }

    /// <summary>The row to store, or null when it is stored as it is or is nothing to store.</summary>
    public StoredSession? TakeRow(bool isFocused)
    {
        if (OwnerPid != 0 || (IsEmpty && Draft.Length == 0 && _saved is null))
            return null;
        var row = new StoredSession
        {
            Id = Id,
            Slot = Slot,
            Name = Name,
            NamedByHand = NamedByHand,
            Type = Type,
            Status = View.Status,
            Asks = View.Why is WaitReason.Prompt ? WaitReason.None : View.Why,
            Problem = View.Status is SessionStatus.Failed ? View.Problem ?? "" : "",
            Active = isFocused,
            Folder = Folder,
            CreatedAt = createdAt,
            LastActive = View.LastActive,
            Unseen = Unseen,
            FocusedAt = FocusedAt,
            Pinned = Pinned,
            Group = Group,
            Model = Model,
            Worktree = Worktree,
            Draft = Draft,
            Queued = Queued,
        };
        if (row == _saved)
            return null;
        return _saved = row;
    }

    private SessionView Foreign() => new()
    {
        Id = Id,
        Slot = Slot,
        Name = Name,
        Folder = Folder,
        Status = Stored?.Status ?? SessionStatus.WaitingForInput,
        Why = Stored switch
        {
            { Asks: not WaitReason.None and var asks } => asks,
            { Status: SessionStatus.WaitingForInput } => WaitReason.Prompt,
            _ => WaitReason.None,
        },
        Messages = Stored?.Messages ?? 0,
        LastActive = Stored?.LastActive ?? createdAt,
        Since = Stored?.LastActive ?? createdAt,
    };
}
