using Q.Probe.Whole;

namespace Q.Probe.Order;

/// <summary>
/// Writes <c>src/q/start.order</c>: what runs when q starts, so that the compiler lays it side by side. A page that is
/// touched brings its
/// neighbours into memory with it; strewn over the file, a start of q touches twice as many.
/// </summary>
internal static class StartOrder
{
    public static void Write(string root, string symbolFile, string file)
    {
        var trace = new CallTrace(new(File.ReadLines(symbolFile)));
        using var world = new World(root, Path.Combine(root, "out", "q"));
        trace.Follow(world.Run(world.NewHome(), "--version").Held().Start());
        var versions = trace.Called.Count;
        var home = world.NewHome();
        InTerminal(trace, world.Run(home, "chat", "--provider", "offline"), "hello", "list files");
        InTerminal(trace, world.Run(home, "chat"), "tokens=20", "/new", "tokens=20", "/switch !");
        trace.Follow(world.Run(home, "chat", "--no-interactive", "tokens=20").Held().Start());
        File.WriteAllLines(file, trace.Called);
        Console.WriteLine($"{trace.Called.Count} methods, {versions} of them for --version");
    }

    private static void InTerminal(CallTrace trace, Launch launch, params string[] lines)
    {
        using var program = new PtyProgram(launch.Held());
        using var ended = new ManualResetEventSlim();
        var person = new Thread(() => Talk(program, lines, ended));
        person.Start();
        trace.Follow(program.Pid);
        ended.Set();
        person.Join();
    }

    private static void Talk(PtyProgram program, string[] lines, ManualResetEventSlim ended)
    {
        try
        {
            program.Await("q>");
            foreach (var line in (ReadOnlySpan<string>)[.. lines, "/quit"])
            {
                program.Type(line + "\r");
                program.Pause(1000);
            }
        }
        catch (TimeoutException e)
        {
            Console.Error.WriteLine(e.Message);
        }
        while (!ended.IsSet)
            program.Pause(50);
    }
}
