using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;

namespace Q.Model;

/// <summary>
/// One lean HTTP connection pool for all model clients: HTTP/1.1, no cookies, no redirects (a key goes where it was
/// meant to go and nowhere else), a proxy only if the environment names one. Nothing is made before the first request.
/// Thread-safe.
/// </summary>
internal sealed class ModelHttp(IReadOnlyDictionary<string, string> environment, TimeProvider time) : IDisposable
{
    /// <summary>The largest error page that is read for its sentence.</summary>
    private const int MostErrorBytes = 64 * 1024;

    private readonly Lazy<HttpMessageInvoker> _invoker = new(() => Make(environment));

    public TimeProvider Time => time;

    /// <summary>What servers said of their limits.</summary>
    public RateLimits Limits { get; init; } = new(time);

    /// <summary>The models of each provider that was asked for them.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<string>> Listed { get; } = new(StringComparer.Ordinal);

    /// <summary>How long a server may be silent, before its answer or in the middle of it.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>No answer of a model is larger; what is, is a server gone wrong.</summary>
    public long MostAnswerBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The response once its headers are there. Any failure is a <see cref="ModelException"/>.</summary>
    public async Task<HttpResponseMessage> Send(
        Endpoint to, HttpMethod method, string path, ReadOnlyMemory<byte> json, IdleLimit limit,
        CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, new Uri(to.Base.AbsoluteUri.TrimEnd('/') + path))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (!json.IsEmpty)
        {
            request.Content = new RequestBody(json);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.TryAddWithoutValidation("Accept", "text/event-stream, application/json");
        }
        request.Headers.TryAddWithoutValidation("User-Agent", "q");
        AddKey(request, to);
        limit.Restart(Silence);
        try
        {
            return await _invoker.Value.SendAsync(request, limit.Token);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or IOException)
        {
            cancel.ThrowIfCancellationRequested();
            throw ModelErrors.OfSend(failure, to, environment);
        }
    }

    /// <summary>The body, bounded.</summary>
    public async Task<Stream> Body(HttpResponseMessage response, Endpoint to, CancellationToken cancel) =>
        new LimitedStream(await response.Content.ReadAsStreamAsync(cancel), MostAnswerBytes, to);

    /// <summary>Reads at most 64 KiB of an error's body; what cannot be read is left out.</summary>
    public static async Task<byte[]> ReadError(HttpResponseMessage response, IdleLimit limit, CancellationToken cancel)
    {
        var bytes = new byte[MostErrorBytes];
        var used = 0;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
            while (used < bytes.Length && await body.ReadAsync(bytes.AsMemory(used), limit.Token) is var got and > 0)
                used += got;
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested(); // else the status line says enough
        }
        return bytes[..used];
    }

    public void Dispose()
    {
        if (_invoker.IsValueCreated)
            _invoker.Value.Dispose();
    }

    private static void AddKey(HttpRequestMessage request, Endpoint to)
    {
        if (to.Wire is WireKind.Anthropic)
        {
            request.Headers.TryAddWithoutValidation("anthropic-version", "2023-06-01");
            if (to.Key is { } key)
                request.Headers.TryAddWithoutValidation("x-api-key", key.Reveal());
        }
        else if (to.Key is { } bearer)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + bearer.Reveal());
        }
    }

    private static HttpMessageInvoker Make(IReadOnlyDictionary<string, string> environment)
    {
        HaveHome(environment);
        var proxy = EnvironmentProxy.Of(environment);
        // AutomaticDecompression is None unless it is set; setting it, even to None, links 1.1 MB of Brotli in.
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = proxy is not null,
            Proxy = proxy,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            ActivityHeadersPropagator = null,
        };
        if (CertificateRoots.PolicyFor(environment) is { } policy)
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        return new HttpMessageInvoker(handler);
    }

    /// <summary>
    /// .NET looks for a person's own certificates in the home folder, and no TLS works where there is none: no HOME and nobody in
    /// /etc/passwd, as in a container that holds one file.
    /// </summary>
    private static void HaveHome(IReadOnlyDictionary<string, string> environment)
    {
        if (environment.TryGetValue("HOME", out var home) && home.Length > 0)
            return;
        var known = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        Environment.SetEnvironmentVariable("HOME", known.Length > 0 ? known : "/");
    }
}
