using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Q.Chat;
using Q.Core;
using Q.Model;
using Q.Tools;
using Q.Turns;

namespace Q.Tests.Sessions;

/// <summary>
/// Real engines, one gate and one set of file leases, between a model that does what a seed says and a tool that writes a few
/// files which all sessions share. Counts what became of the leases, and sees two sessions write one file at once.
/// </summary>
internal sealed class RandomWork : ITool, IDisposable
{
    private const string Tool = "write_shared";
    private const int Files = 16;
    private static readonly TimeSpan s_hangs = TimeSpan.FromMinutes(3);
    private static readonly string[] s_ways = ["well", "well", "well", "slowly", "badly", "not at all"];

    private readonly ConcurrentDictionary<SessionId, bool> _asking = new();
    private readonly ConcurrentDictionary<string, SessionId> _writing = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _ends = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _calm = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ChatParts _parts;
    private int _engines;
    private int _waits;
    private int _clashes;

    public RandomWork()
    {
        var shared = ToolShared.Of(Time) with { BackgroundLimit = TimeSpan.FromMinutes(2), IsWatched = static _ => false };
        Gate = new(5, new(Time));
        var retry = new RetryPolicy(Time, static () => 1);
        _parts = new(static _ => Outcome<IModelClient>.No("each has its own"), new([this]), TrustChoice.AskAlways, retry, Gate, Time)
        {
            Shared = shared,
        };
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public CallGate Gate { get; }

    public FileLocks Locks => _parts.Shared.Locks;

    /// <summary>How often a session was told that another holds its file.</summary>
    public int Waits => Volatile.Read(ref _waits);

    /// <summary>How often two sessions wrote one file at the same time.</summary>
    public int Clashes => Volatile.Read(ref _clashes);

    public ToolSpec Spec { get; } = new(Tool, "For tests.", """{"type":"object"}""");

    private bool IsCalm => _calm.Task.IsCompleted;

    /// <summary>How many calls ended with these few words.</summary>
    public int Ended(string summary) => _ends.GetValueOrDefault(summary);

    /// <summary>A question of the session is open: a person must come.</summary>
    public bool IsAsking(SessionId session) => _asking.ContainsKey(session);

    /// <summary>From now on each model answers at once, and what hangs comes back.</summary>
    public void CalmDown() => _calm.TrySetResult();

    public ITurnEngine Engine(SessionSetup setup, ITurnSink sink, HistoryReader history)
    {
        var model = new RandomModel(this, new(Interlocked.Increment(ref _engines)));
        var parts = _parts with { Model = _ => Outcome<IModelClient>.Ok(model) };
        return new ChatEngineFactory(parts, home: null).Make(setup, new Listening(this, setup.Session, sink), history);
    }

    public Outcome<ToolCall> Prepare(JsonElement input, ToolContext context) =>
        Outcome<ToolCall>.Ok(new Write(this, input.Clone(), context.Workspace.Session));

    public IReadOnlyList<string> Writes(JsonElement input, Workspace workspace) => [.. Paths(input)];

    public void Dispose() => Locks.Dispose();

    private static IEnumerable<string> Paths(JsonElement input) =>
        input.GetProperty("files").EnumerateArray().Select(file => $"/shared/{file.GetInt32()}");

    /// <summary>Stands for long; a cancel ends it where it listens.</summary>
    private async Task Hang(CancellationToken cancel) => await Task.WhenAny(Task.Delay(s_hangs, Time, cancel), _calm.Task);

    /// <summary>A model that streams, asks for tools, fails, is limited, hangs.</summary>
    private sealed class RandomModel(RandomWork work, Random random) : IModelClient
    {
        private int _uses;

        public string Provider => "random";

        public string Model => "one";

        public async IAsyncEnumerable<ModelEvent> Stream(ModelRequest request, [EnumeratorCancellation] CancellationToken cancel)
        {
            await Task.Yield();
            var what = work.IsCalm ? 100 : random.Next(100);
            if (what < 3)
                throw new ModelException("No route to the model.", ModelFault.Unreachable);
            for (var pieces = random.Next(0, 4); pieces >= 0; pieces--)
                yield return new ModelText("piece "u8.ToArray());
            if (what < 12)
                throw new ModelException("The answer broke off. /retry asks again.", ModelFault.Broken);
            if (what < 14)
                await work.Hang(cancel);
            cancel.ThrowIfCancellationRequested();
            var uses = what is >= 14 and < 60 ? random.Next(1, 3) : 0;
            for (var use = 0; use < uses; use++)
                yield return new ModelToolUse($"u{++_uses}", Tool, Arguments());
            yield return new ModelDone(uses > 0 ? StopReason.ToolUse : StopReason.EndOfTurn, new Usage(3, 2));
        }

        public Task<Outcome<IReadOnlyList<string>>> ListModels(CancellationToken cancel) => throw new NotSupportedException();

        private string Arguments()
        {
            var asks = random.Next(4) == 0 ? "true" : "false";
            var files = random.Next(3) == 0 ? $"{random.Next(Files)},{random.Next(Files)}" : $"{random.Next(Files)}";
            return $$"""{"files":[{{files}}],"asks":{{asks}},"goes":"{{s_ways[random.Next(s_ways.Length)]}}"}""";
        }
    }

    /// <summary>Writes nothing, but is seen to be at it.</summary>
    private sealed class Write(RandomWork work, JsonElement input, SessionId session) : ToolCall
    {
        public override string Title => Tool;

        public override string Preview => "all of it\n";

        public override Permission Need => input.GetProperty("asks").GetBoolean() ? Permission.Ask : Permission.Allowed;

        public override async Task<ToolResult> Run(ToolOutputSink output, CancellationToken cancel)
        {
            var paths = Paths(input).ToHashSet(StringComparer.Ordinal);
            foreach (var path in paths)
            {
                if (!work._writing.TryAdd(path, session))
                    Interlocked.Increment(ref work._clashes);
            }
            try
            {
                await output("at it\n"u8.ToArray());
                switch (input.GetProperty("goes").GetString())
                {
                    case "slowly":
                        await work.Hang(cancel);
                        cancel.ThrowIfCancellationRequested();
                        break;
                    case "badly":
                        throw new InvalidOperationException("a bug");
                    case "not at all":
                        await work.Hang(CancellationToken.None); // whatever it is told
                        break;
                }
                return new("", IsError: false, "written");
            }
            finally
            {
                foreach (var path in paths)
                    work._writing.TryRemove(new(path, session));
            }
        }
    }

    /// <summary>Hears what an engine says to its session.</summary>
    private sealed class Listening(RandomWork work, SessionId session, ITurnSink sink) : ITurnSink
    {
        public ValueTask Send(TurnEvent turnEvent)
        {
            if (turnEvent is TurnAsked)
                work._asking[session] = true;
            else
                work._asking.TryRemove(session, out _);
            if (turnEvent is ToolWaits)
                Interlocked.Increment(ref work._waits);
            if (turnEvent is ToolEnded ended)
                work._ends.AddOrUpdate(ended.Summary, 1, static (_, count) => count + 1);
            return sink.Send(turnEvent);
        }
    }
}
