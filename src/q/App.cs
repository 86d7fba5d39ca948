using System.Runtime.InteropServices;
using System.Text;
using Q.Chat;
using Q.Cli;
using Q.Commands;
using Q.Config;
using Q.Core;
using Q.Input;
using Q.Model;
using Q.Output;
using Q.Processes;
using Q.Screen;
using Q.Sessions;
using Q.Store;
using Q.Telemetry;
using Q.Terminal;
using Q.Tools;

namespace Q;

/// <summary>From arguments to an exit code: every part is made and wired here.</summary>
internal static class App
{
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    /// <summary>Bytes on stdin that a prompt may have; more than any model reads.</summary>
    private const int MostPiped = 16 << 20;

    private static readonly TimeSpan s_stopTakes = TimeSpan.FromSeconds(1.5);

    public static int Run(string[] args)
    {
        try
        {
            return CommandLine.Run(args, new CliHost(
                Chat, Environment.GetEnvironmentVariable, text => Write(StandardOutput, text), text => Write(StandardError, text),
                TimeProvider.System)
            {
                ThemeProblem = Themes.WhyNot,
            });
        }
#pragma warning disable CA1031 // the last resort: the terminal is given back and the person gets a sentence, not a stack trace
        catch (Exception e)
#pragma warning restore CA1031
        {
            UnixTerminal.Restore();
            QPaths.Find(Environment.GetEnvironmentVariable).TryGet(out var paths);
            Write(StandardError, $"{CrashReport.Write(paths, e, BuildInfo.Version, TimeProvider.System)}\n");
            return 1;
        }
    }

    /// <summary><c>q chat</c>, interactive or not.</summary>
    private static int Chat(ChatOptions options)
    {
        var time = TimeProvider.System;
        var found = StartFolder.Find();
        if (!found.TryGet(out var folder))
            return Failed(found.Problem!);
        QPaths.Find(Environment.GetEnvironmentVariable).TryGet(out var paths);
        using var home = AppHome.Open(paths, options, time);
        return options.NoInteractive ? Answer(options, home, folder, time) : Interact(options, home, folder, time);
    }

    private static int Failed(string problem)
    {
        Write(StandardError, $"q: {problem}\n");
        return 1;
    }

    private static int Answer(ChatOptions options, AppHome home, string folder, TimeProvider time)
    {
        void Error(string sentence) => Write(StandardError, sentence + "\n");
        foreach (var sentence in home.Problems.Concat(home.Warnings))
            Error($"q: {sentence}");
        var asked = PromptOf(options);
        if (!asked.TryGet(out var prompt))
        {
            Error($"q: {asked.Problem}");
            return 1;
        }
        if (prompt.Length == 0)
        {
            Error("q: --no-interactive needs a prompt: q chat --no-interactive \"what is in this folder?\", or text on stdin.");
            return 2;
        }
        var chosen = home.Models.Create(home.Settings, new(options.Provider, options.Model));
        if (!chosen.TryGet(out var model))
        {
            Error($"q: {chosen.Problem}");
            return 1;
        }
        var shared = ToolShared.Of(time) with
        {
            NameOf = static _ => "headless",
            Audit = home.Audit(sentence => Error($"q: {sentence}")),
            Left = home.Left,
        };
        var engines = Engines(options, home, _ => Outcome<IModelClient>.Ok(model.Client), shared, isUnattended: true, Error);
        var answer = new BareText();
        bool Put(ReadOnlyMemory<byte> utf8)
        {
            if (Write(StandardOutput, utf8.Span, answer))
                return true;
            if (Marshal.GetLastPInvokeError() is not Libc.BrokenPipe and var error) // a reader who has read enough is no error
                Error($"q: the answer cannot be written to standard output: {Marshal.GetPInvokeErrorMessage(error)}.");
            return false;
        }
        var run = new Headless(home.Store, home.Settings, time, Put, Error);
        using var signals = new Signals(signal =>
        {
            if (signal is not (PosixSignal.SIGWINCH or PosixSignal.SIGCONT or PosixSignal.SIGTSTP))
                run.Cancel();
        });
        home.OpenLog(sessions: 0, static _ => { }, static () => { }); // while the prompt is stored; a run without a log says nothing
        var exit = Wait(run.Run(prompt, folder, engines.Make));
        Log.To.Ended(exit);
        return exit;
    }

