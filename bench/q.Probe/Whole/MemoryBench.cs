namespace Q.Probe.Whole;

/// <summary>What sessions that have said a lot take when they are at rest.</summary>
internal static class MemoryBench
{
    private const int Sessions = 10;
    private const int Megabytes = 11;

    public static void Run(World world, Report report)
    {
        using var program = new PtyProgram(world.Run(world.NewHome(), "chat"));
        program.Await("q>");
        Chat.Say(program, "tokens=20", "first");
        program.Pause(2000);
        var small = Memory.Pss(program.Pid);
        Fill(program);
        var one = Memory.Pss(program.Pid);
        for (var i = 1; i < Sessions; i++)
        {
            Chat.New(program);
            Fill(program);
        }
        var ten = Memory.Pss(program.Pid);
        report.AtMost("ten sessions with full 10 MB rings, above one with a short answer", ten - small, "MB", 110,
            $"{Figures.Text(ten)} MB, one {Figures.Text(small)} MB");
        report.AtMost("  above one with a full ring", ten - one, "MB", 110,
            $"one {Figures.Text(one)} MB, peak {Figures.Text(Memory.Peak(program.Pid))} MB");
    }

    private static void Fill(PtyProgram program)
    {
        Chat.Say(program, $"megabytes={Megabytes}", LoopbackModel.LastLine(Megabytes));
        program.Quiet(300);
        program.Pause(1500);
    }
}
