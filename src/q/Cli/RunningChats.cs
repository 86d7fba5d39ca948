using Q.Host;

namespace Q.Cli;

/// <summary>
/// <c>q chat</c> before it opens anything: lists sessions, or lets the q of this home that was used last make or show one.
/// Only where none runs, a q of its own is opened.
/// </summary>
internal static class RunningChats
{
    public static int Run(VerbCall call, ChatOptions options)
    {
        if (Clash(options) is { } clash)
        {
            call.Host.Error($"q chat: {clash}\nq chat --help says more.\n");
            return CommandLine.WrongUse;
        }
        if (options.ListSessions)
        {
            new SessionsVerbs(call).List(all: true, json: options.Json);
            return call.Finish();
        }
        if (Request(options) is not { } request || Find(call.Host) is not { } running)
            return call.Host.Chat(options);
        var asked = ControlClient.Ask(running, request);
        if (!asked.TryGet(out var sentence))
            return call.Fail(asked.Problem!);
        call.Host.Out($"{sentence}\n");
        return 0;
    }

    /// <summary>What the options ask of a q that runs; null when they want one of their own.</summary>
    private static ControlRequest? Request(ChatOptions options) => options switch
    {
        { New: { } name } => Of(ControlVerb.New, name, options),
        { Switch: { } name } => Of(ControlVerb.Switch, name, options),
        _ => null,
    };

    private static ControlRequest Of(ControlVerb verb, string name, ChatOptions options) => new()
    {
        Verb = verb,
        Name = name,
        Prompt = options.Prompt ?? "",
        Folder = Environment.CurrentDirectory,
    };

    private static RunningQ? Find(CliHost host) =>
        CliHome.Find(host).TryGet(out var home) ? new ControlClient(home.Paths).UsedLast() : null;

    /// <summary>What does not go together; null when all does.</summary>
    private static string? Clash(ChatOptions options)
    {
        List<string> ways =
        [
            .. options.New is null ? [] : (string[])["--new"],
            .. options.Switch is null ? [] : (string[])["--switch"],
            .. options.Resume is null ? [] : (string[])["--resume"],
            .. options.ResumePicker ? (string[])["--resume-picker"] : [],
            .. options.ListSessions ? (string[])["--list-sessions"] : [],
            .. options.NoInteractive ? (string[])["--no-interactive"] : [],
        ];
        if (ways.Count > 1)
            return $"{ways[0]} and {ways[1]} do not go together.";
        if (options.Json && !options.ListSessions)
            return "--json goes with --list-sessions.";
        return options is { New: "" } or { Switch: "" } ? $"{ways[0]} needs a name." : null;
    }
}
