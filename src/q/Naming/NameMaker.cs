using System.Globalization;
using Q.Core;

namespace Q.Naming;

/// <summary>What the first messages of a session say about it. <paramref name="Name"/> is empty when nothing can be made of them.</summary>
internal readonly record struct NameGuess(string Name, SessionType Type);

/// <summary>Names sessions after what is asked in them. Pure; under a millisecond; never asks a model.</summary>
internal static class NameMaker
{
    private const int MostMessages = 3;
    private const int MostWords = 96;
    private const int MostLetters = 1024;

    /// <summary>Of a long message only its beginning and its end are read: people ask before or after what they paste.</summary>
    private const int HeadLength = 6000;
    private const int TailLength = 2000;

    /// <summary>Of the number behind a name, with its hyphen; more is a part of the name.</summary>
    private const int LongestNumber = 5;

    /// <summary>A kebab-case ASCII name of at most <paramref name="most"/> characters, and the type, from the first one to three messages.</summary>
    public static NameGuess Guess(IReadOnlyList<string> messages, int most)
    {
        var guess = Read(messages, most, readCode: false);
        return guess.Name.Length > 0 ? guess : Read(messages, most, readCode: true);
    }

    /// <summary>
    /// The wanted name, or with <c>-2</c>, <c>-3</c>… within <paramref name="most"/>; where nothing is wanted <c>dev-1</c>,
    /// <c>debug-1</c>, <c>plan-1</c>, <c>review-1</c>, the first that is free.
    /// </summary>
    public static string Unique(string wanted, SessionType type, int most, Func<string, bool> isTaken)
    {
        if (wanted.Length > 0 && wanted.Length <= most && !isTaken(wanted))
            return wanted;
        for (var number = wanted.Length > 0 ? 2 : 1; ; number++)
        {
            var name = Numbered(wanted.Length > 0 ? wanted : SessionTypes.Word(type), number, most);
            if (!isTaken(name))
                return name;
        }
    }

    /// <summary>The name with the next number that is free; one that has a number counts on from it.</summary>
    public static string Next(string name, int most, Func<string, bool> isTaken)
    {
        var (dash, number) = (name.LastIndexOf('-'), 1);
        if (dash > 0 && name.Length - dash <= LongestNumber && int.TryParse(name.AsSpan(dash + 1), out var has))
            (name, number) = (name[..dash], has);
        while (true)
        {
            var next = Numbered(name, ++number, most);
            if (!isTaken(next))
                return next;
        }
    }

    /// <summary>A name given by hand, folded to kebab-case ASCII; refused when nothing remains, for digits alone, and for + - !.</summary>
    public static Outcome<string> Fold(string given, int most)
    {
        var german = AsciiFold.IsGerman(given);
        Span<char> name = stackalloc char[most + AsciiFold.MostPerLetter];
        var length = 0;
        foreach (var letter in given)
        {
            if (length >= most)
                break;
            if (AsciiFold.IsAccent(letter) || letter is '\'' or '’')
                continue;
            var added = AsciiFold.Into(name[length..], letter, german);
            if (added == 0 && length > 0 && name[length - 1] != '-')
                name[length++] = '-';
            length += added;
        }
        var folded = name[..Math.Min(length, most)].TrimEnd('-');
        if (folded.IsEmpty)
        {
            return Outcome<string>.No(
                $"'{given}' cannot be a session's name: nothing of it remains in small letters, digits and hyphens. Give it a letter from a to z.");
        }
        return folded.ContainsAnyExceptInRange('0', '9')
            ? Outcome<string>.Ok(folded.ToString())
            : Outcome<string>.No($"'{given}' cannot be a session's name: a number means a slot. Give it a letter too.");
    }

    private static NameGuess Read(IReadOnlyList<string> messages, int most, bool readCode)
    {
        Span<char> letters = stackalloc char[MostLetters];
        Span<BagWord> words = stackalloc BagWord[MostWords];
        var reader = new MessageReader(new(letters, words), readCode);
        var type = SessionType.Development;
        for (var i = 0; i < Math.Min(messages.Count, MostMessages); i++)
        {
            // What was asked first is what the session is about; what follows refines it.
            reader.Read(messages[i], 1 / (1 + (0.25f * i)), HeadLength, TailLength);
            if (type is SessionType.Development)
                type = SessionTypes.Of(reader.Hints, reader.Builds);
        }
        var name = NameShape.Compose(reader.Bag, most);
        // Digits alone would be a slot.
        return new(name.AsSpan().ContainsAnyInRange('a', 'z') ? name : "", type);
    }

    private static string Numbered(string wanted, int number, int most)
    {
        Span<char> name = stackalloc char[most + 12];
        Span<char> suffix = stackalloc char[12];
        suffix[0] = '-';
        number.TryFormat(suffix[1..], out var digits, default, CultureInfo.InvariantCulture);
        suffix = suffix[..(digits + 1)];
        var room = Math.Clamp(most - suffix.Length, 0, wanted.Length);
        var stem = wanted.AsSpan(0, room);
        if (room < wanted.Length && wanted[room] != '-' && stem.LastIndexOf('-') is var word && word >= room / 2)
            stem = stem[..word]; // no word is cut where half of the name is left without it
        stem = stem.TrimEnd('-');
        stem.CopyTo(name);
        suffix.CopyTo(name[stem.Length..]);
        return name[..(stem.Length + suffix.Length)].ToString();
    }
}
