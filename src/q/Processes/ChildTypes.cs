using System.Collections.ObjectModel;

namespace Q.Processes;

/// <summary>What to start. Nothing is inherited but the environment; <paramref name="Variables"/> are added to it.</summary>
/// <param name="Program">Absolute path.</param>
/// <param name="Arguments">Without the program's own name.</param>
/// <param name="Folder">Working directory.</param>
/// <param name="Variables">Environment variables to add or replace.</param>
internal sealed record ChildStart(
    string Program, IReadOnlyList<string> Arguments, string Folder, IReadOnlyDictionary<string, string> Variables)
{
    public ChildStart(string program, IReadOnlyList<string> arguments, string folder)
        : this(program, arguments, folder, ReadOnlyDictionary<string, string>.Empty)
    {
    }

    /// <summary>By which it is decided that nothing more comes after its end; a test moves it by hand.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

internal enum ChildStream : byte
{
    Output,
    Error,
}

/// <summary>Takes a chunk of a child's output; the next is read when it completes. One call at a time. Memory is valid until then.</summary>
internal delegate ValueTask ChildSink(ChildStream stream, ReadOnlyMemory<byte> bytes);

/// <summary>How a child ended.</summary>
/// <param name="Code">Its exit code; meaningless when a signal ended it.</param>
/// <param name="Signal">The signal that ended it; 0 when it exited by itself.</param>
/// <param name="WasCancelled">We ended it.</param>
internal readonly record struct ChildExit(int Code, int Signal, bool WasCancelled)
{
    public bool Succeeded => Code == 0 && Signal == 0 && !WasCancelled;

    /// <summary><c>0</c>, <c>2</c>, <c>signal 9 (SIGKILL)</c>.</summary>
    public string Status => Signal == 0 ? $"{Code}" : NameOf(Signal) is { } name ? $"signal {Signal} ({name})" : $"signal {Signal}";

    /// <summary>From the number that waitpid gives.</summary>
    public static ChildExit OfWaitStatus(int status, bool wasCancelled) =>
        (status & 0x7f) is 0 ? new((status >> 8) & 0xff, 0, wasCancelled) : new(0, status & 0x7f, wasCancelled);

    /// <summary>Those whose number is the same on every system.</summary>
    private static string? NameOf(int signal) => signal switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        5 => "SIGTRAP",
        6 => "SIGABRT",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        14 => "SIGALRM",
        15 => "SIGTERM",
        _ => null,
    };
}
