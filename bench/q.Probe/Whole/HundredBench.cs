using System.Globalization;
using Q.Config;
using Q.Store;
using Q.Turns;

namespace Q.Probe.Whole;

/// <summary>A hundred sessions that stream 200 tokens a second each: what they cost, how keys fare, and that no token is lost.</summary>
internal static class HundredBench
{
    private const int Sessions = 100;
    private const int Tokens = 4000; // 20 s at 200 a second
    private const int Rate = 200;
    private const int Seconds = 5;

    public static void Run(World world, Report report)
    {
        var home = world.NewHome();
        var launch = world.Run(home, "chat");
        launch = launch with
        {
            Environment = new Dictionary<string, string>(launch.Environment, StringComparer.Ordinal)
            {
                ["Q_SESSIONS_MAX_ACTIVE_SESSIONS"] = Sessions.ToString(CultureInfo.InvariantCulture),
                ["Q_SESSIONS_MAX_CONCURRENT_API_CALLS"] = Sessions.ToString(CultureInfo.InvariantCulture),
            },
        };
        using var program = new PtyProgram(launch);
        program.Await("q>");
        for (var i = 1; i <= Sessions; i++)
        {
            program.Type(i == 1 ? $"paced={Tokens}" : $"/new s{i} -- paced={Tokens}");
            program.Pause(20);
            program.Type("\r");
            program.Pause(30);
        }
        program.Pause(1000);
        world.Model.Pace(Rate);
        program.Pause(1000);
        var before = Memory.Microseconds(program.Pid);
        program.Pause(Seconds * 1000);
        var core = (Memory.Microseconds(program.Pid) - before) / (Seconds * 1e6);
        report.AtMost($"{Sessions} sessions streaming {Rate} tokens/s each, of one core", core * 100, "%", 50,
            $"{Figures.Text(core * 1e6 / (Sessions * Rate))} µs a token, {Figures.Text(Memory.Pss(program.Pid))} MB");
        var keys = KeyBench.Measure(program, 100);
        report.AtMost("  key to screen meanwhile, p99", keys.At(0.99), "ms", 16, $"median {Figures.Text(keys.Median)}");
        program.Pause(Tokens * 1000 / Rate);
        program.AwaitSeen(LoopbackModel.PacedEnd);
        report.AtMost("  tokens that did not arrive", Lost(home, program), "tokens", 0, $"of {Figures.Text((double)Sessions * Tokens)}");
    }

    /// <summary>What is missing in the answers as they are stored, once all of them are.</summary>
    private static double Lost(string home, PtyProgram program)
    {
        SessionStore.Open(new QPaths(Path.Combine(home, ".amazonq")), TimeProvider.System, static _ => { }).TryGet(out var store);
        using (store)
        {
            var lost = (double)Sessions * Tokens;
            for (var round = 0; round < 60 && lost > 0; round++)
            {
                program.Pause(500);
                lost = ((double)Sessions * Tokens) - store!.Restore().Sum(session => Count(store.Messages(session.Id)));
            }
            return lost;
        }
    }

    private static int Count(IReadOnlyList<Message> messages) => messages
        .Where(static message => message.Role is Role.Assistant)
        .SelectMany(static message => message.Parts.OfType<TextContent>())
        .Sum(static part => part.Text.AsSpan().Count("word"));
}
