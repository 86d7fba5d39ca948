namespace Q.Model;

/// <summary>
/// A provider's secret and where it came from. It prints masked, so that no log or error can show it by accident;
/// only <see cref="ModelHttp"/> reads <see cref="Reveal"/>.
/// </summary>
internal sealed class ApiKey(string secret, string source)
{
    /// <summary>What is shorter is a stand-in such as "none", and part of ordinary words.</summary>
    private const int MostNotSecret = 8;

    /// <summary>The environment variable it was read from.</summary>
    public string Source { get; } = source;

    public string Reveal() => secret;

    /// <summary>Whether it can stand in a header: plain ASCII, and no white space.</summary>
    public bool CanBeSent => !secret.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>The text without the secret, which some servers repeat in their errors.</summary>
    public string Masked(string text) =>
        secret.Length >= MostNotSecret ? text.Replace(secret, ToString(), StringComparison.Ordinal) : text;

    /// <summary>The last four characters, if the key is long enough to keep the rest secret.</summary>
    public override string ToString() => secret.Length >= 16 ? $"…{secret[^4..]}" : "…";
}
