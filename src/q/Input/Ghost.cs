namespace Q.Input;

/// <summary>
/// What a line may become: the rest of the newest entry of its folder's history that begins with it, else of the only
/// thing that its last word can be. Looked up once for each line; where nothing fits nothing is allocated. Owned by the
/// editor.
/// </summary>
internal sealed class Ghost(History history, CompletionSource source)
{
    private string _line = "";
    private string _folder = "";
    private string _rest = "";
    private string _hopeless = ""; // a command that nothing completes: nor does anything with more letters

    /// <summary>Empty where nothing fits.</summary>
    public string Of(string line, string folder)
    {
        if (!ReferenceEquals(line, _line) || folder != _folder)
            (_line, _folder, _rest) = (line, folder, line.Length == 0 ? "" : Entry(line, folder) ?? Word(line));
        return _rest;
    }

    private string? Entry(string line, string folder)
    {
        for (var at = history.Step(history.Count - 1, -1, folder); at >= 0; at = history.Step(at - 1, -1, folder))
        {
            if (history[at].Length > line.Length && history[at].StartsWith(line, StringComparison.Ordinal))
                return history[at][line.Length..];
        }
        return null;
    }

    private string Word(string line)
    {
        if (line[0] != '/' || IsHopeless(line))
            return "";
        var (from, words) = source(line, line.Length, mayRead: false);
        if (words.Count == 0)
            _hopeless = line;
        var typed = line.AsSpan(from);
        return words.Count == 1 && words[0].AsSpan().StartsWith(typed) ? words[0][typed.Length..] : "";
    }

    private bool IsHopeless(string line) =>
        _hopeless.Length > 0 && line.StartsWith(_hopeless, StringComparison.Ordinal)
        && !line.AsSpan(_hopeless.Length).ContainsAny(' ', '\t');
}
