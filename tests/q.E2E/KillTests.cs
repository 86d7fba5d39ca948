namespace Q.E2E;

/// <summary>q is killed at moments that nobody chose, again and again on one home.</summary>
[NotInParallel("terminal"), Retry(0)]
internal sealed class KillTests
{
    private const int Seed = 20261125;

    /// <summary>Twenty in every run of the tests, two hundred in <c>test --long</c>.</summary>
    private static readonly int s_kills = Environment.GetEnvironmentVariable("Q_TEST_LONG") is null ? 20 : 200;

    [Test]
    public async Task Whenever_it_is_killed_nothing_typed_or_finished_is_lost_and_the_indicator_is_right()
    {
        await using var world = new World();
        var person = new Person(world, new Random(Seed), s_kills);
        await person.OpenSessions();
        for (var kill = 1; kill <= s_kills; kill++)
        {
            var shown = await person.WorkUntilKilled();
            var wrong = await person.ComeBack(shown);
            // Both screens as a whole: an assertion would shorten them.
            if (wrong.Length > 0)
                throw new InvalidDataException($"kill {kill} with seed {Seed}: {wrong}\nafter this was shown:\n{shown.Screen}");
        }

        await person.Leave();
        await Assert.That(await world.Sql("PRAGMA integrity_check")).IsEqualTo("ok");
        var stored = await world.Sql("SELECT text FROM messages UNION ALL SELECT queued FROM conversations");
        await Assert.That(string.Join(' ', person.Kept.Where(mark => !stored.Contains(mark)))).IsEqualTo("");
        await Assert.That(person.Kept.Count).IsGreaterThan(s_kills);
    }
}
