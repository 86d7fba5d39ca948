using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using Q.Core;
using Q.Turns;

namespace Q.Model;

/// <summary>
/// Plays a recorded file (docs/script-provider.md), for tests, demos and benchmarks. Which answer comes next is read
/// off the conversation, so any number of sessions play one file; only the count of errors already given is kept.
/// </summary>
internal sealed class ScriptClient(string path, TimeProvider time) : IModelClient
{
    private readonly Lazy<Outcome<Script>> _script = new(() => Load(path));
    private readonly ConcurrentDictionary<ScriptStep, int> _given = new(ReferenceEqualityComparer.Instance);

    public string Provider => "script";

    public string Model => Path.GetFileName(path);

    public async IAsyncEnumerable<ModelEvent> Stream(
        ModelRequest request, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (!_script.Value.TryGet(out var script))
            throw new ModelException(_script.Value.Problem!, ModelFault.NotFound);
        var (reason, usage) = (StopReason.EndOfTurn, default(Usage));
        foreach (var step in AnswerTo(request, script))
        {
            for (var round = 0; round < step.Repeat; round++)
            {
                if (step.Delay > TimeSpan.Zero)
                    await Task.Delay(step.Delay, time, cancel);
                cancel.ThrowIfCancellationRequested();
                if (step.Error is { } error && _given.AddOrUpdate(step, 1, static (_, n) => n + 1) <= step.Times)
                    throw new ModelException(error, step.Fault, step.RetryAfter);
                if (step.Text is { } text)
                    yield return new ModelText(text);
            }
            if (step.Tool is { } tool)
            {
                reason = StopReason.ToolUse;
                yield return new ModelToolUse($"script_{Guid.NewGuid():N}"[..20], tool, step.Input);
            }
            if (step.Ends)
                (reason, usage) = (step.Reason ?? reason, step.Usage);
        }
        yield return new ModelDone(reason, usage);
    }

    public Task<Outcome<IReadOnlyList<string>>> ListModels(CancellationToken cancel) =>
        Task.FromResult(Outcome<IReadOnlyList<string>>.Ok([Model]));

    /// <summary>The first answer that waits for these words, else the next of those that wait for none.</summary>
    private IReadOnlyList<ScriptStep> AnswerTo(ModelRequest request, Script script)
    {
        var last = request.Messages.Count > 0 ? request.Messages[^1] : null;
        var words = string.Join('\n', last?.Parts.Select(part => part is TextContent text ? text.Text : "") ?? []);
        foreach (var answer in script.Worded)
        {
            if (words.Contains(answer.When!, StringComparison.OrdinalIgnoreCase))
                return answer.Steps;
        }
        var given = request.Messages.Count(message => message.Role is Role.Assistant);
        if (script.InOrder.Count > 0 && (given < script.InOrder.Count || script.Loops))
            return script.InOrder[given % script.InOrder.Count].Steps;
        var over = $"The script {Model} has no more answers: it holds {script.InOrder.Count}.";
        return [new() { Text = Encoding.UTF8.GetBytes(over) }];
    }

    private static Outcome<Script> Load(string path)
    {
        try
        {
            return Script.Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Outcome<Script>.No(
                $"The script {path} cannot be read ({failure.Message}). Name one with --model script/FILE.");
        }
    }
}
