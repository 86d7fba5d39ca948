using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;

namespace Q.Model;

/// <summary>Turns what went wrong on the wire into a sentence that names the host and says what to do. Pure.</summary>
internal static class ModelErrors
{
    private const int MostDetail = 300;

    /// <summary>The request never got an answer.</summary>
    public static ModelException OfSend(Exception failure, Endpoint to, IReadOnlyDictionary<string, string> environment)
    {
        var socket = Find<SocketException>(failure);
        var error = (failure as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;
        if (error is HttpRequestError.SecureConnectionError || Find<AuthenticationException>(failure) is not null)
            return new(OfTls(failure, to, environment), ModelFault.Tls, cause: failure);
        if (error is HttpRequestError.InvalidResponse)
        {
            return new($"{to.Host} did not answer in HTTP. Is the address right? It comes from {to.BaseSource}.",
                ModelFault.Malformed, cause: failure);
        }
        if (EnvironmentProxy.Of(environment)?.GetProxy(to.Base) is { } proxy)
            return new(OfProxy(failure, error, proxy, to), ModelFault.Unreachable, cause: failure);
        return new(OfConnection(failure, error, socket, to), ModelFault.Unreachable, cause: failure);
    }

    /// <summary>The server answered with an error.</summary>
    public static ModelException OfStatus(
        HttpStatusCode status, HttpResponseHeaders headers, ReadOnlySpan<byte> body, Endpoint to, string model,
        DateTimeOffset now)
    {
        var (detail, code) = Detail(body, to);
        return Of((int)status, $"status {(int)status}", detail, code, to, model, RetryAfter(headers, now), headers.Location);
    }

    /// <summary>The server sent an error in the middle of the stream.</summary>
    public static ModelException OfStream(string detail, string code, Endpoint to, string model)
    {
        var status = code switch
        {
            "overloaded_error" or "api_error" or "server_error" or "timeout_error" => 529,
            "rate_limit_error" or "rate_limit_exceeded" or "insufficient_quota" => 429,
            "authentication_error" or "permission_error" or "invalid_api_key" => 401,
            "not_found_error" or "model_not_found" => 404,
            "invalid_request_error" or "request_too_large" or "context_length_exceeded" => 400,
            _ => int.TryParse(code, out var number) && number is >= 400 and < 600 ? number : 500,
        };
        var named = code.Length > 0 ? $"error \"{Short(to.Masked(code))}\" in its answer" : "an error in its answer";
        return Of(status, named, Short(to.Masked(detail)), code, to, model, null, null);
    }

    public static ModelException OfBreak(Exception? cause, bool begun, Endpoint to) => new(begun
        ? $"The answer from {to.Host} stopped in the middle. What came is kept; /retry asks again."
        : $"{to.Host} sent no answer that q can read. /retry asks again.", ModelFault.Broken, cause: cause);

    public static ModelException OfSilence(TimeSpan limit, bool begun, Endpoint to) => begun
        ? new($"{to.Host} has sent nothing for {Span(limit)} in the middle of its answer. What came is kept; "
            + "/retry asks again.", ModelFault.Broken)
        : new($"{to.Host} has not answered for {Span(limit)}. Check that the server is at work; /retry asks again.",
            ModelFault.Unreachable);

    public static ModelException OfNonsense(ReadOnlySpan<byte> got, string? type, Endpoint to, Exception? cause = null)
    {
        var shape = to.Wire is WireKind.Anthropic ? "an Anthropic message" : "an OpenAI chat completion";
        var text = to.Masked(Printable(Encoding.UTF8.GetString(got[..Math.Min(got.Length, 80)])));
        var kind = type is null ? "" : $" ({type})";
        return new(
            $"{to.Host} did not answer with {shape}{kind}: \"{text}\". Is {to.Base} the address of a model server? "
            + $"It comes from {to.BaseSource}.",
            ModelFault.Malformed, cause: cause);
    }

    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 90 } => $"{Math.Max(1, Math.Ceiling(span.TotalSeconds)):0} s",
        { TotalMinutes: < 90 } => $"{Math.Ceiling(span.TotalMinutes):0} min",
        _ => $"{Math.Ceiling(span.TotalHours):0} h",
    };

    private static ModelException Of(
        int status, string named, string detail, string code, Endpoint to, string model, TimeSpan? retryAfter, Uri? location)
    {
        var says = detail.Length > 0 ? $" It says: {detail}{(detail[^1] is '.' or '!' or '?' ? "" : ".")}" : "";
        return status switch
        {
            401 or 403 => new(OfKey(status, to) + says, ModelFault.Unauthorized),
            404 or 405 => new($"{to.Host} has no model \"{model}\", or {to.Base} is not its address.{says} "
                + "Name another with --model; in a chat with /model NAME.", ModelFault.NotFound),
            402 => Quota(to, says),
            429 when code is "insufficient_quota" or "billing_hard_limit_reached" => Quota(to, says),
            429 => new($"{to.Host} takes no more requests for now"
                + (retryAfter is { } wait ? $" and asks to wait {Span(wait)}." : ".") + says,
                ModelFault.RateLimited, retryAfter),
            >= 300 and < 400 => new($"{to.Host} redirects{(location is null ? "" : $" to {Short(location.OriginalString)}")}. Redirects are "
                + $"not followed, so that a key goes nowhere it was not meant to: put the final address into "
                + $"{to.BaseSource}.", ModelFault.Rejected),
            408 or >= 500 => new($"{to.Host} has trouble ({named}).{says} /retry asks again.",
                ModelFault.Server, retryAfter),
            _ when IsTooLong(detail, code) => new($"The conversation is too long for {model}.{says} "
                + "Begin a new session with /new, or empty this one with /clear.", ModelFault.TooLong),
            _ => new($"{to.Host} refuses the request ({named}).{says}", ModelFault.Rejected),
        };
    }

    private static ModelException Quota(Endpoint to, string says) =>
        new($"The account's quota at {to.Host} is used up.{says} Add credit there, or choose another provider with "
            + "--provider.", ModelFault.Rejected);

    private static bool IsTooLong(string detail, string code) =>
        code is "context_length_exceeded"
        || detail.Contains("prompt is too long", StringComparison.OrdinalIgnoreCase)
        || detail.Contains("maximum context length", StringComparison.OrdinalIgnoreCase)
        || detail.Contains("exceeds the available context size", StringComparison.OrdinalIgnoreCase)
        || detail.Contains("Input is too long", StringComparison.OrdinalIgnoreCase);

    private static string OfKey(int status, Endpoint to) => to switch
    {
        { Key: { } key } when status == 403 =>
            $"{to.Host} does not allow this with the key from {key.Source} ({key}). Check what the key may do.",
        { Key: { } key } => $"{to.Host} refuses the key from {key.Source} ({key}). Check the key, then /retry.",
        { KeyName: { } name } when name.Contains('.', StringComparison.Ordinal) =>
            $"{to.Host} wants a key, and none was sent, as no key belongs to the address in {to.BaseSource}. "
            + $"Name its variable with {name}.",
        { KeyName: { } name } => $"{to.Host} wants a key, and none was sent. Set {name} in the environment.",
        _ => $"{to.Host} wants a key. Describe it under [providers.NAME] in config.toml with api_key_env.",
    };

    private static string OfProxy(Exception failure, HttpRequestError error, Uri proxy, Endpoint to)
    {
        var refused = error is HttpRequestError.ProxyTunnelError ? "the proxy refuses" : Short(failure.Message).TrimEnd('.');
        return $"{to.Host} cannot be reached through the proxy {proxy.Authority} ({refused}). Check the proxy that the environment "
            + $"names (https_proxy), or add {to.Base.Host} to no_proxy.";
    }

    private static string OfConnection(Exception failure, HttpRequestError error, SocketException? socket, Endpoint to)
    {
        var from = to.BaseSource == "built in" ? "" : $" The address comes from {to.BaseSource}.";
        if (error is HttpRequestError.NameResolutionError
            || socket?.SocketErrorCode is SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData)
            return $"The name {to.Base.Host} cannot be resolved. Check the network and the address.{from}";
        return socket?.SocketErrorCode switch
        {
            SocketError.ConnectionRefused =>
                $"Nothing answers at {to.Host} (connection refused). Start the server, or correct the address.{from}",
            SocketError.HostUnreachable or SocketError.NetworkUnreachable
                or SocketError.HostDown or SocketError.NetworkDown =>
                $"There is no route to {to.Host}. Check the network (VPN, proxy), then /retry.{from}",
            SocketError.TimedOut => TimedOut(to, from),
            SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown =>
                $"{to.Host} closed the connection before it answered. /retry asks again.{from}",
            _ when failure is OperationCanceledException || Find<TimeoutException>(failure) is not null =>
                TimedOut(to, from),
            _ when error is HttpRequestError.ResponseEnded =>
                $"{to.Host} closed the connection before it answered. /retry asks again.{from}",
            _ => $"{to.Host} cannot be reached ({Short(failure.Message)}). Check the network, then /retry.{from}",
        };
    }

    private static string TimedOut(Endpoint to, string from) =>
        $"{to.Host} does not answer (timed out). Check the network (VPN, proxy) and the address, then /retry.{from}";

    private static string OfTls(Exception failure, Endpoint to, IReadOnlyDictionary<string, string> environment)
    {
        if (!CertificateRoots.Exist(environment))
        {
            return $"The secure connection to {to.Host} failed, as no certificate authorities were found on this "
                + "system. Set SSL_CERT_FILE or SSL_CERT_DIR to them (the package is often called ca-certificates).";
        }
        var cause = (Find<AuthenticationException>(failure)?.InnerException ?? failure).GetBaseException().Message;
        return $"The secure connection to {to.Host} failed: {Short(cause).TrimEnd('.')}. If the server has its own "
            + "certificate authority, name it with SSL_CERT_FILE; if it speaks plain http, "
            + "write http:// in the address.";
    }

    /// <summary>The server's own words and code, in the spellings of the servers there are.</summary>
    private static (string Detail, string Code) Detail(ReadOnlySpan<byte> body, Endpoint to)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var parsed = JsonDocument.ParseValue(ref reader);
            var root = parsed.RootElement;
            if (root.ValueKind is JsonValueKind.Array && root.GetArrayLength() > 0)
                root = root[0];
            if (root.ValueKind is not JsonValueKind.Object)
                return (Short(to.Masked(root.ToString())), "");
            var error = root.TryGetProperty("error", out var inner) ? inner : root;
            if (error.ValueKind is not JsonValueKind.Object)
                return (Short(to.Masked(error.ToString())), "");
            var code = Text(error, "code");
            var words = Text(error, "message") is { Length: > 0 } message ? message : Text(error, "detail");
            return (Short(to.Masked(words)), code.Length > 0 ? code : Text(error, "type"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            var text = to.Masked(Encoding.UTF8.GetString(body));
            return (text.TrimStart().StartsWith('<') ? "" : Short(text), "");
        }
    }

    private static string Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value.ToString() : "";

    /// <summary>How long the server asks to wait.</summary>
    public static TimeSpan? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (headers.TryGetValues("retry-after-ms", out var exact)
            && double.TryParse(exact.First(), out var milliseconds) && milliseconds is >= 0 and < 1e9)
            return TimeSpan.FromMilliseconds(milliseconds);
        var after = headers.RetryAfter;
        var wait = after?.Delta ?? (after?.Date is { } date ? date - now : null);
        return wait is { } long1 && long1 < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static string Short(string text)
    {
        text = Printable(text.Trim());
        return text.Length <= MostDetail ? text : text[..MostDetail] + "…";
    }

    /// <summary>One line without control characters: what a server says never drives the terminal.</summary>
    private static string Printable(string text) =>
        string.Create(text.Length, text, static (span, from) =>
        {
            for (var at = 0; at < span.Length; at++)
                span[at] = char.IsControl(from[at]) ? ' ' : from[at];
        });

    private static T? Find<T>(Exception? failure) where T : Exception
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is T found)
                return found;
        }
        return null;
    }
}
