namespace Q.Naming;

/// <summary>Makes a name of the words that were found: what is wanted first, then the subjects in the order they came in.</summary>
internal static class NameShape
{
    private const int MostWords = 3;
    private const float WorthNaming = 0.9f;

    public static string Compose(scoped in WordBag bag, int most)
    {
        Span<int> chosen = stackalloc int[MostWords];
        var count = 0;
        var length = 0;
        var action = FirstAction(bag);
        var subject = Best(bag, chosen[..0], WorthNaming, most, action);
        if (subject < 0)
            subject = action < 0 || bag[action].Length > most ? Best(bag, chosen[..0], 0, most, action) : -1;
        if (subject < 0 && action < 0)
            return Longest(bag, most);

        if (subject >= 0)
            Take(bag, chosen, ref count, ref length, subject);
        if (action >= 0 && bag[action].Kind is WordKind.Action && Fits(bag, action, length, most))
            Take(bag, chosen, ref count, ref length, action);
        while (count < MostWords && Best(bag, chosen[..count], WorthNaming, most - length - 1, action) is var next and >= 0)
            Take(bag, chosen, ref count, ref length, next);
        if (count < MostWords && action >= 0 && !chosen[..count].Contains(action) && Fits(bag, action, length, most))
            Take(bag, chosen, ref count, ref length, action);
        if (count < 2 && Best(bag, chosen[..count], 0, most - length - 1, action) is var weak and >= 0)
            Take(bag, chosen, ref count, ref length, weak);
        return Join(bag, chosen[..count], length, action);
    }

    /// <summary>The first thing asked for; something general (add, write) only when nothing particular is.</summary>
    private static int FirstAction(scoped in WordBag bag)
    {
        var minor = -1;
        for (var i = 0; i < bag.Count; i++)
        {
            if (bag[i].Kind is WordKind.Action)
                return i;
            if (minor < 0 && bag[i].Kind is WordKind.MinorAction)
                minor = i;
        }
        return minor;
    }

    /// <summary>The word with the highest score that fits and is not there yet in another form.</summary>
    private static int Best(scoped in WordBag bag, ReadOnlySpan<int> chosen, float least, int room, int action)
    {
        var best = -1;
        for (var i = 0; i < bag.Count; i++)
        {
            if (i == action || bag[i].Length > room || bag[i].Score < least || (best >= 0 && bag[i].Score <= bag[best].Score))
                continue;
            if (!IsThere(bag, chosen, i))
                best = i;
        }
        return best;
    }

    private static bool IsThere(scoped in WordBag bag, ReadOnlySpan<int> chosen, int word)
    {
        foreach (var other in chosen)
        {
            if (other == word || Akin(bag.Text(other), bag.Text(word)))
                return true;
        }
        return false;
    }

    /// <summary><c>user</c> and <c>users</c>, <c>import</c> and <c>imported</c>.</summary>
    private static bool Akin(ReadOnlySpan<char> a, ReadOnlySpan<char> b) =>
        Math.Abs(a.Length - b.Length) <= 2 && (a.StartsWith(b) || b.StartsWith(a));

    private static bool Fits(scoped in WordBag bag, int word, int length, int most) =>
        length + (length > 0 ? 1 : 0) + bag[word].Length <= most;

    private static void Take(scoped in WordBag bag, Span<int> chosen, ref int count, ref int length, int word)
    {
        chosen[count++] = word;
        length += (length > 0 ? 1 : 0) + bag[word].Length;
    }

    /// <summary>No word fits: the beginning of the first.</summary>
    private static string Longest(scoped in WordBag bag, int most) =>
        bag.Count == 0 ? "" : bag.Text(0)[..Math.Min(most, bag[0].Length)].ToString();

    /// <summary>As they came. There are three at most; the library's sort allocates what compares them.</summary>
    private static void Order(Span<int> chosen)
    {
        for (var i = 1; i < chosen.Length; i++)
        {
            for (var j = i; j > 0 && chosen[j - 1] > chosen[j]; j--)
                (chosen[j - 1], chosen[j]) = (chosen[j], chosen[j - 1]);
        }
    }

    private static string Join(scoped in WordBag bag, Span<int> chosen, int length, int action)
    {
        Order(chosen);
        if (chosen.IndexOf(action) is var at and > 0)
        {
            chosen[..at].CopyTo(chosen[1..]);
            chosen[0] = action;
        }
        Span<char> name = stackalloc char[length];
        var used = 0;
        foreach (var word in chosen)
        {
            if (used > 0)
                name[used++] = '-';
            bag.Text(word).CopyTo(name[used..]);
            used += bag[word].Length;
        }
        return name.ToString();
    }
}
