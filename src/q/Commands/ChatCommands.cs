using System.Text;
using Q.Config;
using Q.Core;
using Q.Output;
using Q.Sessions;

namespace Q.Commands;

/// <summary>What /copy copies.</summary>
internal enum CopyWhat : byte
{
    [Words("answer")]
    Answer,

    [Words("code")]
    Code,

    [Words("command")]
    Command,
}

/// <summary>The commands about this chat and about q itself. Called on the app loop.</summary>
[CommandGroup("This chat", Order = 2)]
internal sealed class ChatCommands(Coordinator sessions, ICommandHost host, Settings settings, CommandHome home)
{
    private const int MostCopied = 512 * 1024;

    /// <summary>Do the step that failed again, with the same prompt.</summary>
    [SlashCommand("retry")]
    public Outcome Retry() => sessions.Retry(sessions.Focused.Id);

    /// <summary>Choose who answers in this session; alone it says who does, and what its provider has.</summary>
    /// <remarks>It counts from the next prompt or /retry on. usual is the model that q was started with.</remarks>
    /// <param name="name">Which, also as provider/model.</param>
    /// <example>/model ollama/qwen3-coder</example>
    [SlashCommand("model")]
    public Outcome Model([Value("name|usual", Completes = CompletionKind.Model)] ReadOnlySpan<char> name = default)
    {
        var view = sessions.Focused;
        var wanted = name.IsEmpty ? view.Model : name is "usual" ? "" : name.ToString();
        if (home.ModelProblem(wanted) is { } problem)
            return Outcome.No(problem);
        if (!name.IsEmpty)
        {
            var chosen = sessions.UseModel(view.Id, wanted);
            if (chosen.Problem is { } refused)
                return Outcome.No(refused);
            if (view.Status is SessionStatus.Processing)
                sessions.Say(view.Id, OutputKind.Notice, "The answer that runs comes from the model before.\n");
        }
        _ = Tell(view.Id, wanted);
        return Outcome.Ok;
    }

    private async Task Tell(SessionId id, string model)
    {
        var told = await home.AboutModel(model);
        host.Later(() => sessions.Say(id, OutputKind.Notice, told + "\n"));
    }

    /// <summary>Hold this session; what runs in it is stopped.</summary>
    /// <remarks>/resume, a prompt or /retry goes on.</remarks>
    [SlashCommand("pause")]
    public Outcome Pause() => sessions.Pause(sessions.Focused.Id);

    /// <summary>Empty this conversation; asks first.</summary>
    /// <remarks>Ctrl+L only draws the screen again.</remarks>
    [SlashCommand("clear")]
    public Outcome Clear()
    {
        var view = sessions.Focused;
        if (sessions.WhyNotCleared(view.Id) is { } refusal)
            return Outcome.No(refusal);
        host.Confirm($"Empty the conversation of {view.Name}? It cannot be brought back.", () =>
        {
            if (sessions.Clear(view.Id).Problem is { } problem)
                sessions.Say(view.Id, OutputKind.Error, problem + "\n");
        });
        return Outcome.Ok;
    }

    /// <summary>Write a prompt in your editor: $VISUAL, else $EDITOR, else vi.</summary>
    /// <remarks>What you leave there comes into the line, and is sent with Enter. Ctrl+X Ctrl+E takes along what is typed already.</remarks>
    /// <param name="text">What to begin with.</param>
    [SlashCommand("editor")]
    public void OpenEditor([Value("text", ToEnd = true)] ReadOnlySpan<char> text = default) => host.OpenEditor(text.ToString());

    /// <summary>Show answers as they were written, or as Markdown again.</summary>
    /// <remarks>For all sessions, until q ends. The setting ui.markdown says how it begins.</remarks>
    [SlashCommand("raw")]
    public void Raw() => host.ToggleRaw();

    /// <summary>Show all that tools wrote, or one row for each call again.</summary>
    /// <remarks>
    /// The row says how it ended, how long it took and how much it wrote. A tool that runs shows its last rows, and so does one that
    /// failed.
    /// </remarks>
    /// <param name="call">Only this call: 1 is the last one, 2 the one before.</param>
    [SlashCommand("output")]
    public Outcome Output([Value("number")] ReadOnlySpan<char> call = default)
    {
        if (call.IsEmpty)
            host.ToggleOutput();
        else if (int.TryParse(call, out var number) && number > 0)
            host.ToggleOutput(number);
        else
            return Outcome.No($"{call} is no number of a call: 1 is the last one, 2 the one before.");
        return Outcome.Ok;
    }

