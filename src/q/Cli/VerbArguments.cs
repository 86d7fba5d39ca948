using Q.Commands;
using Q.Core;

namespace Q.Cli;

/// <summary>
/// Reads the arguments of one verb the GNU way: <c>--name value</c>, <c>--name=value</c>, <c>-n value</c>,
/// <c>-nvalue</c>, bundled flags, <c>--</c>. Gives them in the one form that ConsoleAppFramework takes, or the first
/// error.
/// </summary>
internal sealed class VerbArguments
{
    private readonly CommandInfo _verb;
    private readonly List<string> _options = [];
    private readonly List<string> _placed = [];
    private string? _problem;
    private bool _wantsHelp;

    private VerbArguments(CommandInfo verb) => _verb = verb;

    public static Checked Read(CommandInfo verb, ReadOnlySpan<string> args)
    {
        var read = new VerbArguments(verb);
        read.Walk(args);
        if (read._wantsHelp)
            return new([], HelpText.Verb(verb), null);
        read._problem ??= read.Places();
        return read._problem is { } problem
            ? new([], null, $"q {verb.Name}: {problem}\nUsage: {verb.Usage("q ")}\nq {verb.Name} --help says more.\n")
            : new(read.Result(), null, null);
    }

    /// <summary>
    /// Where the first word stands that is neither an option nor its value; -1 when there is none before <c>--</c>.
    /// </summary>
    public static int FirstWord(CommandInfo verb, ReadOnlySpan<string> args)
    {
        for (var i = 0; i < args.Length && args[i] != "--"; i++)
        {
            if (!IsOption(args[i]))
                return i;
            if (Find(verb, args[i]) is { Kind: ParameterKind.Option })
                i++;
        }
        return -1;
    }

    private void Walk(ReadOnlySpan<string> args)
    {
        for (var i = 0; i < args.Length && _problem is null; i++)
        {
            var arg = args[i];
            if (arg == "--")
            {
                _placed.AddRange(args[(i + 1)..]);
                return;
            }
            if (!IsOption(arg))
            {
                _placed.Add(arg);
                continue;
            }
            if (arg is "--help" or "-h")
            {
                _wantsHelp = true;
                return;
            }
            if (arg[1] == '-')
                Long(arg, args, ref i);
            else
                Short(arg, args, ref i);
        }
    }

    private void Long(string arg, ReadOnlySpan<string> args, ref int i)
    {
        var equals = arg.IndexOf('=');
        var name = equals < 0 ? arg : arg[..equals];
        if (Find(_verb, name) is not { } option)
            _problem = Unknown(name);
        else if (option.Kind is ParameterKind.Flag && equals >= 0)
            _problem = $"{name} takes no value.";
        else if (option.Kind is ParameterKind.Flag)
            _options.Add($"--{option.Name}");
        else if (equals >= 0)
            Take(option, name, arg[(equals + 1)..]);
        else
            TakeNext(option, name, args, ref i);
    }

    /// <summary><c>-mvalue</c>, <c>-m value</c>, <c>-ab</c> for <c>-a -b</c>.</summary>
    private void Short(string arg, ReadOnlySpan<string> args, ref int i)
    {
        for (var at = 1; at < arg.Length && _problem is null; at++)
        {
            var name = $"-{arg[at]}";
            if (name == "-h")
            {
                _wantsHelp = true;
                return;
            }
            if (Find(_verb, name) is not { } option)
                _problem = Unknown(name);
            else if (option.Kind is ParameterKind.Flag)
                _options.Add($"--{option.Name}");
            else if (at + 1 < arg.Length)
            {
                Take(option, name, arg[(at + 1)..].TrimStart('='));
                return;
            }
            else
                TakeNext(option, name, args, ref i);
        }
    }

