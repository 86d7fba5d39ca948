using System.Collections.Concurrent;
using Q.Core;

namespace Q.Model;

/// <summary>The client of each model that a session names, made once; the usual one for no name. Any thread may ask.</summary>
internal sealed class NamedClients(Outcome<IModelClient> usual, Func<string, Outcome<ModelClients.Chosen>> make)
{
    private readonly ConcurrentDictionary<string, IModelClient> _named = new(StringComparer.Ordinal);

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
