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
}

/// <summary>The commands about this chat and about q itself. Called on the app loop.</summary>
[CommandGroup("This chat", Order = 2)]
internal sealed class ChatCommands(Coordinator sessions, ICommandHost host, Settings settings)
{
    private const int MostCopied = 512 * 1024;

    /// <summary>Do the step that failed again, with the same prompt.</summary>
    [SlashCommand("retry")]
    public Outcome Retry() => sessions.Retry(sessions.Focused.Id);

    /// <summary>Hold this session; what runs in it is stopped.</summary>
    /// <remarks>/resume, a prompt or /retry goes on.</remarks>
    [SlashCommand("pause")]
    public Outcome Pause() => sessions.Pause(sessions.Focused.Id);

    /// <summary>Empty this conversation; asks first.</summary>
    /// <remarks>Ctrl+L only draws the screen again.</remarks>
    [SlashCommand("clear")]
    public void Clear()
    {
        var view = sessions.Focused;
        host.Confirm($"Empty the conversation of {view.Name}? It cannot be brought back.", () =>
        {
            if (sessions.Clear(view.Id).Problem is { } problem)
                sessions.Say(view.Id, OutputKind.Error, problem + "\n");
        });
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
    /// <remarks>The row says how it ended, how long it took and how much it wrote. A tool that runs shows its last rows.</remarks>
    [SlashCommand("output")]
    public void Output() => host.ToggleOutput();

    /// <summary>Copy the last answer, or the last code in it, to the clipboard or to a file.</summary>
    /// <remarks>The clipboard is the terminal's own, and not every terminal lets programs write to it; a file always works.</remarks>
    /// <param name="what">answer, as it was written, or code: the last block of it.</param>
    /// <param name="file">A new file, from the session's folder.</param>
    /// <example>/copy</example>
    /// <example>/copy code fix.sh</example>
    [SlashCommand("copy")]
    public Outcome Copy([Value("answer|code")] CopyWhat? what = null, [Value("file", ToEnd = true)] ReadOnlySpan<char> file = default)
    {
        var focused = sessions.Focused;
        if (focused.Ring is not { } ring || LastAnswer.In(ring) is not { } answer)
            return Outcome.No("There is no answer here to copy.");
        if ((what is CopyWhat.Code ? LastAnswer.CodeIn(answer) : answer) is not { } text)
            return Outcome.No("The last answer has no block of code. /copy alone copies all of it.");
        var lines = text.AsSpan().TrimEnd('\n').Count('\n') + 1;
        var size = $"{lines} {(lines == 1 ? "line" : "lines")} of {(what is CopyWhat.Code ? "code" : "the last answer")}";
        if (!file.IsEmpty)
            return Write(Path.Combine(focused.Folder, file.ToString()), text, size);
        if (text.Length > MostCopied)
            return Outcome.No("That is more than terminals take into their clipboard. /copy with the name of a file writes one.");
        var copied = host.Copy(text);
        if (copied.Problem is null)
            sessions.Say(focused.Id, OutputKind.Notice, $"Handed to the terminal's clipboard: {size}.");
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
        var help = topic.IsEmpty
            ? Outcome<string>.Ok(CommandHelp.All(settings.MultiSessionEnabled))
            : CommandHelp.Of(topic, () => BoundKeys.Of(settings));
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
