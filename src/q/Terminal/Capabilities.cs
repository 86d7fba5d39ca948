namespace Q.Terminal;

/// <summary>Programs that draw terminals and differ in what q may ask of them.</summary>
internal enum TerminalProgram : byte
{
    Unknown,
    Kitty,
    ITerm,
    WezTerm,
    Ghostty,
    Foot,
    Vte,
    Rxvt,
}

/// <summary>What the environment says about the terminal, before anything was asked of it.</summary>
internal sealed record Capabilities
{
    public required bool InputIsTerminal { get; init; }
    public required bool OutputIsTerminal { get; init; }

    /// <summary>No cursor addressing: TERM is missing, <c>dumb</c> or <c>unknown</c>.</summary>
    public required bool IsDumb { get; init; }

    /// <summary>The locale is UTF-8; otherwise only ASCII is drawn.</summary>
    public required bool Unicode { get; init; }

    /// <summary>The colours that it has and that are welcome.</summary>
    public required Inks Inks { get; init; }

    public required bool Tmux { get; init; }
    public required bool Screen { get; init; }

    /// <summary>What q writes goes to GNU screen first, and not to a tmux that runs in it.</summary>
    public bool IsWithinScreen { get; init; }

    public required bool Ssh { get; init; }

    /// <summary>xterm itself, which speaks modifyOtherKeys.</summary>
    public required bool Xterm { get; init; }

    /// <summary>It has a title to set: the Linux console has none.</summary>
    public bool Titles { get; init; } = true;

    /// <summary>It is known to take no clipboard from programs (OSC 52).</summary>
    public bool RefusesClipboard { get; init; }

    /// <summary>Which program draws it, as far as the environment tells; inside tmux it is the one that tmux was started in.</summary>
    public TerminalProgram Program { get; init; }

    /// <summary>It reads OSC 8, as far as is known: what stands between it and q might print it.</summary>
    public bool Links { get; init; }

    /// <summary>It breaks its rows anew when it becomes narrower, as far as is known.</summary>
    public bool Reflows { get; init; }

    public bool IsPlain => IsDumb || !InputIsTerminal || !OutputIsTerminal;

    /// <summary>How long a lone ESC may still become a sequence.</summary>
    public TimeSpan EscapeWait => TimeSpan.FromMilliseconds(Ssh ? 100 : 50);

    public static Capabilities Detect() =>
        From(Environment.GetEnvironmentVariable, Libc.IsTerminal(0) == 1, Libc.IsTerminal(1) == 1);

    public static Capabilities From(Func<string, string?> environment, bool inputIsTerminal, bool outputIsTerminal)
    {
        var term = environment("TERM") ?? "";
        var dumb = term is "" or "dumb" or "unknown";
        return new Capabilities
        {
            InputIsTerminal = inputIsTerminal,
            OutputIsTerminal = outputIsTerminal,
            IsDumb = dumb,
            Unicode = IsUtf8(environment),
            Inks = outputIsTerminal && !dumb ? InksOf(environment, term) : Inks.None,
            Tmux = Has("TMUX") || term.StartsWith("tmux", StringComparison.Ordinal),
            Screen = Has("STY"),
            IsWithinScreen = Has("STY") && !term.StartsWith("tmux", StringComparison.Ordinal),
            Ssh = Has("SSH_CONNECTION") || Has("SSH_TTY"),
            Xterm = Has("XTERM_VERSION") && !Has("TMUX"),
            Titles = term != "linux",
            Program = ProgramOf(environment, term),
            RefusesClipboard = !Has("TMUX") && !Has("STY") && (term == "linux" || environment("TERM_PROGRAM") == "Apple_Terminal" || IsVte()),
            Reflows = Has("TMUX") || term.StartsWith("tmux", StringComparison.Ordinal) || (!Has("STY") && !dumb && HasReflow(environment, term)),
            Links = !Has("TMUX") && !Has("STY") && !dumb && HasLinks(environment, term),
        };

        // Its own variable is left to what is started from it, other terminals too.
        bool IsVte() => ProgramOf(environment, term) is TerminalProgram.Vte && term.StartsWith("xterm", StringComparison.Ordinal)
            && !Has("TERM_PROGRAM") && !Has("XTERM_VERSION") && !Has("ALACRITTY_WINDOW_ID") && !Has("KONSOLE_VERSION");

        bool Has(string name) => !string.IsNullOrEmpty(environment(name));
    }

