using System.Globalization;

namespace Q.Probe.Order;

/// <summary>
/// The names at each address of a program that is not position-independent, as <c>nm</c> lists them. Identical bodies
/// are one, so an
/// address may have many names.
/// </summary>
internal sealed class SymbolTable
{
    private readonly Dictionary<ulong, List<string>> _names = [];
    private readonly Dictionary<string, ulong> _addresses = new(StringComparer.Ordinal);

    public SymbolTable(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var parts = line.Split(' ', 3);
            if (parts is not [var text, _, var name]
                || !ulong.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var address))
                continue;
            if (!_names.TryGetValue(address, out var names))
                _names.Add(address, names = []);
            names.Add(name);
            _addresses[name] = address;
        }
    }

    public IReadOnlyList<string> NamesAt(ulong address) => _names.TryGetValue(address, out var names) ? names : [];

    public ulong? AddressOf(string name) => _addresses.TryGetValue(name, out var address) ? address : null;

    /// <summary>Where the compiled methods begin, in order.</summary>
    public ulong[] Methods()
    {
        var (from, to) = (AddressOf("__start___managedcode"), AddressOf("__stop___managedcode"));
        return from is { } first && to is { } last
            ? [.. _names.Keys.Where(address => address >= first && address < last).Order()]
            : throw new InvalidOperationException("The symbols name no compiled methods: give those of out/q.dbg.");
    }
}
