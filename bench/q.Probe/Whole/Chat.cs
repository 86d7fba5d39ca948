namespace Q.Probe.Whole;

/// <summary>Things that a person does in <c>q chat</c>.</summary>
internal static class Chat
{
    /// <summary>Types a line and waits until its answer stands on the screen.</summary>
    public static void Say(PtyProgram program, string line, string seen)
    {
        Type(program, line);
        program.AwaitSeen(seen);
    }

    /// <summary>Opens a session, which is then in focus.</summary>
    public static void New(PtyProgram program) => Type(program, "/new");

    private static void Type(PtyProgram program, string line)
    {
        program.Type(line);
        program.Pause(50);
        program.Type("\r");
        program.Pause(250);
    }
}
