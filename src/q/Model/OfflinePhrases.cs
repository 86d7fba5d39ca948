namespace Q.Model;

/// <summary>
/// The phrases that are understood without a model, each read from left to right. What asks for nothing is null. Pure;
/// the order in which <see cref="OfflineRequest"/> tries them decides between them.
/// </summary>
internal static class OfflinePhrases
{
    private static readonly string[] s_polite =
    [
        "please", "now", "then", "ok", "okay", "hi", "hello", "hey",
        "can you", "could you", "would you", "will you", "can you please", "could you please", "would you please",
        "will you please", "i'd like to", "i would like to", "i'd like you to", "i would like you to",
    ];

    private static readonly string[] s_commands =
        ["pwd", "git", "make", "dotnet", "cargo", "npm", "grep", "wc", "du", "df", "date", "uname"];

    private static readonly string[] s_files =
        ["file", "files", "folder", "folders", "directory", "directories"];

    private static readonly string[] s_in = ["in", "under", "inside", "within", "of", "at"];

    public static string WithoutPoliteness(string text)
    {
        var words = new PhraseReader(text, gaps: ",");
        words.SkipAll(s_polite);
        text = words.Rest;
        const string last = "please";
        var asked = text.EndsWith(last, StringComparison.OrdinalIgnoreCase) ? text[..^last.Length] : "";
        var isAsked = asked.Length > 0 && (asked[^1] is ',' || char.IsWhiteSpace(asked[^1]));
        return isAsked ? asked.TrimEnd(' ', '\t', ',') : text;
    }

    /// <summary>"the src folder" is "src", "this project" is nothing.</summary>
    public static string WithoutFolderWords(string text)
    {
        var words = new PhraseReader(text);
        words.SkipAll("the", "this", "my", "current", "all");
        words.Take("folder", "directory", "project", "repository", "repo", "code", "files");
        text = words.Rest;
        foreach (var last in (ReadOnlySpan<string>)[" folder", " directory"])
        {
            if (text.EndsWith(last, StringComparison.OrdinalIgnoreCase))
                return text[..^last.Length];
        }
        return text;
    }

    /// <summary>"run make all", or a command that nobody would say in another sense: "git status".</summary>
    public static string? Command(PhraseReader words)
    {
        var whole = words.Rest;
        if (words.Take("run", "execute", "exec"))
        {
            words.Skip("the command", "command", "this:", "this :");
            return words.Rest;
        }
        if (words.Take("ls"))
            return words.Rest.StartsWith('-') ? whole : null;
        return words.Take(s_commands) && (IsNoWord(words.Rest) || IsOneWord(words.Rest)) ? whole : null;

        static bool IsNoWord(string rest) => rest.Length == 0 || !char.IsAsciiLetter(rest[0]);
        static bool IsOneWord(string rest) => rest.All(letter => char.IsAsciiLetter(letter) || letter == '-');
    }

    /// <summary>The folder whose files are asked for; empty is this one.</summary>
    public static string? Listed(string text) =>
        ListedFiles(new(text)) ?? WhichFiles(new(text)) ?? WhatIsIn(new(text)) ?? ListedFolder(new(text));

    /// <summary>What is looked for, and where; empty is here.</summary>
    public static (string What, string Where)? Sought(string text) =>
        SearchedFor(new(text)) ?? Found(new(text)) ?? WhereIs(new(text));

    /// <summary>The file that is asked for, and its lines; from 0 is all of it.</summary>
    public static (string File, int From, int Until)? Shown(string text) =>
        ShownFile(new(text)) ?? WhatFileSays(new(text));

    // "list all files and folders here in src"
    private static string? ListedFiles(PhraseReader words)
    {
        if (!words.Take("list", "show", "display", "ls", "dir", "give", "find"))
            return null;
        words.Skip("me");
        words.SkipAll("all", "the", "my", "a list of");
        var isOne = words.Take("file");
        if (!isOne && !words.Take(s_files))
            return null;
        if (words.Take("and", "or") && !words.Take(s_files))
            return null;
        words.Take("here");
        var isIn = words.Take(s_in) || words.Take("from");
        return isOne && !isIn && !words.AtEnd ? null : words.Rest; // "show the file a.txt" is no list
    }

    // "which files are there in src"
    private static string? WhichFiles(PhraseReader words)
    {
        if (!words.Take("what", "which"))
            return null;
        words.Skip("are", "is");
        words.SkipAll("the", "all");
        if (!words.Take(s_files))
            return null;
        while (words.Take("are", "is", "exist", "do i have", "do we have", "there", "here"))
        {
        }
        return words.AtEnd || (words.Take(s_in) && !words.AtEnd) ? words.Rest : null;
    }

    // "what's in the src folder"; a file is shown, not listed
    private static string? WhatIsIn(PhraseReader words)
    {
        if (!words.Take("what's", "what is"))
            return null;
        if (words.Take("here", "there"))
            return words.AtEnd ? "" : null;
        return words.Take("in") && !words.AtEnd && !IsFile(words.Rest) ? words.Rest : null;
    }

    // "ls", "list src", "list the contents of src"
    private static string? ListedFolder(PhraseReader words)
    {
        if (!words.Take("list", "ls", "dir"))
            return null;
        words.Take("the contents of", "the content of", "contents of", "content of");
        var folder = words.TakeWord() ?? "";
        return words.AtEnd && !folder.StartsWith('-') ? folder : null;
    }

