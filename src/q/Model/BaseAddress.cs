using System.Net;
using Q.Core;

namespace Q.Model;

/// <summary>Reads the addresses people give for a server, in all the spellings they are given in.</summary>
internal static class BaseAddress
{
    private const int OllamaPort = 11434;

    /// <summary>
    /// The address that paths are appended to, without a slash at its end. <c>https://host</c>,
    /// <c>https://host/v1/</c> and <c>https://host/v1/chat/completions</c> all mean the same.
    /// </summary>
    public static Outcome<Uri> Read(string text, WireKind wire, string source)
    {
        text = text.Trim();
        if (!text.Contains("://", StringComparison.Ordinal))
            text = $"{(IsLoopbackName(text.Split('/')[0].Split(':')[0]) ? "http" : "https")}://{text}";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            return Outcome<Uri>.No($"{source} is \"{text}\", which is not an address. Give one like https://host/v1.");
        if (uri.UserInfo.Length > 0)
            return Outcome<Uri>.No($"{source} holds a user name or password. Give the key in an environment variable.");
        var path = uri.AbsolutePath.TrimEnd('/');
        path = wire is WireKind.Anthropic
            ? Without(Without(path, "/messages"), "/v1")
            : WithVersion(Without(path, "/chat/completions"));
        return Outcome<Uri>.Ok(new Uri($"{uri.Scheme}://{uri.Authority}{path}"));
    }

    /// <summary>
    /// <c>OLLAMA_HOST</c>: <c>host</c>, <c>host:port</c>, <c>:port</c>, with a scheme or not;
    /// <c>0.0.0.0</c> is this machine.
    /// </summary>
    public static Outcome<Uri> ReadOllama(string text)
    {
        text = text.Trim().TrimEnd('/');
        var scheme = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? "https" : "http";
        var mark = text.IndexOf("://", StringComparison.Ordinal);
        var hasScheme = mark >= 0;
        var rest = hasScheme ? text[(mark + 3)..] : text;
        if (rest.StartsWith(':'))
            rest = "127.0.0.1" + rest;
        if (rest.Length == 0 || !Uri.TryCreate($"{scheme}://{rest}", UriKind.Absolute, out var uri))
            return Outcome<Uri>.No($"OLLAMA_HOST is \"{text}\", which is not an address. Give host:port.");
        var port = HasPort(rest) || hasScheme ? uri.Port : OllamaPort;
        var host = uri.Host is "0.0.0.0" or "[::]" ? "127.0.0.1" : uri.Host;
        return Read($"{scheme}://{host}:{port}{uri.AbsolutePath}", WireKind.OpenAi, "OLLAMA_HOST");
    }

    public static bool IsLoopback(Uri uri) => IsLoopbackName(uri.Host);

    public static bool SameOrigin(Uri left, Uri right) =>
        left.Scheme == right.Scheme && left.Port == right.Port
        && string.Equals(left.Host, right.Host, StringComparison.OrdinalIgnoreCase);

    private static bool IsLoopbackName(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static string WithVersion(string path)
    {
        foreach (var part in path.Split('/'))
        {
            if (part.Length >= 2 && part[0] == 'v' && char.IsAsciiDigit(part[1]))
                return path;
        }
        return path + "/v1";
    }

    private static string Without(string path, string end) =>
        path.EndsWith(end, StringComparison.OrdinalIgnoreCase) ? path[..^end.Length] : path;

    private static bool HasPort(string authorityAndPath)
    {
        var authority = authorityAndPath.Split('/')[0];
        var colon = authority.LastIndexOf(':');
        return colon >= 0 && colon > authority.LastIndexOf(']');
    }
}
