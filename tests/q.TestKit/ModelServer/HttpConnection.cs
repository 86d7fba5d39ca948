using System.Globalization;
using System.Text;

namespace Q.TestKit.ModelServer;

/// <summary>As much of HTTP/1.1 as a model client needs: one request a connection, the answer whole or in
/// chunks.</summary>
internal sealed class HttpConnection(Stream stream)
{
    private readonly byte[] _one = new byte[1];

    /// <summary>Null when the client closed without asking anything.</summary>
    public async Task<RecordedRequest?> ReadRequest(CancellationToken stop)
    {
        if (await ReadLine(stop) is not { Length: > 0 } first)
        {
            return null;
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLine(stop) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        }

        var parts = first.Split(' ');
        return new RecordedRequest(parts[0], parts[1], headers, Encoding.UTF8.GetString(await ReadBody(headers, stop)));
    }

    public Task Head(int status, string type, IEnumerable<(string Name, string Value)> headers, int? length, CancellationToken stop)
    {
        var head = new StringBuilder($"HTTP/1.1 {status} Test\r\nContent-Type: {type}\r\nConnection: close\r\n");
        head.Append(length is { } known ? $"Content-Length: {known}\r\n" : "Transfer-Encoding: chunked\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        return Write(head.Append("\r\n").ToString(), stop);
    }

    public async Task Whole(
        int status, string type, string body, IEnumerable<(string Name, string Value)> headers, CancellationToken stop)
    {
        await Head(status, type, headers, Encoding.UTF8.GetByteCount(body), stop);
        await Write(body, stop);
    }

    public Task Chunk(string text, CancellationToken stop) =>
        Write($"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n", stop);

    public Task LastChunk(CancellationToken stop) => Write("0\r\n\r\n", stop);

    /// <summary>Ends when the client closes its side. Nothing else may read meanwhile.</summary>
    public async Task ClientLeft(CancellationToken stop)
    {
        try
        {
            while (await stream.ReadAsync(_one, stop) > 0)
            {
                // A byte after the request has no meaning here.
            }
        }
        catch (IOException)
        {
            // Reset is one way to leave.
        }
    }

    private async Task Write(string text, CancellationToken stop)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), stop);
        await stream.FlushAsync(stop);
    }

    private async Task<byte[]> ReadBody(Dictionary<string, string> headers, CancellationToken stop)
    {
        if (headers.TryGetValue("Content-Length", out var length))
        {
            return await ReadBytes(int.Parse(length, CultureInfo.InvariantCulture), stop);
        }

        if (!headers.ContainsKey("Transfer-Encoding"))
        {
            return [];
        }

        List<byte> body = [];
        while (true)
        {
            var size = int.Parse(await ReadLine(stop) ?? "0", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.AddRange(await ReadBytes(size, stop));
            await ReadLine(stop);
            if (size == 0)
            {
                return [.. body];
            }
        }
    }

    private async Task<byte[]> ReadBytes(int count, CancellationToken stop)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, stop);
        return bytes;
    }

    private async Task<string?> ReadLine(CancellationToken stop)
    {
        List<byte> line = [];
        while (await stream.ReadAsync(_one, stop) == 1)
        {
            if (_one[0] == '\n')
            {
                return Encoding.ASCII.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(_one[0]);
        }

        return null;
    }
}