    private static int Interact(ChatOptions options, AppHome home, string folder, TimeProvider time)
    {
        if (!home.Settings.MultiSessionEnabled && (options.New ?? options.Switch) is not null)
            return Failed(ManySessions.HowToTurnOn);
        var warnings = new List<string>();
        var capabilities = Capabilities.Detect();
        var frontEnd = FrontEnds.Choose(ref capabilities, home.Settings, UnixTerminal.SizeOf(StandardOutput), warnings.Add);
        var chosen = home.Models.Create(home.Settings, new(options.Provider, options.Model));
        var client = chosen.TryGet(out var model) ? Outcome<IModelClient>.Ok(model.Client) : Outcome<IModelClient>.No(chosen.Problem!);
        var clients = new NamedClients(client, name => home.Models.Create(home.Settings, new(options.Provider, name)));
        var (inbox, known) = (new AppInbox(), (Coordinator?)null);
        void Trouble(string sentence) => inbox.Post(AppEvent.Of(() => known?.Say(known.Focused.Id, OutputKind.Error, sentence)));
        var shared = new ToolShared(new(time, TimeSpan.FromSeconds(home.Settings.FileLeaseSeconds)), new(time), time)
        {
            NameOf = id => known?.Names.Of(id) ?? "",
            IsWatched = id => known?.IsWatched(id) == true,
            BackgroundLimit = TimeSpan.FromMinutes(home.Settings.BackgroundTimeoutMinutes),
            Audit = home.Audit(Trouble),
            Left = home.Left,
        };
        var engines = Engines(options, home, clients.Of, shared, isUnattended: false, warnings.Add);

        using var terminal = new UnixTerminal(capabilities);
        var look = Look.Of(capabilities, Themes.Of(home.Settings, home.Paths, warnings.Add, () => home.PlaceOf("ui.theme")));
        using var screen = ScreenOf(frontEnd, terminal, look, home.Settings, capabilities, out var attention);
        var sessions = known = SessionsOf(home, engines, shared, time, folder, inbox.Ring);
        if (home.Settings.AutoNameModel)
            sessions.Titles = new TitleCall(clients.Of, home.Gate).Ask;
        home.Listen(notice => inbox.PostNow(() => StoreSays(sessions, notice)));
        if (options.New is not null && UnixTerminal.IsInBackground)
            return MakeOnly(sessions, Landings.Of(options));
        var history = new History(home.Paths?.History);
        Router? router = null;
        var editor = Typing(history, home.Settings,
            (text, cursor, mayRead) => router?.Complete(text, cursor, mayRead) ?? Candidates.None);
        var keymap = new Keymap();
        var (loop, remote) = ((AppLoop?)null, (RemoteRequests?)null);
        using var signals = new Signals(signal => Hear(signal, terminal, inbox, () => loop));
        var parts = new LoopParts(terminal, screen, sessions, inbox, editor, keymap, new(capabilities), home.Settings, time, folder)
        {
            Store = home.Store,
            AreLinesTyped = capabilities.InputIsTerminal,
            HasInterruptKey = capabilities is { InputIsTerminal: true, OutputIsTerminal: true },
            InScreen = capabilities.IsWithinScreen,
            RefusesClipboard = capabilities.RefusesClipboard,
            Suspend = signals.Suspend,
            Watches = home.Gate.Watches,
            Lines = () => ScreenOf(FrontEnd.Plain, terminal, look, home.Settings, capabilities, out _),
            Restyle = Restyled(look, attention, capabilities, home.Paths, Trouble),
            Crashed = home.Crashed,
            RunEditor = (file, at, cancel) => EditorProgram.Run(EditorProgram.Of(Environment.GetEnvironmentVariable), file, at, cancel),
            AfterFirstFrame = () =>
            {
                history.Load();
                keymap.Bindings = BoundKeys.Of(home.Settings, home.Problems.Add);
                Greet(sessions, home, warnings, chosen, inbox);
                home.OpenLog(sessions.Views.Count, Trouble, () => loop!.Later(() =>
                    sessions.CleanUpDaily(home.Settings.CleanupAfterDays, home.Store, loop.Later)));
                if (home.Paths is { } paths && capabilities.InputIsTerminal)
                    remote?.Open(paths, problem => inbox.Post(AppEvent.Of(() => sessions.Say(sessions.Focused.Id, OutputKind.Notice, problem))));
                _ = Task.Run(() => home.Spills.Sweep(pid => ProcessIdentity.StartOf(pid) is not null));
            },
        };
        using var running = loop = new AppLoop(
            parts, host => router = new Router(sessions, host, home.Settings, time, Commanded(home, folder, clients, shared)));
        remote = new RemoteRequests(inbox, sessions, home.Store, home.Settings, time, () => loop.UsedAt, home.Crashed) { Debug = word => router!.Debug(word) };
        var exit = Run(loop, options, inbox, sessions);
        remote.Dispose();
        inbox.Close();
        if (loop.Refused is { } refused)
        {
            terminal.Leave();
            Write(StandardError, $"q: {refused}\n");
            return exit;
        }
        var isStored = Stop(sessions, router!);
        loop.Screen.Finish();
        terminal.Leave();
        if (!isStored && Unsaved.Keep(home.Store, time.GetUtcNow()) is { } lost)
            Write(StandardError, $"q: {lost}\n");
        Log.To.Ended(exit);
        return exit;
    }

