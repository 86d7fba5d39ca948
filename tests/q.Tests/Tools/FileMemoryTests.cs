using System.Text;
using Q.Tools;

namespace Q.Tests.Tools;

public sealed class FileMemoryTests
{
    [Test]
    public async Task A_file_is_known_by_its_hash_and_one_that_was_not_there_as_missing()
    {
        var memory = new FileMemory();
        await Assert.That(memory.Of("/a")).IsNull();
        memory.Saw("/a", "one"u8.ToArray());
        memory.Saw("/gone", null);
        await Assert.That(memory.Of("/a")!.Is("one"u8.ToArray())).IsTrue();
        await Assert.That(memory.Of("/a")!.Is("two"u8.ToArray())).IsFalse();
        await Assert.That(memory.Of("/a")!.Is(null)).IsFalse();
        await Assert.That(memory.Of("/gone")!.Is(null)).IsTrue();
        await Assert.That(memory.Of("/gone")!.Is([])).IsFalse();
    }

    [Test]
    public async Task Of_large_files_and_of_the_oldest_only_the_hash_is_kept()
    {
        var memory = new FileMemory();
        memory.Saw("/large", new byte[FileMemory.MostBytesOfFile + 1]);
        await Assert.That(memory.Of("/large")!.Bytes).IsNull();
        await Assert.That(memory.Of("/large")!.Is(new byte[FileMemory.MostBytesOfFile + 1])).IsTrue();
        for (var i = 0; i <= FileMemory.MostBytes / FileMemory.MostBytesOfFile; i++)
            memory.Saw($"/{i}", new byte[FileMemory.MostBytesOfFile]);
        await Assert.That(memory.Of("/0")!.Bytes).IsNull();
        await Assert.That(memory.Of("/0")!.Is(new byte[FileMemory.MostBytesOfFile])).IsTrue();
        await Assert.That(memory.Of("/1")!.Bytes).IsNotNull();
    }

    [Test]
    public async Task Only_so_many_files_are_known()
    {
        var memory = new FileMemory();
        for (var i = 0; i <= FileMemory.MostFiles; i++)
            memory.Saw($"/{i}", Encoding.UTF8.GetBytes($"{i}"));
        await Assert.That(memory.Of("/0")).IsNull();
        await Assert.That(memory.Of("/1")).IsNotNull();
        memory.Clear();
        await Assert.That(memory.Of("/1")).IsNull();
    }
}
