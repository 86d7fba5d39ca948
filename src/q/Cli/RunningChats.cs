using Q.Config;
using Q.Core;
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
        var found = call.Host.Folder();
        if (!found.TryGet(out var folder))
            return call.Fail(found.Problem!);
        if (Request(options, folder) is not { } request || Find(call.Host) is not { } running)
            return call.Host.Chat(options);
        if (Left(options) is { } option)
        {
            call.Host.Error($"q chat: {option} cannot be given to a session of the q that runs (pid {running.Pid}). Leave it out: there, "
                + "/new NAME --model MODEL chooses a model, and t at a question trusts a tool. Or end that q first.\n");
            return CommandLine.WrongUse;
        }
        var asked = ControlClient.Ask(running, request);
        if (!asked.TryGet(out var sentence))
            return call.Fail(asked.Problem!);
        call.Host.Out($"{sentence}\n");
        return 0;
    }

    /// <summary>What the options ask of a q that runs; null when they want one of their own.</summary>
    private static ControlRequest? Request(ChatOptions options, string folder) => options switch
    {
        { New: { } name } => Of(ControlVerb.New, name, options, folder),
        { Switch: { } name } => Of(ControlVerb.Switch, name, options, folder),
        _ => null,
    };

    /// <summary>An option that only a q that starts can follow; null when there is none.</summary>
    private static string? Left(ChatOptions options) =>
        options.Provider is not null ? "--provider"
        : options.Model is not null ? "--model"
        : options.TrustTools is not null ? "--trust-tools"
        : options.TrustAllTools ? "--trust-all-tools"
        : null;

    private static ControlRequest Of(string verb, string name, ChatOptions options, string folder) => new()
    {
        Verb = verb,
        Name = name,
        Prompt = options.Prompt ?? "",
        Folder = folder,
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
        if (options.Ui is { } ui && Wrong("--ui", ui, SettingKeys.FrontEnds) is { } drawn)
            return drawn;
        foreach (var tool in (options.TrustTools ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Wrong("--trust-tools", tool, ToolNames.All) is { } trusted)
                return trusted;
        }
        return options is { New: "" } or { Switch: "" } ? $"{ways[0]} needs a name." : null;
    }

    private static string? Wrong(string option, string value, string[] words)
    {
        if (words.Contains(value, StringComparer.OrdinalIgnoreCase))
            return null;
        var nearest = NearestName.Of(value, words) is { } near ? $" Did you mean {near}?" : "";
        return $"{option} takes {string.Join(", ", words)}, not {value}.{nearest}";
    }
}
