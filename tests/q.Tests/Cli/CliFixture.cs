using System.Text;
using Microsoft.Extensions.Time.Testing;
using Q.Cli;
using Q.TestKit;

namespace Q.Tests.Cli;

/// <summary>
/// A shell around the verbs: arguments in, what was written and the exit code out. Its home is a folder of its own.
/// </summary>
internal sealed class CliFixture : IDisposable
{
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();

    public CliFixture()
    {
        Environment["Q_HOME"] = Home.Paths.Home;
        Environment["HOME"] = Home.Folder;
        Environment["PATH"] = "/usr/bin:/bin";
        Host = new(
            options =>
            {
                Chats.Add(options);
                return ChatCode;
            },
            name => Environment.GetValueOrDefault(name),
            text => _out.Append(text),
            text => _error.Append(text),
            Time)
        {
            ThemeProblem = Themes.WhyNot,
            Columns = () => Columns,
        };
    }

    public TempHome Home { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public Dictionary<string, string> Environment { get; } = [];

    public CliHost Host { get; }

    /// <summary>What chat was asked for, in order.</summary>
    public List<ChatOptions> Chats { get; } = [];

    public int ChatCode { get; set; }

    /// <summary>How wide its terminal is.</summary>
    public int Columns { get; set; } = 80;

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    /// <summary>Runs one command line; what was written before is forgotten.</summary>
    public int Run(params string[] args)
    {
        _out.Clear();
        _error.Clear();
        return CommandLine.Run(args, Host);
    }

    public void Dispose() => Home.Dispose();
}