    // "search src for Router", "look in src for Router"
    private static (string What, string Where)? SearchedFor(PhraseReader words)
    {
        if (!words.Take("search", "grep", "look") || words.Take("for"))
            return null;
        words.Skip("in");
        words.SkipAll("the", "this", "my");
        var where = words.Take("for") ? "" : words.TakeWord();
        var isAll = where is { Length: 0 } || (where is not null && words.Take("for"));
        return isAll && !words.AtEnd ? (words.Rest, where!) : null;
    }

    // "search for Router in src", "find the text "two words""
    private static (string What, string Where)? Found(PhraseReader words)
    {
        if (!words.Take("search", "grep", "look", "find"))
            return null;
        words.Skip("for", "me");
        words.Skip("the text", "the word", "the string", "text");
        var start = words;
        if (words.TakeQuoted() is { } quoted && Place(words) is { } place)
            return (quoted, place);
        words = start;
        while (words.TakeWord() is not null)
        {
            var what = words.Since(start);
            if (words.Take(s_in) && !words.AtEnd)
                return (what, words.Rest);
        }
        return start.AtEnd ? null : (start.Rest, "");
    }

    // "where is Router used", "which files contain Router", "who calls Router in src"
    private static (string What, string Where)? WhereIs(PhraseReader words)
    {
        var asks = words.Take("where is", "where are", "where do", "where does")
            || (words.Take("which file", "which files", "what file", "what files") && words.Take(
                "use", "mention", "contain", "have", "call", "define",
                "uses", "mentions", "contains", "haves", "calls", "defines"))
            || (words.Take("who", "what") && words.Take("uses", "mentions", "contains", "calls", "defines"));
        if (!asks)
            return null;
        words.Skip("i use", "we use");
        words.Skip("the");
        var what = words.TakeQuoted() ?? words.TakeWord();
        if (what is null || (what[0] is not ('"' or '\'' or '`') && !what.All(IsOfName)))
            return null;
        words.Take("used", "defined", "declared", "called", "mentioned", "set", "implemented");
        return Place(words) is { } where ? (what, where) : null;

        static bool IsOfName(char letter) => IsOfWord(letter) || letter is '.' or '$' or ':' or '/' or '-';
    }

    // "read src/a.cs", "show me a.cs:7-9", "show lines 3 to 5 of a.cs", "cat a.cs from line 3"
    private static (string File, int From, int Until)? ShownFile(PhraseReader words)
    {
        if (!words.Take("read", "show", "open", "print", "display", "cat", "view", "see"))
            return null;
        words.Skip("me");
        words.Skip("the");
        words.Skip("file of", "content of", "contents of", "file", "content", "contents");
        var start = words;
        if (words.Take("line", "lines") && Lines(ref words) is var (from, until) && words.Skip("of", "in", "from"))
            return IsOneName(words) ? (words.Rest, from, until) : null;
        return LinesAtEnd(start.Rest) is { } both && IsOneName(new(both.File)) ? both
            : IsOneName(start) ? (start.Rest, 0, 0) : null;
    }

    // "what does README.md say"
    private static (string File, int From, int Until)? WhatFileSays(PhraseReader words)
    {
        if (!words.Take("what's", "what is", "what does"))
            return null;
        words.Skip("in");
        words.Skip("the file");
        var file = words.TakeWord() ?? "";
        words.Take("say", "contain");
        return words.AtEnd && file.Length > 1 && IsFile(file[1..]) ? (file, 0, 0) : null;
    }

    /// <summary>The shortest file name that lines follow: "a.cs:7", "a.cs, lines 3 to 5".</summary>
    private static (string File, int From, int Until)? LinesAtEnd(string text)
    {
        for (var at = 1; at < text.Length; at++)
        {
            if (text[at] is not (':' or ',') && !char.IsWhiteSpace(text[at]))
                continue;
            var words = new PhraseReader(text.AsSpan(at).TrimStart(", \t"));
            if (text[at] is not ':')
                words.Skip("from");
            if (words.Take(text[at] is ':' ? [":"] : ["line", "lines", "l"])
                && Lines(ref words) is var (from, until) && words.AtEnd)
                return (text[..at], from, until);
        }
        return null;
    }

    // "3", "3-5", "3 to 5"
    private static (int From, int Until)? Lines(ref PhraseReader words)
    {
        if (words.TakeNumber() is not { } from)
            return null;
        var after = words;
        if (words.Take("-", "..", "to", "until") && words.TakeNumber() is { } until)
            return (from, until);
        words = after;
        return (from, from);
    }

    /// <summary>What stands after "in", to the end; empty at the end, null when something else stands there.</summary>
    private static string? Place(PhraseReader words) =>
        words.AtEnd || (words.Take(s_in) && !words.AtEnd) ? words.Rest : null;

    private static bool IsOneName(PhraseReader words) =>
        (words.TakeQuoted() ?? words.TakeWord()) is not null && words.AtEnd;

    /// <summary>It ends like the name of a file: a dot, then letters.</summary>
    private static bool IsFile(string text) =>
        text.LastIndexOf('.') is >= 0 and var dot && dot < text.Length - 1 && text[(dot + 1)..].All(IsOfWord);

    private static bool IsOfWord(char letter) => char.IsLetterOrDigit(letter) || letter == '_';
}
