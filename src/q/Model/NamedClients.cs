using System.Collections.Concurrent;
using Q.Core;

namespace Q.Model;

/// <summary>The client of each model that a session names, made once; the usual one for no name. Any thread may ask.</summary>
internal sealed class NamedClients(Outcome<IModelClient> usual, Func<string, Outcome<ModelClients.Chosen>> make)
{
    private readonly ConcurrentDictionary<string, IModelClient> _named = new(StringComparer.Ordinal);

    /// <summary>Who answers by that name, and what else is there, in a sentence; its server is asked.</summary>
    /// <param name="model">As in <see cref="Of"/>.</param>
    public async Task<string> About(string model)
    {
        var found = Of(model);
        if (!found.TryGet(out var client))
            return found.Problem!;
        var listed = await client.ListModels(CancellationToken.None); // first: it may find out who answers
        if (client.Provider == "offline")
            return "The offline provider answers here, which is not a language model. /model PROVIDER/NAME chooses one.";
        return $"{client.Provider}/{client.Model} answers here. "
            + (listed.TryGet(out var has) ? DefaultModel.Told(client.Provider, has) : listed.Problem);
    }

    /// <param name="model">Also as provider/model; empty for the usual one.</param>
    public Outcome<IModelClient> Of(string model)
    {
        if (model.Length == 0)
            return usual;
        if (_named.TryGetValue(model, out var known))
            return Outcome<IModelClient>.Ok(known);
        var made = make(model);
        return made.TryGet(out var chosen)
            ? Outcome<IModelClient>.Ok(_named.GetOrAdd(model, chosen.Client))
            : Outcome<IModelClient>.No(made.Problem!);
    }
}
