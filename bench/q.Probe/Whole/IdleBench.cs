namespace Q.Probe.Whole;

/// <summary>What q takes while nothing happens: memory and processor time.</summary>
internal static class IdleBench
{
    private const int Seconds = 10;

    public static void Run(World world, Report report)
    {
        using (var program = new PtyProgram(world.Run(world.NewHome(), "chat")))
        {
            program.Await("q>");
            program.Pause(1000);
            report.AtMost("PSS at the first prompt, new home", Memory.Pss(program.Pid), "MB", 15,
                $"peak {Figures.Text(Memory.Peak(program.Pid))} MB");
        }
        Ten(world, report);
        using (var program = new PtyProgram(world.Run(world.NewHome(), "chat")))
        {
            program.Await("q>");
            for (var i = 0; i < 3; i++)
            {
                Chat.Say(program, "tokens=20", "first");
                Chat.New(program);
            }
            program.Pause(3000);
            var (ticks, microseconds) = (Memory.Ticks(program.Pid), Memory.Microseconds(program.Pid));
            program.Pause(Seconds * 1000);
            report.AtMost("idle for 10 s, three sessions waiting", Memory.Ticks(program.Pid) - ticks, "ticks", 0,
                $"{Figures.Text(Memory.Microseconds(program.Pid) - microseconds)} µs");
            report.AtMost("PSS with four sessions, three answers", Memory.Pss(program.Pid), "MB", null,
                $"peak {Figures.Text(Memory.Peak(program.Pid))} MB");
        }
    }

    private static void Ten(World world, Report report)
    {
        var home = world.NewHome();
        using var program = new PtyProgram(world.Run(home, "chat"));
        program.Await("q>");
        Chat.Say(program, "tokens=20", "first");
        program.Pause(2000);
        var one = Memory.Pss(program.Pid);
        for (var i = 0; i < 9; i++)
        {
            Chat.New(program);
            Chat.Say(program, "tokens=20", "first");
        }
        program.Pause(2000);
        report.AtMost("ten idle sessions, above one", Memory.Pss(program.Pid) - one, "MB", 3,
            $"one {Figures.Text(one)} MB");
    }
}
