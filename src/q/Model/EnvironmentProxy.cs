using System.Net;

namespace Q.Model;

/// <summary>
/// The proxies that the environment names, read from what was handed in and not from the process. This machine is always
/// asked directly: a key for a server on loopback must not travel to a proxy in plain text. Immutable.
/// </summary>
internal sealed class EnvironmentProxy : IWebProxy
{
    private readonly Uri? _plain;
    private readonly Uri? _secure;
    private readonly string[] _direct;

    private EnvironmentProxy(Uri? plain, Uri? secure, ICredentials credentials, string[] direct) =>
        (_plain, _secure, Credentials, _direct) = (plain, secure, credentials, direct);

    public ICredentials? Credentials { get; set; }

    /// <summary>Null when none is named. Throws a <see cref="ModelException"/> for one that is no address.</summary>
    public static EnvironmentProxy? Of(IReadOnlyDictionary<string, string> environment)
    {
        // What a web server hands to a script as HTTP_PROXY is a header of the request.
        var isScript = environment.ContainsKey("GATEWAY_INTERFACE");
        var credentials = new CredentialCache();
        var all = Read(environment, credentials, "all_proxy", "ALL_PROXY");
        var plain = Read(environment, credentials, "http_proxy", isScript ? "http_proxy" : "HTTP_PROXY") ?? all;
        var secure = Read(environment, credentials, "https_proxy", "HTTPS_PROXY") ?? all;
        if (plain is null && secure is null)
            return null;
        var direct = Value(environment, "no_proxy", "NO_PROXY").Value ?? "";
        return new(plain, secure, credentials, direct.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries));
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : For(destination);

    public bool IsBypassed(Uri host) => BaseAddress.IsLoopback(host) || For(host) is null || Array.Exists(_direct, one => Names(one, host));

    private Uri? For(Uri destination) => destination.Scheme == Uri.UriSchemeHttps ? _secure : _plain;

    /// <summary>A name stands for itself and all below it; a star for everything.</summary>
    private static bool Names(string entry, Uri destination)
    {
        var colon = entry.LastIndexOf(':');
        if (colon > 0 && int.TryParse(entry[(colon + 1)..], out var port))
        {
            if (port != destination.Port)
                return false;
            entry = entry[..colon];
        }
        var name = entry.TrimStart('*').TrimStart('.');
        return name.Length == 0
            || string.Equals(destination.IdnHost, name, StringComparison.OrdinalIgnoreCase)
            || destination.IdnHost.EndsWith("." + name, StringComparison.OrdinalIgnoreCase);
    }

    private static Uri? Read(IReadOnlyDictionary<string, string> environment, CredentialCache credentials, params string[] names)
    {
        var (name, text) = Value(environment, names);
        if (text is null)
            return null;
        var address = text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Host.Length == 0
            || uri.Scheme is not ("http" or "https" or "socks4" or "socks4a" or "socks5"))
        {
            // The value is not shown: it may hold a password.
            throw new ModelException(
                $"{name} in the environment is not the address of a proxy. Write it like http://host:3128, or unset it.", ModelFault.Rejected);
        }
        var bare = new Uri($"{uri.Scheme}://{uri.Authority}");
        if (uri.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var rest])
            credentials.Add(bare, "Basic", new(Uri.UnescapeDataString(user), rest is [var password] ? Uri.UnescapeDataString(password) : ""));
        return bare;
    }

    private static (string Name, string? Value) Value(IReadOnlyDictionary<string, string> environment, params string[] names)
    {
        foreach (var name in names)
        {
            if (environment.TryGetValue(name, out var value) && value.AsSpan().Trim().Length > 0)
                return (name, value.Trim());
        }
        return (names[0], null);
    }
}
