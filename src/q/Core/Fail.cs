using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Q.Core;

/// <summary>Cold throws, kept out of the methods that are hot. Every one of them is a bug, never bad input.</summary>
internal static class Fail
{
    [DoesNotReturn, StackTraceHidden]
    public static void InvalidOperation(string what) => throw new InvalidOperationException(what);

    [DoesNotReturn, StackTraceHidden]
    public static T InvalidOperation<T>(string what) => throw new InvalidOperationException(what);

    [DoesNotReturn, StackTraceHidden]
    public static void ArgumentOutOfRange(string name) => throw new ArgumentOutOfRangeException(name);
}
