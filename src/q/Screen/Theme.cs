using Q.Terminal;

namespace Q.Screen;

/// <summary>
/// The look of each <see cref="Role"/>: a table looked up by index when text is put into cells. Immutable. The states of sessions
/// are told apart by their colours alone too, by people who see fewer of them: a test holds the built-in themes to that.
/// </summary>
internal sealed class Theme
{
    public const int Roles = (int)Role.Number + 1;

    private readonly Paint[] _paints;

    /// <param name="name">As <c>ui.theme</c> calls it.</param>
    /// <param name="paints">By role; the theme keeps the array.</param>
    public Theme(string name, Paint[] paints)
    {
        (Name, _paints) = (name, paints);
        HasColour = Array.Exists(paints, paint => paint is not { Front: Ink.Default, Back: Ink.Default });
    }

    public static IReadOnlyList<string> Names { get; } = ["dark", "light", "high-contrast", "mono"];

    public string Name { get; }

    /// <summary>False: marks are all there is, so what only a colour would tell is told otherwise.</summary>
    public bool HasColour { get; }

    public Paint this[Style style] => _paints[(int)style.Role] with { Attr = _paints[(int)style.Role].Attr | style.Attr };

    /// <summary>A copy of the table, for another theme.</summary>
    public Paint[] Paints => [.. _paints];

    /// <summary>One of the built-in themes; null when none has this name.</summary>
    public static Theme? Find(string name) => name switch
    {
        "dark" => Of(name, Dark),
        "light" => Of(name, Light),
        "high-contrast" => Of(name, HighContrast),
        "mono" => Of(name, Mono),
        _ => null,
    };

    /// <summary>As much of it as the terminal has colours for.</summary>
    public Theme For(Inks inks) => inks switch
    {
        Inks.None => HasColour ? Find("mono")! : this,
        Inks.Eight => new(Name, Array.ConvertAll(_paints, paint => paint.OfEight())),
        Inks.Sixteen => this,
    };

    private static Theme Of(string name, Func<Role, Paint> paint)
    {
        var paints = new Paint[Roles];
        for (var role = 0; role < Roles; role++)
            paints[role] = paint((Role)role);
        return new(name, paints);
    }

    private static Paint Dark(Role role) => role switch
    {
        Role.Text => default,
        Role.Quiet => new(Ink.Default, Ink.Default, Attr.Dim),
        Role.Chosen => new(Ink.Default, Ink.Default, Attr.Reverse),
        Role.Sign or Role.Code or Role.Working => new(Ink.Cyan, Ink.Default, Attr.None),
        Role.Asks => new(Ink.BrightYellow, Ink.Default, Attr.Bold),
        Role.Unseen or Role.Number => new(Ink.Yellow, Ink.Default, Attr.None),
        Role.Paused => new(Ink.BrightBlue, Ink.Default, Attr.None),
        Role.Failed or Role.Removed => new(Ink.BrightRed, Ink.Default, Attr.None),
        Role.Completed => new(Ink.BrightWhite, Ink.Default, Attr.None),
        Role.Added or Role.Quoted => new(Ink.Green, Ink.Default, Attr.None),
        Role.Link => new(Ink.BrightBlue, Ink.Default, Attr.Underline),
        Role.Keyword => new(Ink.Magenta, Ink.Default, Attr.None),
    };

    /// <summary>Yellow and green cannot be read on white: they are the ground that black stands on.</summary>
    private static Paint Light(Role role) => role switch
    {
        Role.Text or Role.Completed => default,
        Role.Quiet => new(Ink.BrightBlack, Ink.Default, Attr.None),
        Role.Chosen => new(Ink.Default, Ink.Default, Attr.Reverse),
        Role.Sign or Role.Working => new(Ink.Blue, Ink.Default, Attr.None),
        Role.Asks => new(Ink.Black, Ink.BrightYellow, Attr.Bold),
        Role.Unseen => new(Ink.Black, Ink.Yellow, Attr.None),
        Role.Paused => new(Ink.BrightBlue, Ink.Default, Attr.None),
        Role.Failed or Role.Number => new(Ink.Red, Ink.Default, Attr.None),
        Role.Added => new(Ink.Black, Ink.Green, Attr.None),
        Role.Removed => new(Ink.BrightWhite, Ink.Red, Attr.None),
        Role.Code or Role.Keyword => new(Ink.Magenta, Ink.Default, Attr.None),
        Role.Link => new(Ink.Blue, Ink.Default, Attr.Underline),
        Role.Quoted => new(Ink.BrightBlue, Ink.Default, Attr.None),
    };

    /// <summary>Every colour brings its own ground, so it is as good on white as on black; nothing is dim.</summary>
    private static Paint HighContrast(Role role) => role switch
    {
        Role.Text or Role.Quiet => default,
        Role.Chosen => new(Ink.Default, Ink.Default, Attr.Reverse | Attr.Bold),
        Role.Sign or Role.Code or Role.Keyword => new(Ink.Default, Ink.Default, Attr.Bold),
        Role.Asks => new(Ink.Black, Ink.BrightYellow, Attr.Bold),
        Role.Unseen => new(Ink.Black, Ink.Yellow, Attr.None),
        Role.Working => new(Ink.Black, Ink.Cyan, Attr.None),
        Role.Paused => new(Ink.BrightWhite, Ink.Blue, Attr.None),
        Role.Failed => new(Ink.BrightWhite, Ink.Red, Attr.Bold),
        Role.Completed => new(Ink.Black, Ink.BrightMagenta, Attr.None),
        Role.Added => new(Ink.Black, Ink.Green, Attr.None),
        Role.Removed => new(Ink.BrightWhite, Ink.Red, Attr.None),
        Role.Link => new(Ink.Default, Ink.Default, Attr.Bold | Attr.Underline),
        Role.Quoted or Role.Number => new(Ink.Default, Ink.Default, Attr.Underline),
    };

    private static Paint Mono(Role role) => new(Ink.Default, Ink.Default, role switch
    {
        Role.Text or Role.Working or Role.Sign or Role.Code or Role.Added or Role.Removed or Role.Quoted or Role.Number => Attr.None,
        Role.Quiet => Attr.Dim,
        Role.Chosen => Attr.Reverse,
        Role.Asks or Role.Keyword => Attr.Bold,
        Role.Unseen or Role.Link => Attr.Underline,
        Role.Paused => Attr.Dim | Attr.Underline,
        Role.Failed => Attr.Bold | Attr.Underline,
        Role.Completed => Attr.Italic,
    });
}
