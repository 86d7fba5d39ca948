using Q.Core;
using Q.Terminal;

namespace Q.Screen;

/// <summary>
/// Makes a theme of what a person wrote: <c>asks = "black on bright-yellow bold"</c>, a line for each role that shall look
/// otherwise than in the theme named by <c>base</c>. Used once, before the first frame.
/// </summary>
internal sealed class ThemeReader
{
    private const string Allowed =
        "A look is a colour, `on` and a second one, and marks, as in \"black on bright-yellow bold\". Colours are default, black, red, green, "
        + "yellow, blue, magenta, cyan, white, and bright-black to bright-white; marks are bold, dim, italic, underline, reverse, strike.";

    private static readonly string[] s_names = [.. Enum.GetNames<Role>().Skip(1).Select(name => name.ToLowerInvariant())];

    private readonly Paint?[] _said = new Paint?[Theme.Roles];
    private string _base = "dark";

    /// <summary>Takes one line; a sentence when it is not understood, and then it says nothing.</summary>
    public string? Take(string key, string value)
    {
        if (key == "base")
        {
            if (Theme.Find(value) is null)
                return $"base = \"{value}\" is no theme of q's: it takes {string.Join(", ", Theme.Names)}. {_base} is used.";
            _base = value;
            return null;
        }
        var role = Array.IndexOf(s_names, key) + 1;
        if (role == 0)
        {
            var near = NearestName.Of(key, s_names) is { } name ? $" Did you mean {name}?" : "";
            return $"{key} is no colour of a theme.{near} There are base, {string.Join(", ", s_names)}.";
        }
        if (Look(value) is not { } paint)
            return $"{key} = \"{value}\" is not understood. {Allowed}";
        _said[role] = paint;
        return null;
    }

    public Theme Result(string name)
    {
        var paints = Theme.Find(_base)!.Paints;
        for (var role = 0; role < paints.Length; role++)
            paints[role] = _said[role] ?? paints[role];
        return new(name, paints);
    }

    private static Paint? Look(string value)
    {
        var (front, back, marks, isBack) = (null as Ink?, null as Ink?, Attr.None, false);
        foreach (var range in value.AsSpan().Split(' '))
        {
            var word = value.AsSpan(range);
            if (word.IsEmpty)
                continue;
            if (isBack)
            {
                if (back is not null || InkOf(word) is not { } ground)
                    return null;
                (back, isBack) = (ground, false);
            }
            else if (word is "on")
                isBack = true;
            else if (MarkOf(word) is { } mark)
                marks |= mark;
            else if (front is null && InkOf(word) is { } ink)
                front = ink;
            else
                return null;
        }
        return isBack || (front is null && back is null && marks is Attr.None) ? null : new Paint(front ?? Ink.Default, back ?? Ink.Default, marks);
    }

    private static Attr? MarkOf(ReadOnlySpan<char> word) => word switch
    {
        "bold" => Attr.Bold,
        "dim" => Attr.Dim,
        "italic" => Attr.Italic,
        "underline" => Attr.Underline,
        "reverse" => Attr.Reverse,
        "strike" => Attr.Strike,
        _ => null,
    };

    private static Ink? InkOf(ReadOnlySpan<char> word)
    {
        const string bright = "bright-";
        var isBright = word.StartsWith(bright);
        Ink? ink = (isBright ? word[bright.Length..] : word) switch
        {
            "default" => Ink.Default,
            "black" => Ink.Black,
            "red" => Ink.Red,
            "green" => Ink.Green,
            "yellow" => Ink.Yellow,
            "blue" => Ink.Blue,
            "magenta" => Ink.Magenta,
            "cyan" => Ink.Cyan,
            "white" => Ink.White,
            _ => null,
        };
        return !isBright ? ink : ink is null or Ink.Default ? null : ink + (Ink.BrightBlack - Ink.Black);
    }
}
