using System.Text;
using Q.TestKit;

namespace Q.E2E;

/// <summary>Keys without sense, to the native file. A seed that once failed stays here.</summary>
[NotInParallel("terminal")]
internal sealed class FuzzTests
{
    /// <summary>Three thousand in every run of the tests, a hundred thousand in <c>test --long</c>.</summary>
    private static readonly int s_keys = Environment.GetEnvironmentVariable("Q_TEST_LONG") is null ? 3_000 : 100_000;

    private const string Ended = "ended";

    /// <summary>Ends a paste, closes what is open, empties the line.</summary>
    private static readonly string[] s_home = ["\e[201~", "\e", "\e", "\e", "\x15"];

    [Test]
    [Arguments(20261126)]
    public async Task Whatever_is_pressed_it_goes_on_and_the_screen_is_right(int seed)
    {
        await using var world = new World();
        world.Environment["EDITOR"] = "true";
        world.Environment["Q_MODEL_PROVIDER"] = "offline";
        var random = new Random(seed);
        var pane = await Open(world);
        for (var sent = 0; sent < s_keys; sent += 100)
        {
            await pane.Bytes([.. Enumerable.Range(0, 100).SelectMany(_ => RandomKeys.Next(random))]);
            var hasEnded = await pane.HasEnded();
            if (sent % 1000 == 900 && !hasEnded)
                hasEnded = await GoesOn(world, pane, random, sent + 100, seed);
            if (!hasEnded)
                continue;
            // It was told to leave. A Ctrl+C or Ctrl+\ behind that, once it gave its terminal back, is a signal.
            if (await pane.Ended() is not (0 or 130 or 131) and var code && await pane.EndedBy() is not ("2" or "3") and var signal)
                throw new InvalidDataException($"after {sent + 100} keys of seed {seed} q ended with {code}, signal {signal}:\n{await pane.History()}");
            await world.Close(pane);
            pane = await Open(world);
        }

        await Assert.That(Directory.Exists(Path.Combine(world.Home, "logs")) ? Directory.GetFiles(Path.Combine(world.Home, "logs"), "crash-*") : []).IsEmpty();
        await Assert.That(await world.Sql("PRAGMA integrity_check")).IsEqualTo("ok");
    }

    private static async Task<TmuxPane> Open(World world)
    {
        var pane = await world.Open();
        await pane.RecordTo(world.Written);
        return pane;
    }

    /// <summary>Out of whatever was open; then what is typed is there, and drawn anew it is the same. True when q left on the way.</summary>
    private static async Task<bool> GoesOn(World world, TmuxPane pane, Random random, int sent, int seed)
    {
        var (when, typed) = ($"after {sent} keys of seed {seed}", $"still here {sent}"); // what was typed before may have been sent meanwhile
        string[] keys = [.. s_home, typed];
        await pane.Resize(random.Next(60, 150), random.Next(12, 50));
        var step = 0;
        // A key at each look: an Escape must stand alone to be one.
        var screen = await Poll.Until($"“{typed}” to be typed {when}", async () =>
        {
            await pane.Bytes(Encoding.UTF8.GetBytes(keys[step++ % keys.Length]));
            return await pane.HasEnded() ? Ended : await pane.Screen();
        }, screen => screen == Ended || screen.Contains(typed, StringComparison.Ordinal), static screen => screen);
        if (screen == Ended)
            return true;
        await world.IsTheSameDrawnAnew(pane, when);
        return false;
    }
}
