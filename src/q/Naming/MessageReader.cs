using System.Buffers;

namespace Q.Naming;

/// <summary>
/// Takes a message apart: prose into its words, paths into what they are about, code and stack traces as little as may be.
/// What it finds goes into <see cref="Bag"/>; nothing is allocated.
/// </summary>
internal ref struct MessageReader(WordBag bag, bool readCode)
{
    private const int MostFrames = 3;
    private const float OfFault = 0.6f;
    private const float OfCode = 0.5f;
    private const float OfPath = 0.3f;
    private const int LongestRun = 48;

    private static readonly SearchValues<char> s_blanks = SearchValues.Create(" \t\u00a0\u3000");
    private static readonly SearchValues<char> s_edges = SearchValues.Create(".,;:!?\"'`()[]{}<>*#$&|“”„‚‘’«»¿¡…。、，！？：（）「」~");

    private bool _german;

    public WordBag Bag = bag;

    /// <summary>What the message that was read last says about the type.</summary>
    public TypeHint Hints { get; private set; }

    /// <summary>The first action of the message that was read last makes something.</summary>
    public bool Builds { get; private set; }

    private bool _hasAction;

    /// <summary>Of a long message only the head and the tail are read.</summary>
    public void Read(ReadOnlySpan<char> message, float weight, int head, int tail)
    {
        (Hints, Builds, _hasAction) = (TypeHint.None, false, false);
        _german = AsciiFold.IsGerman(message[..Math.Min(message.Length, head)]);
        if (message.Length <= head + tail)
        {
            Lines(message, weight);
            return;
        }
        Lines(message[..head], weight);
        Lines(message[^tail..], weight);
    }

    private void Lines(ReadOnlySpan<char> message, float weight)
    {
        var (fenced, frames) = (false, 0);
        foreach (var range in message.Split('\n'))
        {
            var whole = message[range].TrimEnd();
            var line = whole.TrimStart();
            if (line.StartsWith("```"))
            {
                fenced ^= line.LastIndexOf("```") == 0;
                continue;
            }
            if (fenced)
            {
                Code(line, weight);
                continue;
            }
            switch (LineKinds.Of(line, whole.Length - line.Length))
            {
                case LineKind.Prose:
                    Words(line, weight, prose: true);
                    break;
                case LineKind.Fault:
                    Hints |= TypeHint.Symptom;
                    Words(line, weight * OfFault, prose: false);
                    break;
                case LineKind.Frame:
                    Hints |= TypeHint.Symptom;
                    if (frames++ < MostFrames)
                        Frame(line, weight * OfPath);
                    break;
                case LineKind.Code:
                    Code(line, weight);
                    break;
            }
        }
    }

    private void Code(ReadOnlySpan<char> line, float weight)
    {
        if (readCode)
            Words(line, weight * OfCode, prose: false);
    }

    /// <summary>Of a call in a stack trace the files count that are not a library's.</summary>
    private void Frame(ReadOnlySpan<char> line, float weight)
    {
        foreach (var range in line.SplitAny(s_blanks))
        {
            var chunk = line[range].Trim("()\",:[]");
            if (PathWords.IsPath(chunk) && !PathWords.IsLibrary(chunk))
                Path(chunk, weight);
        }
    }

    private void Words(ReadOnlySpan<char> line, float weight, bool prose)
    {
        foreach (var range in line.SplitAny(s_blanks))
        {
            var chunk = line[range];
            var from = chunk.IndexOfAnyExcept(s_edges);
            if (from < 0)
                continue;
            // A leading dot belongs to a path: ./run.sh, .env, ~/.bashrc.
            var inner = chunk[from..(chunk.LastIndexOfAnyExcept(s_edges) + 1)].TrimStart('@');
            if (inner.Contains("://", StringComparison.Ordinal))
                Address(inner, weight);
            else if (PathWords.IsPath(inner))
                Path(inner, weight);
            else
                Runs(inner, weight, prose && inner.IndexOfAny("._(=") < 0);
        }
    }

    private void Address(ReadOnlySpan<char> address, float weight)
    {
        var path = address[(address.IndexOf("://") + 3)..];
        path = path.IndexOf('/') is var slash and >= 0 ? path[slash..] : path;
        Runs(path.IndexOfAny('?', '#') is var end and >= 0 ? path[..end] : path, weight * OfPath * 2, prose: false);
    }

    private void Path(ReadOnlySpan<char> path, float weight)
    {
        PathWords.Split(path, out var folder, out var subject);
        Runs(folder, weight * OfPath, prose: false);
        Runs(subject, weight, prose: false);
    }

    /// <summary>Runs of letters and digits: what stands between them, an apostrophe too, separates words.</summary>
    private void Runs(ReadOnlySpan<char> chunk, float weight, bool prose)
    {
        var start = -1;
        for (var i = 0; i <= chunk.Length; i++)
        {
            if (i < chunk.Length && (AsciiFold.IsLetterOrDigit(chunk[i]) || (start >= 0 && AsciiFold.IsAccent(chunk[i]))))
            {
                if (start < 0)
                    start = i;
                continue;
            }
            if (start >= 0)
                Run(chunk[start..i], weight, prose);
            start = -1;
        }
    }

    private void Run(ReadOnlySpan<char> run, float weight, bool prose)
    {
        if (run.Length > LongestRun)
            return;
        Span<char> folded = stackalloc char[LongestRun * AsciiFold.MostPerLetter];
        var word = Fold(folded, run);
        var known = WordTable.Find(word);
        if (known.Kind is WordKind.Unknown && CamelCase.NextPart(run) < run.Length)
        {
            for (var rest = run; rest.Length > 0;)
            {
                var length = CamelCase.NextPart(rest);
                Add(Fold(folded, rest[..length]), weight, prose: false);
                rest = rest[length..];
            }
            return;
        }
        Add(word, weight * (char.IsUpper(run[0]) ? 1.1f : 1), prose);
    }

    private readonly Span<char> Fold(Span<char> to, ReadOnlySpan<char> run)
    {
        var length = 0;
        foreach (var letter in run)
            length += AsciiFold.Into(to[length..], letter, _german);
        return to[..length];
    }

    private void Add(scoped ReadOnlySpan<char> word, float weight, bool prose)
    {
        if (!word.ContainsAnyInRange('a', 'z'))
        {
            // Of numbers only those that have a meaning of their own: 404, 502.
            if (word is [>= '4' and <= '5', _, _])
                Bag.Add(word, WordKind.Weak, weight);
            return;
        }
        var known = WordTable.Find(word);
        if (!prose)
        {
            Bag.Add(word, known.Kind is WordKind.Action or WordKind.MinorAction ? WordKind.Weak : known.Kind, weight);
            return;
        }
        if (known.Kind is WordKind.Action or WordKind.MinorAction && !_hasAction)
            (_hasAction, Builds) = (true, (known.Hint & TypeHint.Build) is not TypeHint.None);
        Hints |= known.Hint;
        Bag.Add(known.Base ?? word, known.Kind, weight);
    }
}
