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

    /// <summary>Colours are welcome: a terminal, not dumb, and NO_COLOR is not set.</summary>
    public required bool Colour { get; init; }

    public required bool Tmux { get; init; }
    public required bool Screen { get; init; }
    public required bool Ssh { get; init; }

    /// <summary>xterm itself, which speaks modifyOtherKeys.</summary>
    public required bool Xterm { get; init; }

    /// <summary>It has a title to set: the Linux console has none.</summary>
    public bool Titles { get; init; } = true;

    /// <summary>Which program draws it, as far as the environment tells; inside tmux it is the one that tmux was started in.</summary>
    public TerminalProgram Program { get; init; }

    /// <summary>It reads OSC 8, as far as is known: what stands between it and q might print it.</summary>
    public bool Links { get; init; }

    public bool IsPlain => IsDumb || !InputIsTerminal || !OutputIsTerminal;

    /// <summary>How long a lone ESC may still become a sequence.</summary>
    public TimeSpan EscapeWait => TimeSpan.FromMilliseconds(Ssh ? 100 : 50);

    public static Capabilities Detect() =>
        From(Environment.GetEnvironmentVariable, Libc.IsTerminal(0) == 1, Libc.IsTerminal(1) == 1);

    public static Capabilities From(Func<string, string?> environment, bool inputIsTerminal, bool outputIsTerminal)
    {
        var term = environment("TERM") ?? "";
        var dumb = term is "" or "dumb" or "unknown";
        var noColour = !string.IsNullOrEmpty(environment("NO_COLOR"));
        return new Capabilities
        {
            InputIsTerminal = inputIsTerminal,
            OutputIsTerminal = outputIsTerminal,
            IsDumb = dumb,
            Unicode = IsUtf8(environment),
            Colour = outputIsTerminal && !dumb && !noColour,
            Tmux = Has("TMUX") || term.StartsWith("tmux", StringComparison.Ordinal),
            Screen = Has("STY"),
            Ssh = Has("SSH_CONNECTION") || Has("SSH_TTY"),
            Xterm = Has("XTERM_VERSION") && !Has("TMUX"),
            Titles = term != "linux",
            Program = ProgramOf(environment, term),
            Links = !Has("TMUX") && !Has("STY") && !dumb && HasLinks(environment, term),
        };

        bool Has(string name) => !string.IsNullOrEmpty(environment(name));
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
