using System.Runtime.CompilerServices;
using System.Text;
using Q.Core;
using Q.Turns;

namespace Q.Model;

/// <summary>
/// Without a key or a server: not a language model, and it says so. It reads simple requests in words and serves them
/// with the same tools a model would use. Of its state there is only that it has introduced itself, to all sessions. Any thread.
/// </summary>
internal sealed class OfflineClient : IModelClient
{
    public const string Name = "offline";

    public const string Introduction =
        "I am the offline provider of q, not a language model. To talk to one, set ANTHROPIC_API_KEY or "
        + "OPENAI_API_KEY, start Ollama, or name a server with OPENAI_BASE_URL; --provider and --model choose.";

    private const string Help =
        """
        Without a model I can still work on files when you ask in words:
          list files in src              what files are here
          show README.md                 read src/a.cs lines 10-40
          search for TODO in src         where is Router used
          run git status
        """;

    private const string MostlyDone = "\n(more was read than is shown here)";
    private const int MostShown = 60_000;

    private int _isIntroduced;

    public string Provider => Name;

    public string Model => "none";

    public async IAsyncEnumerable<ModelEvent> Stream(
        ModelRequest request, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask; // nothing here waits; the interface is that of clients that do
        cancel.ThrowIfCancellationRequested();
        var last = request.Messages.Count > 0 ? request.Messages[^1] : null;
        if (last?.Parts.Any(part => part is ToolResultContent) == true)
        {
            yield return Say(Results(last));
            yield return new ModelDone(StopReason.EndOfTurn, default);
            yield break;
        }
        var words = string.Join('\n', last?.Parts.OfType<TextContent>().Select(text => text.Text) ?? []);
        var wanted = OfflineRequest.Read(words);
        var isFirst = !request.Messages.Any(message => message.Role is Role.Assistant) && Interlocked.Exchange(ref _isIntroduced, 1) == 0;
        if (wanted is null || !request.Tools.Any(tool => tool.Name == wanted.Tool))
        {
            yield return Say($"{Introduction}\n\n{Reason(words)}{Help}\n");
            yield return new ModelDone(StopReason.EndOfTurn, default);
            yield break;
        }
        yield return Say((isFirst ? Introduction + "\n\n" : "") + wanted.Said + "\n");
        yield return new ModelToolUse($"offline_{Guid.NewGuid():N}"[..20], wanted.Tool, wanted.InputJson);
        yield return new ModelDone(StopReason.ToolUse, default);
    }

    public Task<Outcome<IReadOnlyList<string>>> ListModels(CancellationToken cancel) =>
        Task.FromResult(Outcome<IReadOnlyList<string>>.Ok([]));

    private static ModelText Say(string text) => new(Encoding.UTF8.GetBytes(text));

    private static string Reason(string words)
    {
        var asked = words.AsSpan().Trim().TrimEnd("?!.");
        return asked is "" or "help" or "hello" or "hi"
            ? ""
            : "I do not understand that request: it needs a model.\n\n";
    }

    /// <summary>What the tools gave, as it is; an error as a sentence.</summary>
    private static string Results(Message message)
    {
        var said = new StringBuilder();
        foreach (var result in message.Parts.OfType<ToolResultContent>())
        {
            if (said.Length > 0)
                said.Append('\n');
            if (result.IsError)
                said.Append("That did not work: ");
            said.Append(OfflineResult.ForPeople(result.Text));
        }
        if (said.Length > MostShown)
            said.Remove(MostShown, said.Length - MostShown).Append(MostlyDone);
        if (said.Length == 0 || said[^1] != '\n')
            said.Append('\n');
        return said.ToString();
    }
}