    private static Coordinator SessionsOf(
        AppHome home, ChatEngineFactory engines, ToolShared shared, TimeProvider time, string folder, Action ring) =>
        new(home.Store, engines.Make, home.Settings, time, folder, home.Crashed, ring, home.Spills)
        {
            Left = home.Left,
            Audit = shared.Audit,
        };

    private static int Run(AppLoop loop, ChatOptions options, AppInbox inbox, Coordinator sessions)
    {
        try
        {
            return loop.Run(Landings.Of(options), options.ResumePicker ? () => loop.Picker(PickerScope.All) : null);
        }
        catch
        {
            inbox.Close();
            Wait(sessions.Stop(s_stopTakes)); // no command runs on without its owner
            throw;
        }
    }

    private static IScreen ScreenOf(
        FrontEnd frontEnd, ITerminal terminal, Look look, Settings settings, Capabilities found, out Attention attention)
    {
        attention = new(AttentionOf(settings, found), look.Symbols);
        if (frontEnd is FrontEnd.Plain)
            return new PlainScreen(terminal, look, found.InputIsTerminal, WayOf(settings));
        return frontEnd is FrontEnd.Inline
            ? new InlineScreen(terminal, look, attention, found.Reflows, found.Links)
            : new Renderer(terminal, look, attention, settings.Mouse, found.Links);
    }

    private static Action<Settings, Settings> Restyled(
        Look look, Attention attention, Capabilities found, QPaths? paths, Action<string> say) => (before, now) =>
    {
        attention.Use(AttentionOf(now, found));
        if (now.Theme != before.Theme || now.HighContrast != before.HighContrast)
            look.Theme = Look.Of(found, Themes.Of(now, paths, say, static () => "/settings")).Theme;
    };

    /// <summary>What was typed last is done first: a setting may still be on its way to the disk.</summary>
    private static bool Stop(Coordinator sessions, Router router)
    {
        _ = Wait(Task.WhenAny(router.Done, Task.Delay(s_stopTakes)));
        return Wait(sessions.Stop(s_stopTakes));
    }

