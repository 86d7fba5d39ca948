using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Q.Core;

namespace Q.Model;

/// <summary>
/// What the two wire formats have in common: one request, one stream, its errors, the models the server has. Stateless
/// but for what was learnt of the server (its default model, what it refuses), so many sessions use one at once.
/// </summary>
internal abstract class HttpModelClient(Endpoint to, string? model, ModelHttp http) : IModelClient
{
    /// <summary>Text is handed on at this size even if more has come already.</summary>
    private const int MostText = 16 * 1024;

    /// <summary>How long the end mark is waited for after the reason to stop has come.</summary>
    private static readonly TimeSpan s_afterReason = TimeSpan.FromSeconds(2);

    private volatile string? _model = model;

    public string Provider => To.Provider;

    public string Model => _model ?? "default";

    public string Account { get; } = $"{to.Base} {to.Key?.Source}";

    protected Endpoint To { get; } = to;

    protected abstract string AskPath { get; }

    protected abstract string ListPath { get; }

    public async IAsyncEnumerable<ModelEvent> Stream(
        ModelRequest request, [EnumeratorCancellation] CancellationToken cancel)
    {
        var named = _model ?? await FindDefault(cancel);
        using var limit = new IdleLimit(http.Time, cancel);
        using var response = await Ask(request, named, limit, cancel);
        using var assembly = NewAssembly();
        await foreach (var one in Read(response, assembly, named, limit, cancel))
            yield return one;
    }

    public async Task<Outcome<IReadOnlyList<string>>> ListModels(CancellationToken cancel)
    {
        try
        {
            return Outcome<IReadOnlyList<string>>.Ok(await List(cancel));
        }
        catch (ModelException problem)
        {
            return Outcome<IReadOnlyList<string>>.No(problem.Message);
        }
    }

    /// <summary>The request's body. <paramref name="plainer"/> counts how often the server refused one.</summary>
    protected abstract ReadOnlyMemory<byte> Body(ModelRequest request, string named, int plainer);

    /// <summary>Whether a body without what <paramref name="error"/> complains about can be sent instead.</summary>
    protected abstract bool CanBePlainer(HttpStatusCode status, ReadOnlySpan<byte> error, int plainer);

    protected abstract StreamAssembly NewAssembly();

    private async Task<HttpResponseMessage> Ask(
        ModelRequest request, string named, IdleLimit limit, CancellationToken cancel)
    {
        for (var plainer = 0; ; plainer++)
        {
            var response = await http.Send(To, HttpMethod.Post, AskPath, Body(request, named, plainer), limit, cancel);
            http.Limits.Learn(Account, response.StatusCode, response.Headers);
            if (response.StatusCode is HttpStatusCode.OK)
                return response;
            using (response)
            {
                var error = await ModelHttp.ReadError(response, limit, cancel);
                if (CanBePlainer(response.StatusCode, error, plainer))
                    continue;
                var now = http.Time.GetUtcNow();
                var problem = ModelErrors.OfStatus(response.StatusCode, response.Headers, error, To, named, now);
                throw problem.Fault is ModelFault.NotFound ? await WithModels(problem, cancel) : problem;
            }
        }
    }

    /// <summary>
    /// Reads events as they come. What has arrived together is handed on together, so a fast stream costs one event a
    /// network read and not one a token.
    /// </summary>
    private async IAsyncEnumerable<ModelEvent> Read(
        HttpResponseMessage response, StreamAssembly assembly, string named, IdleLimit limit,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        using var text = new PooledBuffer();
        var items = Items(response, assembly, limit.Token).GetAsyncEnumerator(limit.Token);
        var next = Task.FromResult(true);
        var (more, begun, problem) = (true, false, default(ModelException));
        try
        {
            while (more && problem is null && !assembly.Ended)
            {
                var step = items.MoveNextAsync();
                if (step.IsCompletedSuccessfully)
                    more = step.Result;
                else
                {
                    next = step.AsTask();
                    if (text.Length > 0 && !next.IsCompleted)
                    {
                        yield return new ModelText(text.WrittenMemory);
                        text.Clear();
                    }
                    limit.Restart(assembly.Stop is null ? http.Silence : s_afterReason);
                    (more, problem) = await Next(next, assembly, limit, begun, cancel);
                }
                begun |= more;
                text.Append(assembly.Text.Written);
                assembly.Text.Clear();
                if (assembly.Error is { } error)
                    problem ??= ModelErrors.OfStream(error.Detail, error.Code, To, named);
                if (text.Length >= MostText)
                {
                    yield return new ModelText(text.WrittenMemory);
                    text.Clear();
                }
            }
            if (text.Length > 0)
                yield return new ModelText(text.WrittenMemory);
            if (problem is not null || (!assembly.Ended && assembly.Stop is null))
                throw problem ?? ModelErrors.OfBreak(null, begun, To); // after the text that came before it
            foreach (var call in assembly.Calls.Finished())
                yield return call;
            yield return new ModelDone(assembly.Reason, assembly.Usage);
        }
        finally
        {
            limit.Cancel();
            try { await next; }
            catch (Exception) { } // it was reported when it was awaited above, or nobody waits for it any more
            await items.DisposeAsync();
        }
    }

