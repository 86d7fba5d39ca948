using System.Text;
using Q.Config;
using Q.Core;
using Q.Naming;
using Q.Output;
using Q.Sessions;

namespace Q.Commands;

internal enum TemplateAction : byte
{
    Save,
    List,
    Remove,
}

/// <summary>The commands about templates, which <c>/new --template</c> uses. Called on the app loop.</summary>
[CommandGroup("Sessions", Order = 1)]
internal sealed class TemplateCommands(Coordinator sessions, Settings settings, CommandHome home)
{
    /// <summary>Keep what this session is like for others (/new --template), list what is kept, or remove one.</summary>
    /// <remarks>Kept are type, model and group, the folder if it is not the one of q, and the prompt behind --.</remarks>
    /// <param name="action">What to do.</param>
    /// <param name="name">The template's name, for save and remove.</param>
    /// <param name="prompt">What a session of it is asked first, for save.</param>
    /// <example>/template save review -- review the last commit</example>
    /// <example>/new --template review</example>
    [SlashCommand("template", NeedsMany = true)]
    public Outcome Template(
        [Value("save|list|remove")] TemplateAction action,
        [Value("name", Completes = CompletionKind.Template, ToEnd = true)] ReadOnlySpan<char> name = default,
        [Value("prompt", AfterDashes = true)] ReadOnlySpan<char> prompt = default)
    {
        if (action is not TemplateAction.List && name.IsWhiteSpace())
            return Outcome.No($"/template {(action is TemplateAction.Save ? "save" : "remove")} needs the template's name.");
        return action switch
        {
            TemplateAction.Save => Save(name.ToString(), prompt.Trim().ToString()),
            TemplateAction.List => List(),
            TemplateAction.Remove => Remove(name.ToString()),
        };
    }

    private Outcome Save(string given, string prompt)
    {
        var folded = NameMaker.Fold(given, settings.NameMaxLength);
        if (!folded.TryGet(out var name))
            return Outcome.No($"'{given}' cannot be a template's name. Give it small letters, and a letter from a to z at least.");
        var view = sessions.Focused;
        var saved = home.Templates.Save(new(name)
        {
            Type = view.Type,
            Model = view.Model,
            Group = view.Group,
            Folder = view.Folder == home.Folder || view.Worktree.Length > 0 ? "" : view.Folder,
            Prompt = prompt,
        });
        var cut = sessions.WhyCut(given, name) is null ? "" : $" A name has {settings.NameMaxLength} letters at most.";
        if (saved.Succeeded)
            Say($"The template {name} is kept. /new --template {name} uses it.{cut}\n");
        return saved;
    }

    private Outcome List()
    {
        var read = home.Templates.List();
        if (!read.TryGet(out var all))
            return Outcome.No(read.Problem!);
        var text = new StringBuilder(all.Count == 0 ? "There is no template. /template save NAME keeps what this session is like.\n" : "Templates:\n");
        foreach (var one in all)
        {
            string[] words = [one.Type is { } type ? SessionWords.Type(type) : "", one.Model, one.Group.Length > 0 ? $"group {one.Group}" : "", one.Folder];
            text.Append($"  {one.Name}  {string.Join(", ", words.Where(word => word.Length > 0))}\n");
            if (one.Prompt.Length > 0)
                text.Append($"      {one.Prompt.ReplaceLineEndings(" ")}\n");
        }
        Say(text.ToString());
        return Outcome.Ok;
    }

    private Outcome Remove(string name)
    {
        var removed = home.Templates.Remove(name);
        if (removed.Succeeded)
            Say($"The template {name} was removed.\n");
        return removed;
    }

    private void Say(string text) => sessions.Say(sessions.Focused.Id, OutputKind.Notice, text);
}
