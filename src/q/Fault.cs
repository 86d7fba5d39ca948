using System.Diagnostics;

namespace Q;

/// <summary>A fault on purpose, for the test of what a crash leaves behind. Debug builds only: released files do not contain it.</summary>
internal static class Fault
{
    [Conditional("DEBUG")]
    public static void In(string line)
    {
        if (line == "/fault")
            throw new InvalidOperationException("This fault was asked for.");
    }
}
