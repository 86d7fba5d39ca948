using System.Collections;
using Q.Cli;
using Q.Commands;
using Q.Config;
using Q.Core;
using Q.Model;
using Q.Processes;
using Q.Sessions;
using Q.Store;
using Q.Telemetry;

namespace Q;

/// <summary>
/// What a chat has of its home: settings, store, log, models; and what was wrong with them, as sentences. Where nothing can be
/// kept, it goes on with a store that ends with the process. Made and closed by the program.
/// </summary>
internal sealed class AppHome : IDisposable
{
    private readonly List<StoreNotice> _early = [];
    private ResolvedSettings? _places;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private Action<StoreNotice>? _listener;
    private Log? _log;
    private Task _opening = Task.CompletedTask;
    private AuditLog? _audit;

    private AppHome(QPaths? paths, TimeProvider time) => (Paths, _time) = (paths, time);

    public QPaths? Paths { get; }

    public Settings Settings { get; private set; } = new();

    /// <summary>What /settings reads and changes; null where there is no home.</summary>
    public ISettingsHome? Chosen { get; private set; }

    public ISessionArchive Store { get; private set; } = new MemoryStore();

    /// <summary>Where output goes that leaves memory.</summary>
    public SpillFolder Spills { get; private set; } = SpillFolder.None;

    /// <summary>Where commands are noted while they run; null where there is no home.</summary>
    public Leftovers? Left { get; private set; }

    public ModelClients Models { get; private set; } = null!;

    /// <summary>All calls to models go through it.</summary>
    public CallGate Gate { get; private set; } = null!;

    /// <summary>Sentences for the person: refused settings, a store that cannot be used.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>What works, but a person should know.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    public static AppHome Open(QPaths? paths, ChatOptions options, TimeProvider time)
    {
        MemoryTrim.GiveBackLargeBlocks();
        var home = new AppHome(paths, time);
        SessionStore? store = null;
        if (paths is null)
            home.Problems.Add(QPaths.Find(_ => null).Problem!);
        else
        {
            var opened = SessionStore.Open(paths, time, home.Hear);
            if (!opened.TryGet(out store))
                home.Problems.Add($"{opened.Problem} Nothing of this run is kept.");
        }
        IReadOnlyList<KeyValuePair<string, string>> flags = options.Ui is { } mode ? [new("ui.mode", mode)] : [];
        var resolved = new SettingsSources
        {
            Environment = Environment.GetEnvironmentVariable,
            Database = store?.Settings() ?? [],
            File = paths is null ? null : ConfigFile.Read(paths.Config),
            Flags = flags,
        }.Resolve();
        home.Settings = resolved.Settings;
        home._places = resolved;
        home.Chosen = paths is null ? null : new CliHome(
            paths, new(static _ => 0, Environment.GetEnvironmentVariable, static _ => { }, static _ => { }, time) { ThemeProblem = Themes.WhyNot })
        {
            Flags = flags,
        };
        home.Problems.AddRange(resolved.Problems);
        home.Warnings = resolved.Warnings;
        home.Models = new ModelClients(Variables(), time, TimeSpan.FromSeconds(home.Settings.CallTimeout));
        home.Spills = new(paths?.Run, (long)home.Settings.MaxSpillMb << 20, ProcessIdentity.HostTag);
        home.Left = paths is null ? null : new(paths.Run, ProcessIdentity.HostTag);
        home.Gate = new CallGate(home.Settings.MaxConcurrentApiCalls, home.Models.Limits);
        if (store is not null && resolved.Settings.PersistSessions)
            home.Store = store;
        else
            store?.Dispose();
        return home;
    }

    /// <summary>Where a setting has its value from: file and line, or what it is.</summary>
    public string PlaceOf(string name) =>
        SettingKeys.Find(name).TryGet(out var key) && _places is { } places ? places[key].Place : name;

    /// <summary>From now on the store's notices go here; those that came before come at once.</summary>
    public void Listen(Action<StoreNotice> listener)
    {
        List<StoreNotice> early;
        lock (_gate)
        {
            _listener = listener;
            early = [.. _early];
            _early.Clear();
        }
        early.ForEach(listener);
    }

    /// <summary>The audit log, which is opened with its first entry; null where there is no home. Its trouble is told once.</summary>
    public AuditLog? Audit(Action<string> tell) => Paths is null ? null : _audit = new AuditLog(Paths, _time, tell);

    /// <summary>Opens the log on another thread: its first use costs milliseconds.</summary>
    /// <param name="tell">Takes, there, why there is none.</param>
    /// <param name="then">Called there when it is open, or cannot be.</param>
    public void OpenLog(int sessions, Action<string> tell, Action then)
    {
        if (Paths is not { } paths)
            return;
        _opening = Task.Run(() =>
        {
            var opened = Log.Open(paths, Environment.GetEnvironmentVariable("Q_LOG_LEVEL"));
            if (!opened.TryGet(out var log))
                tell($"{opened.Problem} There is no log of this run.");
            else
            {
                _log = log;
                Log.To = log.Logger;
                Log.To.Started(BuildInfo.Version, Environment.ProcessId, sessions);
                foreach (var sentence in Problems.Concat(Warnings))
                    Log.To.Noticed("settings", sentence);
            }
            then();
        });
    }

    /// <summary>Writes a crash report of something that did not end the process.</summary>
    public string Crashed(Exception e) => CrashReport.Write(Paths, e, BuildInfo.Version, _time);

    public void Dispose()
    {
#pragma warning disable VSTHRD002 // the last moments of the main thread, which has no synchronization context
        _audit?.Finish(TimeSpan.FromSeconds(1)).GetAwaiter().GetResult();
        _ = _opening.Wait(TimeSpan.FromSeconds(1));
#pragma warning restore VSTHRD002
        (Store as IDisposable)?.Dispose();
        Models.Dispose();
        _log?.Dispose();
    }

    private static Dictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry one in Environment.GetEnvironmentVariables())
            variables[(string)one.Key] = one.Value as string ?? "";
        return variables;
    }

    private void Hear(StoreNotice notice)
    {
        Action<StoreNotice>? listener;
        lock (_gate)
        {
            listener = _listener;
            if (listener is null)
                _early.Add(notice);
        }
        listener?.Invoke(notice);
    }
}
