using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Q.Cli;

/// <summary>
/// The environment as a dictionary that can be asked and not listed: nobody needs more, so nobody sees more.
/// </summary>
internal sealed class EnvironmentView(Func<string, string?> read) : IReadOnlyDictionary<string, string>
{
    public int Count => 0;

    public IEnumerable<string> Keys => [];

    public IEnumerable<string> Values => [];

    public string this[string key] => read(key) ?? throw new KeyNotFoundException(key);

    public bool ContainsKey(string key) => read(key) is not null;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => (value = read(key)) is not null;

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() =>
        Enumerable.Empty<KeyValuePair<string, string>>().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
