using System.Text;
using System.Threading.Channels;
using Q.TestKit;
using Q.Turns;

namespace Q.Tests.Chat;

/// <summary>A session's mailbox as an engine sees it: keeps every event as a line, and answers questions when told to.</summary>
internal sealed class RecordingSink : ITurnSink
{
    private readonly Channel<TurnEvent> _events = Channel.CreateUnbounded<TurnEvent>();
    private int _inside;

    public List<string> Lines { get; } = [];

    /// <summary>The conversation as a store would have it.</summary>
    public List<Message> Kept { get; } = [];

    /// <summary>Answers a question at once; null leaves it open.</summary>
    public Func<Question, Answer?> Decide { get; set; } = static _ => null;

    /// <summary>Gives so many bytes back.</summary>
    public Action<long> OnShort { get; set; } = static _ => { };

    /// <summary>Gets the answers.</summary>
    public ITurnEngine? Engine { get; set; }

    /// <summary>Two events were on their way at once, or one came after its turn's end.</summary>
    public bool WasMisused { get; private set; }

    public async ValueTask Send(TurnEvent turnEvent)
    {
        if (Interlocked.Increment(ref _inside) != 1)
            WasMisused = true;
        await Task.Yield();
        lock (Lines)
        {
            Lines.Add(LineOf(turnEvent));
        }
        if (turnEvent is MessageReady ready)
            Kept.Add(ready.Message);
        if (turnEvent is TurnAsked asked && Decide(asked.Question) is { } answer)
            Engine!.Answer(asked.Question.Number, answer);
        if (turnEvent is MemoryShort(_, var bytes))
            OnShort(bytes);
        Interlocked.Decrement(ref _inside);
        _events.Writer.TryWrite(turnEvent);
    }

    /// <summary>The next event of this kind; those before it are passed over.</summary>
    public async Task<T> Next<T>()
        where T : TurnEvent
    {
        while (true)
        {
            if (await _events.Reader.ReadAsync().AsTask().WaitAsync(Poll.Limit) is T found)
                return found;
        }
    }

    public string Story()
    {
        lock (Lines)
        {
            return string.Join('\n', Lines);
        }
    }

    private static string LineOf(TurnEvent turnEvent) => turnEvent switch
    {
        TurnText text => $"text {Encoding.UTF8.GetString(text.Utf8.Span)}",
        ToolStarted start => $"start {start.Title}",
        ToolOutput output => $"output {Encoding.UTF8.GetString(output.Utf8.Span).TrimEnd()}",
        ToolEnded end => $"end {end.Summary}",
        ToolWaits waits => $"waits {waits.Title}: {waits.Why}",
        TurnAsked asked => $"asked {asked.Question.Title}",
        MessageReady ready => $"kept {Conversation.LineOf(ready.Message)}",
        TurnActivity activity => $"does {activity.Text}".TrimEnd(),
        MemoryShort => "short of memory",
        TurnNotice notice => $"notice {notice.Text}",
        TurnEnded end => $"ended {end.Outcome}{(end.Problem is null ? "" : ": " + end.Problem)}",
        _ => throw new InvalidOperationException(),
    };
}
