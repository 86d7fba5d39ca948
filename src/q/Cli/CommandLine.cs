namespace Q.Cli;

/// <summary>The shell's way in: arguments become a verb and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>The command was used wrongly.</summary>
    public const int WrongUse = 2;

    public static int Run(string[] args, CliHost host)
    {
        var (arguments, help, error) = ArgumentCheck.Of(args);
        if (help is not null)
        {
            host.Out(help);
            return 0;
        }
        if (error is not null)
        {
            host.Error(error);
            return WrongUse;
        }
        var call = new VerbCall(host);
        VerbServices.Bind(call, arguments);
        if (call.Refused is { } refused)
        {
            host.Error($"q: {refused}\nq --help lists what there is.\n");
            return WrongUse;
        }
        return call.Finish();
    }
}
