using System.Runtime.CompilerServices;
using Q.Core;

namespace Q.Model;

/// <summary>
/// For when nothing was chosen: a local server if one answers with a model, else the offline provider. Asked once, by
/// <see cref="Look"/> after the prompt is drawn or by the first request, whichever comes first. Thread-safe.
/// </summary>
internal sealed class FoundClient(IModelClient? local, IModelClient otherwise) : IModelClient
{
    /// <summary>A server here answers within milliseconds; one that hangs must not hold the first answer up.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<IModelClient>? _looked;
    private volatile IModelClient _now = otherwise;

    public string Provider => _now.Provider;

    public string Model => _now.Model;

    public string Account => _now.Account;

    /// <summary>Completes with the client that answers from now on.</summary>
    public Task<IModelClient> Look()
    {
        lock (_lock)
            return _looked ??= Task.Run(Ask);
    }

    public async IAsyncEnumerable<ModelEvent> Stream(
        ModelRequest request, [EnumeratorCancellation] CancellationToken cancel)
    {
        var client = await Look().WaitAsync(cancel);
        await foreach (var one in client.Stream(request, cancel))
            yield return one;
    }

    public async Task<Outcome<IReadOnlyList<string>>> ListModels(CancellationToken cancel) =>
        await (await Look().WaitAsync(cancel)).ListModels(cancel);

    private async Task<IModelClient> Ask()
    {
        if (local is null)
            return _now;
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            var listed = await local.ListModels(patience.Token);
            return listed.TryGet(out var models) && models.Count > 0 ? _now = local : _now;
        }
        catch (OperationCanceledException)
        {
            return _now;
        }
    }
}
