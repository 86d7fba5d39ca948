using Q.Core;
using Q.Output;
using Q.Turns;

namespace Q.Sessions;

/// <summary>
/// All that anyone outside a session may know of it: an immutable value, published by the session's mailbox (or, for name and
/// slot, by the coordinator) and read by the app loop. The ring in it is safe to read from any thread.
/// </summary>
internal sealed record SessionView
{
    public required SessionId Id { get; init; }

    /// <summary>
    /// From 1; does not move when another session closes. 0 for a session that has none (historical, headless).
    /// </summary>
    public required int Slot { get; init; }

    public required string Name { get; init; }

    /// <summary>A person gave the name: nothing generated replaces it.</summary>
    public bool NamedByHand { get; init; }

    public SessionType Type { get; init; }

    public SessionStatus Status { get; init; }

    public WaitReason Why { get; init; }

    /// <summary>Since when it has this status and reason.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>There is an answer (or a failure) nobody has looked at.</summary>
    public bool Unseen { get; init; }

    /// <summary>Ring position where the part nobody has looked at begins; -1 when all was seen.</summary>
    public long UnreadFrom { get; init; } = -1;

    /// <summary>
    /// Its last prompt has no whole answer, and nothing runs: cut by a crash or by the person. /retry asks again.
    /// </summary>
    public bool Interrupted { get; init; }

    /// <summary>It gave its memory back; opening it, or a prompt, takes back what is needed.</summary>
    public bool Hibernated { get; init; }

    /// <summary>Its turn is over, and it is processing only until the last message is on the disk.</summary>
    public bool Settles { get; init; }

    /// <summary>Counts prompts and retries of this process.</summary>
    public int Turn { get; init; }

    /// <summary>Counts answers and failures that came to stand there in this process.</summary>
    public int Ends { get; init; }

    /// <summary>Ring position where the last answer begins; -1 when there is none.</summary>
    public long LastAnswerAt { get; init; } = -1;

    /// <summary>
    /// What q said that has no place in <see cref="Ring"/> yet, since it would part a block of the answer that streams.
    /// </summary>
    public Saying[] Held { get; init; } = [];

    /// <summary>Where the ring ended when the first of them was said: in the ring they stand behind it.</summary>
    public long HeldAt { get; init; }

    public int Messages { get; init; }

    public required string Folder { get; init; }

    public DateTimeOffset LastActive { get; init; }

    /// <summary>Nothing closes, hibernates or removes it but a person.</summary>
    public bool Pinned { get; init; }

    /// <summary>Which sessions it belongs to; empty for none.</summary>
    public string Group { get; init; } = "";

    /// <summary>The model a person chose for it; empty for the usual one.</summary>
    public string Model { get; init; } = "";

    /// <summary>The root of the git worktree that was made for it; empty for none.</summary>
    public string Worktree { get; init; } = "";

    /// <summary>Prompts typed while a turn runs, oldest first.</summary>
    public IReadOnlyList<string> Queued { get; init; } = [];

    /// <summary>The open question, when <see cref="Why"/> is permission, question or budget.</summary>
    public Question? Question { get; init; }

    /// <summary>What runs now, one line, e.g. <c>execute_bash make test</c>; null between tools.</summary>
    public string? Activity { get; init; }

    /// <summary>How far that is; null between tools.</summary>
    public ToolProgress? Progress { get; init; }

    /// <summary>Why the last turn failed, and what to do.</summary>
    public string? Problem { get; init; }

    /// <summary>Another live q owns it: shown as <c>open in pid N</c>, cannot be prompted. 0 when it is ours.</summary>
    public int OwnerPid { get; init; }

    /// <summary>It does not react: something in it hangs. /kill frees its slot.</summary>
    public bool Hangs { get; init; }

    /// <summary>What it has said. Null when it is owned elsewhere or historical.</summary>
    public OutputRing? Ring { get; init; }

    /// <summary>Asks: permission, question or budget.</summary>
    public bool Asks => Why is WaitReason.Permission or WaitReason.Question or WaitReason.Budget;

    /// <summary>Can do nothing until a person comes: asks, or was cut by the end of q. What a person has paused waits for nobody.</summary>
    public bool Stands => Asks || (Why is WaitReason.Interrupted && Status is not SessionStatus.Paused);

    /// <summary>Needs a person: stands, or has something unseen.</summary>
    public bool Waits => Stands || Unseen;

    /// <summary>Its oldest queued prompt goes by itself: a turn has ended, and no person should look first.</summary>
    public bool SendsNext => Queued.Count > 0 && Ends > 0 && !Interrupted && Status is SessionStatus.WaitingForInput && !Asks;

    /// <summary>Neither waiting nor running, and no prompt waits to be sent.</summary>
    public bool Idle => !Waits && Status is not SessionStatus.Processing && Queued.Count == 0;
}

/// <summary>Something that q itself says in a session.</summary>
internal sealed record Saying(OutputKind Kind, string Text);
