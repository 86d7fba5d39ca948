using ConsoleAppFramework;

namespace Q.Cli;

/// <summary>
/// One run of one verb. ConsoleAppFramework binds the arguments and calls the verb's method, which only says here what
/// is to be done: it is done afterwards, outside of the framework's catch, so that an unexpected exception reaches the
/// crash report.
/// </summary>
internal sealed class VerbCall(CliHost host)
{
    private Func<int> _work = static () => 1;

    public CliHost Host { get; } = host;

    /// <summary>What the framework refused though our check let it through; null as a rule.</summary>
    public string? Refused { get; set; }

    public void Do(Func<int> work) => _work = work;

    public int Finish() => _work();

    /// <summary>Writes a sentence to stderr; the exit code of what failed.</summary>
    public int Fail(string problem)
    {
        Host.Tell(problem);
        return 1;
    }
}

/// <summary>
/// Hands the framework's static hooks the call that this thread runs, so that nothing of one run is seen by another.
/// </summary>
internal sealed class VerbServices : IServiceProvider
{
    [ThreadStatic]
    private static VerbCall? t_call;

    private static readonly VerbServices s_one = new();

    public object? GetService(Type serviceType) => serviceType == typeof(VerbCall) ? t_call : null;

    public static void Bind(VerbCall call, string[] arguments)
    {
        t_call = call;
        ConsoleApp.ServiceProvider = s_one;
        ConsoleApp.LogError = static message => t_call!.Refused = message;
        ConsoleApp.Log = static message => t_call!.Refused = message;
        try
        {
            ConsoleApp.Create().Run(arguments, disposeServiceProvider: false);
        }
        finally
        {
            t_call = null;
        }
    }
}