    private void TakeNext(ParameterInfo option, string name, ReadOnlySpan<string> args, ref int i)
    {
        if (option.MayStandAlone && (i + 1 >= args.Length || IsOption(args[i + 1])))
            Take(option, name, "");
        else if (i + 1 >= args.Length)
            _problem = $"{name} needs a value: {name} <{option.Shown}>.";
        else if (Find(_verb, args[i + 1].Split('=')[0]) is not null || args[i + 1] == "--")
        {
            _problem = $"{name} needs a value, and {args[i + 1]} is an option. "
                + $"If it is meant: --{option.Name}={args[i + 1]}";
        }
        else
            Take(option, name, args[++i]);
    }

    private void Take(ParameterInfo option, string name, string value)
    {
        _problem = Value(option, name, ref value);
        _options.Add($"--{option.Name}");
        _options.Add(value);
    }

    /// <summary>Checks the words that stand at places; what takes the rest gets it as one.</summary>
    private string? Places()
    {
        var places = _verb.Placed.ToList();
        if (places is [.., { Kind: ParameterKind.Rest }] && _placed.Count > places.Count)
        {
            var from = places.Count - 1;
            var rest = string.Join(' ', _placed.Skip(from));
            _placed.RemoveRange(from, _placed.Count - from);
            _placed.Add(rest);
        }
        if (_placed.Count > places.Count)
            return $"{_placed[places.Count]} is one word too many.";
        for (var i = 0; i < places.Count; i++)
        {
            if (i >= _placed.Count)
            {
                if (places[i].Required)
                    return $"<{places[i].Shown}> is missing.";
                continue;
            }
            var value = _placed[i];
            if (places[i].Kind is ParameterKind.Argument && _verb.Named.Any() && IsOption(value))
                return $"<{places[i].Shown}> cannot begin with a dash. A file of such a name is written ./{value}.";
            if (Value(places[i], $"<{places[i].Shown}>", ref value) is { } problem)
                return problem;
            _placed[i] = value;
        }
        var missing = _verb.Named.FirstOrDefault(one => one.Required && !_options.Contains($"--{one.Name}"));
        return missing is null ? null : $"--{missing.Name} <{missing.Shown}> is missing.";
    }

    /// <summary>A number must be one; a choice becomes the name of its member, which the framework knows.</summary>
    private static string? Value(ParameterInfo parameter, string name, ref string value)
    {
        if (parameter.Type is ParameterType.Number)
            return int.TryParse(value, out _) ? null : $"{name} takes a whole number, not {value}.";
        if (parameter.Type is not ParameterType.Choice)
            return null;
        foreach (var choice in parameter.Choices)
        {
            if (!choice.Words.Contains(value, StringComparer.OrdinalIgnoreCase))
                continue;
            value = choice.Member;
            return null;
        }
        var nearest = NearestName.Of(value, parameter.Words) is { } near ? $" Did you mean {near}?" : "";
        return $"{value} is none of {string.Join(", ", parameter.Words)}.{nearest}";
    }

    /// <summary>
    /// A place that begins with a dash would be an option to the framework; behind <c>--</c> it is kept as it is.
    /// </summary>
    private string[] Result()
    {
        var isEscaped = _verb.Named.Any() && _placed.Any(IsOption);
        return [.. _verb.Name.Split(' '), .. _options, .. isEscaped ? ["--"] : (string[])[], .. _placed];
    }

    private string Unknown(string name)
    {
        var names = _verb.Named.SelectMany(option => option.Short.Prepend($"--{option.Name}")).Append("--help");
        var nearest = name.Length > 2 && NearestName.Of(name, names) is { } near ? $" Did you mean {near}?" : "";
        return $"there is no option {name}.{nearest}";
    }

    /// <summary><c>-</c> alone and a negative number are values.</summary>
    private static bool IsOption(string arg) => arg.Length > 1 && arg[0] == '-' && !char.IsAsciiDigit(arg[1]);

    private static ParameterInfo? Find(CommandInfo verb, string name)
    {
        foreach (var parameter in verb.Parameters)
        {
            if (parameter.IsPlaced)
                continue;
            if (name.Length == parameter.Name.Length + 2 && name.StartsWith("--", StringComparison.Ordinal)
                && name.EndsWith(parameter.Name, StringComparison.Ordinal))
                return parameter;
            if (parameter.Short.Contains(name))
                return parameter;
        }
        return null;
    }
}