    /// <summary>
    /// NO_COLOR (no-color.org) forbids them, then CLICOLOR_FORCE asks for them, CLICOLOR=0 forbids them (bixense.com/clicolors).
    /// COLORTERM says that there are as many as one wants, TERM otherwise.
    /// </summary>
    private static Inks InksOf(Func<string, string?> environment, string term)
    {
        var isForced = environment("CLICOLOR_FORCE") is { Length: > 0 } and not "0";
        if (environment("NO_COLOR") is { Length: > 0 } || (!isForced && environment("CLICOLOR") == "0"))
            return Inks.None;
        if (environment("COLORTERM") is { Length: > 0 })
            return Inks.Sixteen;
        return term switch
        {
            "xterm-color" or "ansi" or "cons25" or "cygwin" => Inks.Eight,
            _ when term.EndsWith("-8color", StringComparison.Ordinal) => Inks.Eight,
            "vt52" or "vt100" or "vt102" or "vt220" or "vt320" => isForced ? Inks.Eight : Inks.None,
            _ when term.EndsWith("-m", StringComparison.Ordinal) || term.EndsWith("-mono", StringComparison.Ordinal) => isForced ? Inks.Eight : Inks.None,
            _ => Inks.Sixteen,
        };
    }

    private static TerminalProgram ProgramOf(Func<string, string?> environment, string term) => environment("TERM_PROGRAM") switch
    {
        "iTerm.app" => TerminalProgram.ITerm,
        "WezTerm" => TerminalProgram.WezTerm,
        "ghostty" => TerminalProgram.Ghostty,
        _ when term.StartsWith("xterm-kitty", StringComparison.Ordinal) || environment("KITTY_WINDOW_ID") is { Length: > 0 } => TerminalProgram.Kitty,
        _ when term.StartsWith("foot", StringComparison.Ordinal) => TerminalProgram.Foot,
        _ when term.StartsWith("rxvt", StringComparison.Ordinal) => TerminalProgram.Rxvt,
        _ when environment("VTE_VERSION") is { Length: > 0 } => TerminalProgram.Vte,
        _ => TerminalProgram.Unknown,
    };

    private static bool HasLinks(Func<string, string?> environment, string term) => ProgramOf(environment, term) switch
    {
        TerminalProgram.Kitty or TerminalProgram.ITerm or TerminalProgram.WezTerm or TerminalProgram.Ghostty or TerminalProgram.Foot => true,
        TerminalProgram.Vte => int.TryParse(environment("VTE_VERSION"), out var version) && version >= 5000,
        _ => term.StartsWith("alacritty", StringComparison.Ordinal) || environment("WT_SESSION") is { Length: > 0 },
    };

    private static bool HasReflow(Func<string, string?> environment, string term) => ProgramOf(environment, term) switch
    {
        TerminalProgram.Kitty or TerminalProgram.ITerm or TerminalProgram.WezTerm or TerminalProgram.Ghostty or TerminalProgram.Foot
            or TerminalProgram.Vte => true,
        _ => term.StartsWith("alacritty", StringComparison.Ordinal) || environment("KONSOLE_VERSION") is { Length: > 0 },
    };

    private static bool IsUtf8(Func<string, string?> environment)
    {
        foreach (var name in (ReadOnlySpan<string>)["LC_ALL", "LC_CTYPE", "LANG"])
        {
            if (environment(name) is { Length: > 0 } locale)
                return locale.Contains("utf-8", StringComparison.OrdinalIgnoreCase)
                    || locale.Contains("utf8", StringComparison.OrdinalIgnoreCase);
        }
        return OperatingSystem.IsMacOS(); // its terminals are UTF-8 and often set no locale over SSH
    }
}
