using System.Diagnostics.CodeAnalysis;

namespace Q.Core;

/// <summary>A value, or a sentence for the person that says what went wrong and what to do next.</summary>
internal readonly struct Outcome<T>
{
    private readonly T? _value;

    private Outcome(T? value, string? problem) => (_value, Problem) = (value, problem);

    /// <summary>What went wrong; null when there is a value.</summary>
    public string? Problem { get; }

    public bool Succeeded => Problem is null;

    public static Outcome<T> Ok(T value) => new(value, null);

    public static Outcome<T> No(string problem) => new(default, problem);

    public bool TryGet([MaybeNullWhen(false)] out T value)
    {
        value = _value!;
        return Problem is null;
    }
}

/// <summary>Done, or a sentence for the person that says what went wrong and what to do next.</summary>
internal readonly struct Outcome
{
    private Outcome(string? problem) => Problem = problem;

    public static Outcome Ok => default;

    public string? Problem { get; }

    public bool Succeeded => Problem is null;

    public static Outcome No(string problem) => new(problem);
}