    /// <summary>
    /// <c>q chat --new NAME &amp;</c>: the terminal is another program's. The session is made and stored; its prompt waits in its line,
    /// since nobody would see what it does.
    /// </summary>
    private static int MakeOnly(Coordinator sessions, Landing landing)
    {
        var made = sessions.Start(landing with { Prompt = null });
        if (made.Problem is { } problem)
            return Failed(problem);
        sessions.KeepDraft(sessions.Focused.Id, landing.Prompt ?? "");
        var (name, isStored) = (sessions.Focused.Name, Wait(sessions.Stop(s_stopTakes)));
        var cut = sessions.WhyCut(landing.Name, name) is { } why ? $" {why}" : "";
        Write(isStored ? StandardOutput : StandardError, isStored ? $"{name} is made; q opens it.{cut}\n" : $"q: {name} could not be stored.\n");
        return isStored ? 0 : 1;
    }

    private static LineEditor Typing(History history, Settings settings, CompletionSource source) => new(history, source)
    {
        IsVi = settings.KeysProfile == "vi",
        IsHistoryOfFolder = settings.History == "folder",
    };

    private static AttentionChoice AttentionOf(Settings settings, Capabilities terminal) =>
        AttentionChoice.Of(settings.Title, settings.Bell, settings.Notify, settings is { Progress: true, ReducedMotion: false }, terminal);

    private static PlainWay WayOf(Settings settings) =>
        new(settings.ScreenReaderMode, settings.AnnounceStateChanges, settings.TextOnlyIndicator);

    /// <summary>What commands need beyond the sessions.</summary>
    private static CommandHome Commanded(
        AppHome home, string folder, NamedClients clients, ToolShared shared) => new(folder)
        {
            Settings = home.Chosen,
            Calls = () => $"{home.Gate.Inside} run of {home.Settings.MaxConcurrentApiCalls}, {home.Gate.Waiting} wait",
            Locks = () => shared.Locks.Told(shared.NameOf),
            Limits = home.Models.Limits.Told,
            Home = Environment.GetEnvironmentVariable("HOME"),
            Store = home.Store,
            Templates = new(home.Paths?.Templates),
            LogFile = home.Paths?.Log,
            Models = () => clients.Of("").TryGet(out var usual) ? home.Models.Known(usual.Provider) : [],
            AboutModel = clients.About,
            ModelProblem = name => clients.Of(name).Problem,
        };

    /// <summary>Who answers, and what was not as it should be; after the first frame.</summary>
    private static void Greet(
        Coordinator sessions, AppHome home, List<string> warnings, Outcome<ModelClients.Chosen> chosen, AppInbox inbox)
    {
        var focused = sessions.Focused;
        foreach (var sentence in home.Problems.Concat(warnings))
            sessions.Say(focused.Id, OutputKind.Error, sentence);
        foreach (var sentence in home.Warnings)
            sessions.Say(focused.Id, OutputKind.Warning, sentence);
        if (!chosen.TryGet(out var model))
        {
            sessions.Say(focused.Id, OutputKind.Error, chosen.Problem!);
            return;
        }
        if (model.Client is FoundClient found)
            _ = found.Look().ContinueWith(looked => inbox.Post(AppEvent.Of(() => Introduce(looked.Result))), TaskScheduler.Default);
        else
            Introduce(model.Client);

        void Introduce(IModelClient client)
        {
            if (focused.Messages > 0 || (model.Choice.Wire is WireKind.Script && sessions.Views.Any(view => view.Messages > 0)))
                return; // what plays a file has been introduced in this home
            var isLocal = model.Client is FoundClient && client.Provider != model.Choice.Provider;
            sessions.Say(focused.Id, OutputKind.Notice, isLocal
                ? $"{client.Provider} answers here ({client.Model}). /model chooses another."
                : $"{model.Choice.Describe()}.");
        }
    }

