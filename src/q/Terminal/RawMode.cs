using System.Runtime.InteropServices;

namespace Q.Terminal;

/// <summary>
/// The tty's line discipline: kept as found, made raw, put back to the byte. Static, because a process has one terminal and a
/// crash handler must reach it without an object. <see cref="PutBack"/> may be called by any thread, any number of times.
/// </summary>
internal static class RawMode
{
    private static Libc.Termios s_saved;
    private static int s_descriptor = -1;
    private static int s_isRaw;

    public static bool IsRaw => Volatile.Read(ref s_isRaw) != 0;

    /// <summary>False when the descriptor is no terminal. Where it is raw already it is made so again: a shell may have changed it.</summary>
    public static unsafe bool Take(int descriptor)
    {
        Libc.Termios found;
        if (Libc.GetAttributes(descriptor, &found) != 0)
            return false;
        if (!IsRaw)
            (s_saved, s_descriptor) = (found, descriptor);
        Libc.MakeRaw(&found);
        Volatile.Write(ref s_isRaw, 1); // before the change, so that a crash in between puts back too much, not too little
        return Set(descriptor, &found);
    }

    public static unsafe void PutBack()
    {
        if (Interlocked.Exchange(ref s_isRaw, 0) == 0)
            return;
        var saved = s_saved;
        Set(s_descriptor, &saved);
    }

    private static unsafe bool Set(int descriptor, Libc.Termios* attributes)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            if (Libc.SetAttributes(descriptor, Libc.AfterOutput, attributes) == 0)
                return true;
            if (Marshal.GetLastPInvokeError() != Libc.Interrupted)
                return false;
        }
        return false;
    }
}
