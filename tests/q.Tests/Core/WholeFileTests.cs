using Q.Core;
using Q.TestKit;

namespace Q.Tests.Core;

internal sealed class WholeFileTests
{
    [Test]
    public async Task A_draft_gets_its_name_and_of_many_that_want_it_at_once_one()
    {
        using var home = new TempHome();
        var path = Path.Combine(home.Folder, "file");
        var drafts = Enumerable.Range(0, 8).Select(n => Path.Combine(home.Folder, $"draft {n}")).ToList();
        foreach (var draft in drafts)
            await File.WriteAllTextAsync(draft, draft);

        var named = new bool[drafts.Count];
        Parallel.For(0, drafts.Count, n =>
        {
            try
            {
                WholeFile.Name(drafts[n], path);
                named[n] = true;
            }
            catch (IOException)
            {
                // another one has it
            }
        });

        await Assert.That(named.Count(static yes => yes)).IsEqualTo(1);
        await Assert.That(await File.ReadAllTextAsync(path)).IsEqualTo(drafts[Array.IndexOf(named, value: true)]);
        await Assert.That(drafts.Count(File.Exists)).IsEqualTo(drafts.Count - 1);
    }

    [Test]
    public async Task A_draft_that_is_not_there_is_an_error()
    {
        using var home = new TempHome();
        await Assert.That(() => WholeFile.Name(Path.Combine(home.Folder, "none"), Path.Combine(home.Folder, "file"))).Throws<IOException>();
    }
}