    /// <summary>Whether an event was read, or why not. A stream cut after its reason to stop is whole.</summary>
    private async Task<(bool More, ModelException? Problem)> Next(
        Task<bool> next, StreamAssembly assembly, IdleLimit limit, bool begun, CancellationToken cancel)
    {
        try
        {
            return (await next, null);
        }
        catch (ModelException failure)
        {
            return (false, failure);
        }
        catch (JsonException nonsense)
        {
            return (false, new ModelException(
                $"{To.Host} sent something in its answer that is not JSON."
                + $"{(begun ? " What came is kept;" : "")} /retry asks again.",
                ModelFault.Malformed, cause: nonsense));
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            if (assembly.Stop is not null)
                return (false, null);
            return (false, limit.Expired
                ? ModelErrors.OfSilence(http.Silence, begun, To)
                : ModelErrors.OfBreak(failure, begun, To));
        }
    }

    /// <summary>One item an event; a server that does not stream gives one for all.</summary>
    private async IAsyncEnumerable<byte> Items(
        HttpResponseMessage response, StreamAssembly assembly, [EnumeratorCancellation] CancellationToken token)
    {
        await using var body = await http.Body(response, To, token);
        var type = response.Content.Headers.ContentType?.MediaType;
        if (type is "application/json" or "text/html" or "text/plain")
        {
            var whole = await ReadWhole(body, token);
            if (!whole.AsSpan().TrimStart(" \r\n\t"u8).StartsWith("data:"u8) && !whole.AsSpan().StartsWith("event:"u8))
            {
                ReadAtOnce(whole, type, assembly);
                yield return 0;
                yield break;
            }
            await foreach (var item in SseParser.Create(new MemoryStream(whole), Take).EnumerateAsync(token))
                yield return item.Data;
            yield break;
        }
        await foreach (var item in SseParser.Create(new ReadAhead(body), Take).EnumerateAsync(token))
            yield return item.Data;

        byte Take(string kind, ReadOnlySpan<byte> data)
        {
            assembly.Read(data);
            return 0;
        }
    }

    private void ReadAtOnce(ReadOnlySpan<byte> whole, string type, StreamAssembly assembly)
    {
        try
        {
            assembly.Read(whole);
        }
        catch (JsonException nonsense)
        {
            throw ModelErrors.OfNonsense(whole, type, To, nonsense);
        }
        if (assembly.Stop is null && assembly.Error is null && assembly.Text.Length == 0 && assembly.Calls.Count == 0)
            throw ModelErrors.OfNonsense(whole, type, To);
        if (assembly.Stop is null && assembly.Error is null)
            assembly.EndWhole();
    }

    private static async Task<byte[]> ReadWhole(Stream body, CancellationToken token)
    {
        using var memory = new MemoryStream();
        await body.CopyToAsync(memory, token);
        return memory.ToArray();
    }

    private async Task<string> FindDefault(CancellationToken cancel)
    {
        IReadOnlyList<string> has;
        try
        {
            has = await List(cancel);
        }
        catch (ModelException problem)
            when (problem.Fault is ModelFault.NotFound or ModelFault.Malformed && To.Preferred.Count > 0)
        {
            return To.Preferred[0]; // it has no list of models: ask for the best one and see
        }
        var found = DefaultModel.Of(has, To.Preferred);
        if (found is null)
        {
            throw new ModelException(
                $"No model was named, and {To.Provider} has none that q would take by itself. Name one with --model; in a chat with "
                + "/model NAME. " + DefaultModel.Told(To.Provider, has), ModelFault.NotFound);
        }
        return _model = found;
    }

    private async Task<ModelException> WithModels(ModelException problem, CancellationToken cancel)
    {
        try
        {
            return new(problem.Message + " " + DefaultModel.Told(To.Provider, await List(cancel)), problem.Fault);
        }
        catch (ModelException)
        {
            return problem;
        }
    }

    private async Task<IReadOnlyList<string>> List(CancellationToken cancel)
    {
        using var limit = new IdleLimit(http.Time, cancel);
        using var response = await http.Send(To, HttpMethod.Get, ListPath, default, limit, cancel);
        if (response.StatusCode is not HttpStatusCode.OK)
        {
            var error = await ModelHttp.ReadError(response, limit, cancel);
            throw ModelErrors.OfStatus(response.StatusCode, response.Headers, error, To, Model, http.Time.GetUtcNow());
        }
        try
        {
            await using var body = await http.Body(response, To, limit.Token);
            using var parsed = await JsonDocument.ParseAsync(body, cancellationToken: limit.Token);
            return http.Listed[To.Provider] = DefaultModel.Names(parsed.RootElement);
        }
        catch (Exception nonsense) when (nonsense is JsonException or InvalidOperationException)
        {
            throw ModelErrors.OfNonsense([], response.Content.Headers.ContentType?.MediaType, To, nonsense);
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            throw ModelErrors.OfBreak(failure, begun: false, To);
        }
    }
}
