using System.Globalization;
using Q.Core;
using Q.Output;
using Q.Sessions;
using Q.Store;
using Q.Store.Exports;
using Q.Turns;

namespace Q.Commands;

/// <summary>The commands on what was said: look for it, write it to a file. Called on the app loop.</summary>
[CommandGroup("What was said", Order = 3)]
internal sealed class ArchiveCommands(Coordinator sessions, ICommandHost host, TimeProvider time, CommandHome home)
{
    /// <summary>So long it waits for what is on its way to the disk; what is not there then comes from memory.</summary>
    private static readonly TimeSpan s_flush = TimeSpan.FromMilliseconds(200);

    private const double Slowest = 0.1;
    private const double Fastest = 100;

    /// <summary>Look for words in everything that was said, in all sessions, and go there.</summary>
    /// <remarks>All words must be there; "words in quotes" stand in a row. A closed session is opened again.</remarks>
    /// <param name="text">What to look for.</param>
    /// <example>/search oauth token</example>
    [SlashCommand("search")]
    public void Search([Value("text", ToEnd = true)] ReadOnlySpan<char> text = default)
    {
        if (home.Store.Unsaved().Any(one => one.Messages.Count > 0) && !home.Store.Flush(s_flush))
        {
            var missing = UnsavedWork.Told(home.Store.Unsaved());
            var told = $"Not stored yet, and not looked through: {missing}.\n";
            sessions.Say(sessions.Focused.Id, OutputKind.Notice, told);
        }
        host.ShowSearch(text.ToString());
    }

    /// <summary>Write a session to a file.</summary>
    /// <remarks>
    /// Without --output it is named after the session, in the folder where q was started. A file that exists is never
    /// written over. `q sessions import` takes json back.
    /// </remarks>
    /// <param name="name">Which, also a closed one; this one when it is left out.</param>
    /// <param name="format">How it is written; md when it is left out.</param>
    /// <param name="output">The new file.</param>
    /// <example>/export login-bug --format html</example>
    [SlashCommand("export")]
    public Outcome Export(
        [Value("name", Completes = CompletionKind.Any)] ReadOnlySpan<char> name = default,
        [Value("format", Named = true)] ExportFormat? format = null, [Value("file", Named = true)] ReadOnlySpan<char> output = default)
    {
        var loaded = Load(name);
        if (!loaded.TryGet(out var exported))
            return Outcome.No(loaded.Problem!);
        if (sessions.Find(exported.Session.Name).TryGet(out var open) && open is { OwnerPid: 0 } && open.Id == exported.Session.Id)
            exported = exported with { Session = exported.Session with { OwnerPid = Environment.ProcessId } }; // what it does goes on
        var (kind, called) = (format ?? FormatOf(output), exported.Session.Name);
        var path = output.IsEmpty ? ExportFile.Free(home.Folder, called, kind) : PathOf(output.ToString());
        var written = ExportFile.Write(path, exported, kind, time.GetUtcNow());
        if (written.Succeeded)
            sessions.Say(sessions.Focused.Id, OutputKind.Notice, $"{called} is in {path}{Lacking(exported)}\n");
        MemoryTrim.Shared.LetGo(exported.Messages.Sum(static message => message.Bytes));
        MemoryTrim.Shared.Trim();
        return written;
    }

    /// <summary>Show again what was said in a session, at the pace at which it was said.</summary>
    /// <remarks>
    /// No pause is longer than two seconds. Arrows and PgUp scroll, any other key ends it. Nothing is asked or run again, and
    /// the other sessions go on.
    /// </remarks>
    /// <param name="name">Which, also a closed one; this one when it is left out.</param>
    /// <param name="speed">2 is twice as fast, 0.5 half as fast; from 0.1 to 100.</param>
    /// <example>/replay login-bug --speed 4</example>
    [SlashCommand("replay")]
    public Outcome Replay(
        [Value("name", Completes = CompletionKind.Any)] ReadOnlySpan<char> name = default, [Value("n", Named = true)] ReadOnlySpan<char> speed = default)
    {
        var times = 1.0;
        if (!speed.IsEmpty && !(double.TryParse(speed.TrimEnd('x'), CultureInfo.InvariantCulture, out times) && times is >= Slowest and <= Fastest))
            return Outcome.No($"--speed {speed} is not allowed: it takes a number from 0.1 to 100. 2 is twice as fast.");
        var loaded = Load(name);
        if (!loaded.TryGet(out var said))
            return Outcome.No(loaded.Problem!);
        if (said.Messages.Count == 0)
            return Outcome.No($"Nothing was said in {said.Session.Name} yet.");
        host.ShowReplay(said, times);
        return Outcome.Ok;
    }

    private static string Lacking(ExportedSession exported) =>
        Conversations.Lack(exported.Session.Messages, exported.Messages) is { } lack ? $". {lack}" : "";

    /// <summary>An open session, or one of the archive, with what was said in it.</summary>
    private Outcome<ExportedSession> Load(ReadOnlySpan<char> name)
    {
        var unsaved = home.Store.Flush(s_flush) ? [] : home.Store.Unsaved();
        var target = sessions.Find(name).TryGet(out var view) ? view.Id.ToString() : name.ToString();
        var waits = Waiting(unsaved, target);
        var found = home.Store.Find(waits?.Session.Id.ToString() ?? target);
        if (!found.TryGet(out var session))
        {
            return waits is { Messages.Count: > 0 }
                ? Outcome<ExportedSession>.Ok(Whole(waits, [], view?.Messages ?? waits.Messages.Count))
                : Outcome<ExportedSession>.No(view is null ? found.Problem! : $"Nothing was said in {view.Name} yet.");
        }
        waits ??= Waiting(unsaved, session.Id.ToString());
        if (waits is { IsCleared: true })
            return Outcome<ExportedSession>.Ok(Whole(waits, [], waits.Messages.Count));
        var read = home.Store.Whole(session.Id, session.Messages);
        if (!read.TryGet(out var messages))
            return Outcome<ExportedSession>.No(read.Problem!);
        if (waits is null)
            return Outcome<ExportedSession>.Ok(new(session, messages));
        return Waiting(home.Store.Unsaved(), session.Id.ToString())?.Messages.Count == waits.Messages.Count
            ? Outcome<ExportedSession>.Ok(Whole(waits, messages, session.Messages + waits.Messages.Count))
            : Load(name); // some of it was stored meanwhile
    }

    /// <summary>What of a session, open or closed meanwhile, is not on the disk, while nothing can be written there.</summary>
    private static ExportedSession? Waiting(IReadOnlyList<ExportedSession> unsaved, string target) =>
        unsaved.FirstOrDefault(one => one.Session.Id.ToString() == target)
        ?? unsaved.LastOrDefault(one => one.Session.Name.Equals(target, StringComparison.OrdinalIgnoreCase));

    /// <param name="count">How many messages it has; some may be where nothing can be read now.</param>
    private static ExportedSession Whole(ExportedSession waits, IReadOnlyList<Message> stored, int count) =>
        new(waits.Session with { Messages = count }, [.. stored, .. waits.Messages]);

    /// <summary>What the file's name says; Markdown when it says nothing.</summary>
    private static ExportFormat FormatOf(ReadOnlySpan<char> output)
    {
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            if (output.EndsWith(ExportFile.Extension(format), StringComparison.OrdinalIgnoreCase))
                return format;
        }
        return ExportFormat.Md;
    }

    private string PathOf(string output) => output.StartsWith("~/", StringComparison.Ordinal) && home.Home is { } own
        ? Path.Combine(own, output[2..])
        : Path.Combine(home.Folder, output);
}
