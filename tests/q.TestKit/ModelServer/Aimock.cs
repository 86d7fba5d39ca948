using System.Diagnostics;

namespace Q.TestKit.ModelServer;

/// <summary>A mock of the vendors that others wrote: <c>@copilotkit/aimock</c> from npm, which build.sh installs.</summary>
internal sealed class Aimock : IAsyncDisposable
{
    private const string Program = "artifacts/npm/node_modules/@copilotkit/aimock/dist/cli.js";

    private readonly Process _server;

    private Aimock(Process server, string address) => (_server, Address) = (server, address);

    public string Address { get; }

    /// <summary>Where only the compiled tests are there is none to start.</summary>
    public static bool IsThere => Repository.Root is { } root && File.Exists(Path.Combine(root, Program));

    public static async Task<Aimock> Start(string fixtures)
    {
        if (!IsThere)
            throw new FileNotFoundException($"{Program} is not installed: ./build.sh test installs it.");
        string[] arguments = [Path.Combine(Repository.Root!, Program), "--port", "0", "--strict", "--fixtures", fixtures];
        var server = Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        const string mark = "listening on ";
        while (await server.StandardOutput.ReadLineAsync().WaitAsync(Poll.Limit) is { } line)
        {
            if (line.IndexOf(mark, StringComparison.Ordinal) is var at and >= 0)
                return new(server, line[(at + mark.Length)..].Trim());
        }

        throw new InvalidOperationException("aimock ended: " + await server.StandardError.ReadToEndAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _server.Kill();
        await _server.WaitForExitAsync();
        _server.Dispose();
    }
}
