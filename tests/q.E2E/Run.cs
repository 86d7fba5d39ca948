using System.Diagnostics;
using Q.TestKit;

namespace Q.E2E;

/// <summary>A program run to its end, with its output read to the end.</summary>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    public static async Task<Run> Program(
        string file, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null,
        string input = "", string? folder = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        if (environment is not null)
        {
            start.Environment.Clear();
            foreach (var (name, value) in environment)
            {
                start.Environment[name] = value;
            }
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading what it was given.
        }

        using var limit = new CancellationTokenSource(Poll.Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{file} {string.Join(' ', arguments)} did not end within {Poll.Limit.TotalMinutes} min.");
        }

        return new Run(process.ExitCode, await output, await error);
    }

    /// <summary>As above, for a tool of the test itself: anything but success is the test's own failure.</summary>
    public static async Task<string> Tool(string file, params string[] arguments)
    {
        var run = await Program(file, arguments);
        return run.ExitCode == 0
            ? run.Output
            : throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} ended with {run.ExitCode}: {run.Error}");
    }
}