    /// <summary>What becomes of the store, for the sessions and for the person. On the app loop.</summary>
    internal static void StoreSays(Coordinator sessions, StoreNotice notice)
    {
        switch (notice.Kind)
        {
            case StoreNoticeKind.LeaseLost:
                sessions.LeaseLost(notice.Session, notice.Pid);
                break;
            case StoreNoticeKind.Degraded:
                sessions.StoreIsAway(isAway: true);
                break;
            case StoreNoticeKind.Recovered:
                sessions.StoreIsAway(isAway: false);
                break;
            case StoreNoticeKind.Damaged or StoreNoticeKind.Migrated or StoreNoticeKind.Unreadable:
                break;
        }
        var kind = notice.Kind is StoreNoticeKind.Degraded or StoreNoticeKind.Damaged or StoreNoticeKind.Unreadable ? OutputKind.Error : OutputKind.Notice;
        sessions.Say(sessions.Focused.Id, kind, notice.Kind is StoreNoticeKind.Degraded
            ? $"{notice.Text} Running without persistence until then."
            : notice.Text);
    }

    /// <summary>On a thread of the runtime's. Nobody who is to end waits for a terminal that does not read.</summary>
    private static void Hear(PosixSignal signal, UnixTerminal terminal, AppInbox inbox, Func<AppLoop?> loop)
    {
        if (Signals.IsEnd(signal) || (signal is PosixSignal.SIGINT && loop() is { EndsOnInterrupt: true }))
            terminal.GiveUp();
        inbox.Post(signal switch
        {
            PosixSignal.SIGWINCH => AppEvent.Of(new Resized(UnixTerminal.SizeOf(StandardOutput) ?? default)),
            PosixSignal.SIGTSTP => AppEvent.Of(AppSignal.Suspend),
            PosixSignal.SIGCONT => AppEvent.Of(AppSignal.Continue),
            PosixSignal.SIGINT => AppEvent.Of(() => loop()?.Interrupted(Signals.ExitCode(signal))),
            _ => AppEvent.Of(() => loop()?.Leave(Signals.ExitCode(signal))),
        });
    }

    private static ChatEngineFactory Engines(
        ChatOptions options, AppHome home, Func<string, Outcome<IModelClient>> model, ToolShared shared, bool isUnattended, Action<string> warn)
    {
        var tools = ToolTable.BuiltIn(Environment.GetEnvironmentVariable("PATH"));
        var trust = TrustChoice.Of(options.TrustTools, options.TrustAllTools, isUnattended, tools, out var warnings);
        foreach (var warning in warnings)
            warn(warning);
        var time = shared.Time;
        if (home.Settings.IsolatePermissions && !isUnattended)
        {
            if (trust.All || trust.Tools.Count > 0)
                warn("sessions.isolate_permissions is on, so --trust-tools and --trust-all-tools hold for no session: each asks for itself.");
            trust = TrustChoice.AskAlways;
        }
        var parts = new ChatParts(model, tools, trust, new RetryPolicy(time), home.Gate, time) { Shared = shared };
        return new ChatEngineFactory(parts, Environment.GetEnvironmentVariable("HOME"));
    }

    /// <summary>The main thread has nothing else to do, and no synchronization context.</summary>
    private static T Wait<T>(Task<T> task)
    {
#pragma warning disable VSTHRD002
        return task.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }

    private static Outcome<string> PromptOf(ChatOptions options)
    {
        var read = UnixTerminal.IsTerminal(0) ? Outcome<string>.Ok("") : UnixTerminal.ReadAll(0, MostPiped);
        return read.TryGet(out var piped)
            ? Outcome<string>.Ok(string.Join("\n\n", new[] { options.Prompt ?? "", piped }.Where(text => !string.IsNullOrWhiteSpace(text))))
            : read;
    }

    private static void Write(int descriptor, string text) => Write(descriptor, Encoding.UTF8.GetBytes(text), new());

    /// <summary>A file or a pipe gets the bytes as they are, a terminal nothing that would act on it.</summary>
    private static bool Write(int descriptor, ReadOnlySpan<byte> utf8, BareText bare) =>
        UnixTerminal.WriteAll(descriptor, UnixTerminal.IsTerminal(descriptor) ? bare.Of(utf8) : utf8);
}
