using Q.Commands;
using Q.Config;
using Q.Input;
using Q.Model;
using Q.Terminal;

namespace Q.Cli;

/// <summary>What <c>q doctor</c> looks at, in the order it is told. Each check reads only; none may throw.</summary>
internal static class DoctorChecks
{
    public static IReadOnlyList<Finding> All(CliHost host, Capabilities terminal, TerminalSize size)
    {
        List<Finding> findings =
        [
            Finding.Ok("version", $"q {BuildInfo.Version}, {BuildInfo.Linking}, SQLite {BuildInfo.Sqlite}"),
        ];
        var environment = new EnvironmentView(host.Environment);
        var keys = KeyBindings.Default;
        var found = CliHome.Find(host);
        if (found.TryGet(out var home))
        {
            findings.AddRange(DoctorHome.Look(home.Paths, host.Time));
            var resolved = home.Resolve();
            findings.AddRange(SettingsOf(resolved));
            findings.Add(ModelOf(resolved.Settings, environment, host.Time));
            keys = BoundKeys.Of(resolved.Settings);
        }
        else
        {
            findings.Add(Finding.Problem("home", found.Problem!, "export Q_HOME=/path/to/a/folder"));
            findings.Add(ModelOf(new Settings(), environment, host.Time));
        }
        findings.Add(CertificatesOf(environment));
        findings.AddRange(DoctorTerminal.Look(terminal, size));
        findings.AddRange(DoctorKeys.Look(terminal, keys, host.Environment));
        findings.AddRange(DoctorPrograms.Look(host.Environment));
        return findings;
    }

    private static IEnumerable<Finding> SettingsOf(ResolvedSettings resolved)
    {
        foreach (var problem in resolved.Problems)
            yield return Finding.Problem("settings", problem, "q settings list --sources");
        foreach (var warning in resolved.Warnings)
            yield return Finding.Warn("settings", warning, "q settings list --sources");
        var chosen = resolved.Values.Count(value => value.Source is not SettingSource.Default);
        if (resolved.Problems.Count == 0 && resolved.Warnings.Count == 0)
        {
            var counted = $"{chosen} of {resolved.Values.Count} chosen";
            yield return Finding.Ok("settings", chosen == 0 ? "all as built in" : counted);
        }
    }

    private static Finding ModelOf(Settings settings, EnvironmentView environment, TimeProvider time)
    {
        var made = ModelChoice.Make(settings, new ModelFlags(), environment);
        if (!made.TryGet(out var choice))
            return Finding.Problem("model", made.Problem!, "q settings list --sources");
        if (choice.AskOllama)
        {
            using var models = new ModelClients(environment, time);
            return models.FindLocal() is { } local
                ? Finding.Ok("model", $"{local}, found on this machine, as nothing was chosen")
                : Finding.Warn("model", choice.Describe(), "start Ollama with a model (ollama pull), or set one of the keys");
        }
        return choice.Endpoint is { Key: null, KeyName: { } name } end && !BaseAddress.IsLoopback(end.Base)
            ? Finding.Warn("model", choice.Describe(), $"if the server wants a key: export {name}=…")
            : Finding.Ok("model", choice.Describe());
    }

    private static Finding CertificatesOf(EnvironmentView environment) => CertificateRoots.Exist(environment)
        ? Finding.Ok("certificates", "authorities found")
        : Finding.Warn("certificates", "no certificate authorities, so no https server can be trusted",
            "install ca-certificates, or export SSL_CERT_FILE=/path/to/a/bundle.pem");
}