    /// <summary>Find a text in what this session has said, and go there.</summary>
    /// <remarks>What is found is marked. n goes on upwards, N downwards, Esc closes; the transcript stays where it is then.</remarks>
    /// <param name="text">What to look for; without it you type it.</param>
    [SlashCommand("find")]
    public void Find([Value("text", ToEnd = true)] ReadOnlySpan<char> text = default) => host.ShowFind(text.ToString());

    /// <summary>Copy the last answer, the last code in it, or the last command, to the clipboard or to a file.</summary>
    /// <remarks>The clipboard is the terminal's own, and not every terminal lets programs write to it; a file always works.</remarks>
    /// <param name="what">answer, as it was written; code: its last block; command: its last block of shell, else what was run last.</param>
    /// <param name="file">A new file, from the session's folder.</param>
    /// <param name="to">The same.</param>
    /// <example>/copy</example>
    /// <example>/copy command --to fix.sh</example>
    [SlashCommand("copy")]
    public Outcome Copy([Value("answer|code|command")] CopyWhat? what = null, [Value("file", ToEnd = true)] ReadOnlySpan<char> file = default,
        [Value("file", Named = true)] ReadOnlySpan<char> to = default)
    {
        var focused = sessions.Focused;
        file = to.IsEmpty ? file : to;
        if (focused.Ring is not { } ring || (LastAnswer.In(ring) ?? (what is CopyWhat.Command ? "" : null)) is not { } answer)
            return Outcome.No("There is no answer here to copy.");
        var (found, of) = what switch
        {
            CopyWhat.Command => (LastAnswer.CodeIn(answer, LastAnswer.IsShell) ?? LastAnswer.CommandIn(ring), "the last command"),
            CopyWhat.Code => (LastAnswer.CodeIn(answer), "code"),
            _ => (answer, "the last answer"),
        };
        if (found is not { } text)
        {
            return Outcome.No(what is CopyWhat.Command
                ? "There is no block of shell in the last answer, and no command was run here that its row shows whole."
                : "The last answer has no block of code. /copy alone copies all of it.");
        }
        var lines = text.AsSpan().TrimEnd('\n').Count('\n') + 1;
        var size = $"{lines} {(lines == 1 ? "line" : "lines")} of {of}";
        if (!file.IsEmpty)
            return Write(Path.Combine(focused.Folder, file.ToString()), text, size);
        if (text.Length > MostCopied)
            return Outcome.No("That is more than terminals take into their clipboard. /copy with the name of a file writes one.");
        var copied = host.Copy(text);
        if (copied.Problem is null)
        {
            var handed = $"Handed to the terminal's clipboard, if it allows that: {size}.";
            sessions.Say(focused.Id, OutputKind.Notice, handed);
        }
        return copied;
    }

    private Outcome Write(string path, string text, string size)
    {
        try
        {
            using var to = new FileStream(path, FileMode.CreateNew);
            to.Write(Encoding.UTF8.GetBytes(text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Outcome.No($"{path} was not written: {e.Message}");
        }
        sessions.Say(sessions.Focused.Id, OutputKind.Notice, $"Written to {path}: {size}.");
        return Outcome.Ok;
    }

    /// <summary>List the commands, say more about one, or show the keys.</summary>
    /// <param name="topic">A command, or keys.</param>
    [SlashCommand("help", Alias = "h")]
    public Outcome Help([Value("command|keys", Completes = CompletionKind.Topic)] ReadOnlySpan<char> topic = default)
    {
        var columns = host.Columns - SessionListing.Margin;
        var help = topic.IsEmpty
            ? Outcome<string>.Ok(CommandHelp.All(settings.MultiSessionEnabled, columns))
            : CommandHelp.Of(topic, () => host.HasLinesOnly ? CommandHelp.LineKeys : CommandHelp.Keys(BoundKeys.Of(settings), columns), columns);
        if (!help.TryGet(out var text))
            return Outcome.No(help.Problem!);
        sessions.Say(sessions.Focused.Id, OutputKind.Notice, text);
        return Outcome.Ok;
    }

    /// <summary>Leave q; everything is there at the next start.</summary>
    /// <remarks>While turns run anywhere it asks once; they are marked interrupted.</remarks>
    [SlashCommand("quit", Alias = "exit|q")]
    public void Quit() => host.Quit();
}
