using System.Text;
using Q.Output;
using Q.TestKit;

namespace Q.Tests.Output;

public sealed class SpillFileTests
{
    [Test]
    public async Task Records_come_back_as_they_were_put_and_the_file_is_gone_afterwards()
    {
        using var home = new TempHome();
        var path = Path.Combine(home.Folder, "spill");
        using (var spill = new SpillFile(path, 1 << 20))
        {
            await Assert.That(File.Exists(path)).IsFalse();
            spill.Append(OutputKind.Prompt, begins: true, "what?"u8);
            spill.Append(OutputKind.Text, begins: true, "so "u8);
            spill.Append(OutputKind.Text, begins: false, default);
            spill.Append(OutputKind.Text, begins: false, "and so ü"u8);
            await Assert.That(File.GetUnixFileMode(path)).IsEqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            await Assert.That(Lines(spill)).IsEqualTo("Prompt+ what?|Text+ so |Text |Text and so ü");
            spill.Append(OutputKind.Notice, begins: true, "later"u8);
            await Assert.That(Lines(spill)).EndsWith("|Notice+ later");
        }
        await Assert.That(Directory.GetFiles(home.Folder)).IsEmpty();
    }

    [Test]
    public async Task At_its_bound_the_older_half_goes()
    {
        using var home = new TempHome();
        using var spill = new SpillFile(Path.Combine(home.Folder, "spill"), 100_000);
        for (var i = 0; i < 100; i++)
            spill.Append(OutputKind.Text, begins: true, Encoding.UTF8.GetBytes($"{i} {new string('x', 4000)}"));

        var numbers = new List<int>();
        spill.ReadAll((_, _, text) => numbers.Add(int.Parse(Encoding.UTF8.GetString(text).Split(' ')[0])));

        await Assert.That(numbers[^1]).IsEqualTo(99);
        await Assert.That(numbers).IsEquivalentTo(Enumerable.Range(numbers[0], 100 - numbers[0]), EqualityComparer<int>.Default);
        await Assert.That(spill.Length).IsBetween(50_000, 100_000);
        await Assert.That(spill.Problem).IsNull();
    }

    [Test]
    public async Task A_folder_that_is_gone_is_a_sentence_and_nothing_more_is_taken()
    {
        using var spill = new SpillFile("/dev/null/spill", 1 << 20);
        spill.Append(OutputKind.Text, begins: true, "lost"u8);
        await Assert.That(spill.Problem).StartsWith("/dev/null/spill cannot be written");
        spill.Append(OutputKind.Text, begins: true, "lost too"u8);
        await Assert.That(spill.Length).IsEqualTo(0);
    }

    [Test]
    public async Task A_ring_that_is_short_of_memory_keeps_its_newest_records_and_gives_segments_back()
    {
        using var ring = new OutputRing(1 << 20);
        for (var i = 0; i < 3000; i++)
            ring.Append(OutputKind.Text, Encoding.UTF8.GetBytes($"{i} {new string('x', 500)}"));
        await Assert.That(ring.Held).IsEqualTo(1 << 20);

        ring.Keep(200_000);
        await Assert.That(ring.Held).IsLessThanOrEqualTo(200_000);
        for (var i = 3000; i < 5000; i++)
            ring.Append(OutputKind.Text, Encoding.UTF8.GetBytes($"{i} {new string('x', 500)}"));
        await Assert.That(ring.Held).IsLessThanOrEqualTo(200_000);
        await Assert.That(Numbers(ring)).IsEquivalentTo(Enumerable.Range(Numbers(ring)[0], 5000 - Numbers(ring)[0]), EqualityComparer<int>.Default);
        await Assert.That(Numbers(ring).Count).IsBetween(300, 400);

        var held = ring.Held;
        ring.Keep(held - 1);
        await Assert.That(ring.Held).IsLessThan(held);
        ring.Keep(0);
        await Assert.That(ring.Held).IsLessThanOrEqualTo(2 * 32 * 1024);
        await Assert.That(Numbers(ring)[^1]).IsEqualTo(4999);

        ring.Keep(long.MaxValue);
        for (var i = 5000; i < 8000; i++)
            ring.Append(OutputKind.Text, Encoding.UTF8.GetBytes($"{i} {new string('x', 500)}"));
        await Assert.That(ring.Held).IsEqualTo(1 << 20);
        await Assert.That(Numbers(ring)[^1]).IsEqualTo(7999);
    }

    private static List<int> Numbers(OutputRing ring)
    {
        var numbers = new List<int>();
        ring.ReadAll((_, _, text) => numbers.Add(int.Parse(Encoding.UTF8.GetString(text).Split(' ')[0])));
        return numbers;
    }

    private static string Lines(SpillFile spill)
    {
        var lines = new List<string>();
        spill.ReadAll((kind, begins, text) => lines.Add($"{kind}{(begins ? "+" : "")} {Encoding.UTF8.GetString(text)}"));
        return string.Join('|', lines);
    }
}
