using Q.Input;

namespace Q.Tests.Input;

internal sealed class HistoryTests
{
    [Test]
    public async Task What_was_sent_is_there_in_the_next_run_line_ends_and_all()
    {
        using var file = new TempFile();
        var first = Loaded(file.Path);
        string[] sent = ["one", "two\nlines", @"a \n that is text \\", "漢"];
        foreach (var entry in sent)
            first.Add(entry);
        await Assert.That(All(Loaded(file.Path))).IsEqualTo(string.Join('|', sent));
        if (!OperatingSystem.IsWindows())
            await Assert.That(File.GetUnixFileMode(file.Path)).IsEqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Test]
    public async Task The_folder_of_an_entry_is_kept_and_a_file_without_them_is_read()
    {
        using var file = new TempFile();
        await File.WriteAllTextAsync(file.Path, "old entry\n");
        var first = Loaded(file.Path);
        first.Add("here\nwith lines", "/srv/a b");
        first.Add("there", "/srv/tab\there");
        var next = Loaded(file.Path);
        await Assert.That(All(next)).IsEqualTo("old entry|here\nwith lines|there");
        await Assert.That(next.Step(next.Count - 1, -1, "/srv/a b")).IsEqualTo(1);
        await Assert.That(next.Step(0, +1, "/srv/tab\there")).IsEqualTo(-1);
        await Assert.That(next.FindOn("r", 1)).IsEqualTo(2);
    }

    [Test]
    public async Task Two_runs_lose_nothing_of_each_other()
    {
        using var file = new TempFile();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(run => Task.Run(() =>
        {
            var history = Loaded(file.Path);
            for (var count = 0; count < 100; count++)
                history.Add($"run {run} entry {count}");
        })));
        await Assert.That(Loaded(file.Path).Count).IsEqualTo(400);
    }

    [Test]
    public async Task A_run_that_cuts_a_long_file_loses_nothing_that_another_one_adds_meanwhile()
    {
        using var file = new TempFile();
        var adds = Loaded(file.Path);
        using var stop = new CancellationTokenSource();
        var cuts = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                new History(file.Path, most: 20).Load();
        });
        for (var count = 1; count <= 500; count++)
        {
            adds.Add($"entry {count}");
            await Assert.That(File.Exists(file.Path)).IsTrue();
        }
        await stop.CancelAsync();
        await cuts;
        new History(file.Path, most: 20).Load();
        var kept = Loaded(file.Path);
        await Assert.That(kept.Count).IsBetween(20, 40);
        await Assert.That(All(kept)).IsEqualTo(string.Join('|', Enumerable.Range(501 - kept.Count, kept.Count).Select(count => $"entry {count}")));
    }

    [Test]
    [Arguments("")]
    [Arguments("  ")]
    [Arguments(" secret")]
    [Arguments("y")]
    [Arguments("n")]
    [Arguments("t")]
    public async Task This_is_not_kept(string entry)
    {
        var history = new History(null);
        history.Add(entry);
        await Assert.That(history.Count).IsEqualTo(0);
    }

    [Test]
    public async Task A_repetition_is_kept_once_and_the_oldest_go()
    {
        using var file = new TempFile();
        var history = new History(file.Path, most: 3);
        foreach (var entry in "a b b c d e f g".Split(' '))
            history.Add(entry);
        await Assert.That(All(history)).IsEqualTo("e|f|g");
        var next = new History(file.Path, most: 3);
        next.Load();
        await Assert.That(All(next)).IsEqualTo("e|f|g");
        await Assert.That(File.ReadLines(file.Path).Count()).IsEqualTo(3);
    }

    [Test]
    public async Task A_file_that_cannot_be_written_costs_only_the_memory_of_this_run()
    {
        var history = new History("/proc/none/history");
        history.Load();
        history.Add("one");
        await Assert.That(All(history)).IsEqualTo("one");
    }

    private static History Loaded(string path)
    {
        var history = new History(path);
        history.Load();
        return history;
    }

    private static string All(History history) =>
        string.Join('|', Enumerable.Range(0, history.Count).Select(at => history[at]));

    private sealed class TempFile : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("q-history-");

        public string Path => System.IO.Path.Combine(_folder.FullName, "history");

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
