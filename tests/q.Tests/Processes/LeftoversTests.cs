using Q.Core;
using Q.Processes;
using Q.TestKit;

namespace Q.Tests.Processes;

internal sealed class LeftoversTests
{
    [Test]
    public async Task Only_what_runs_of_the_sessions_that_are_ours_is_ended()
    {
        using var home = new TempHome();
        var left = new Leftovers(home.Folder, "here");
        var (ours, theirs) = (SessionId.New(), SessionId.New());
        ChildProcess.Start(new("/bin/sh", ["-c", "sleep 600"], "/")).TryGet(out var one);
        ChildProcess.Start(new("/bin/sh", ["-c", "sleep 600"], "/")).TryGet(out var other);
        var note = left.Note(new(ours, one!.Pid, "sleep 600", "sleep\n600"));
        var kept = left.Note(new(theirs, other!.Pid, "sleep 600", "sleep 600"));
        if (kept is null)
            return; // no /proc: nothing is noted

        await Assert.That(await left.End(id => id == ours)).IsEmpty(); // the q that noted it lives
        await Assert.That(File.Exists(note)).IsTrue();
        await QIsDead(note!);

        var ended = await left.End(id => id == ours);

        await Assert.That(ended.Single()).IsEqualTo(new Leftover(ours, one.Pid, "sleep 600", "sleep\n600"));
        await Assert.That((await one.Finish((_, _) => default, CancellationToken.None)).Signal).IsEqualTo(15);
        await Assert.That(Directory.GetFiles(home.Folder, "*.command").Single()).IsEqualTo(kept);
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await other.Finish((_, _) => default, cancel.Token);
        await Assert.That(await left.End(id => id == theirs)).IsEmpty();
        await Assert.That(Directory.GetFiles(home.Folder, "*.command")).IsEmpty();
    }

    [Test]
    public async Task A_process_that_only_has_the_number_and_a_note_that_is_none_are_left_alone()
    {
        using var home = new TempHome();
        var left = new Leftovers(home.Folder, "here");
        var id = SessionId.New();
        await File.WriteAllTextAsync(Path.Combine(home.Folder, $"{Environment.ProcessId}-here.command"), $"{id}\n1\n1 0\nsleep\nsleep");
        await File.WriteAllTextAsync(Path.Combine(home.Folder, "1-here.command"), "half");

        await Assert.That(await left.End(asked => asked == id)).IsEmpty();
        await Assert.That(Directory.GetFiles(home.Folder).Single()).IsEqualTo(Path.Combine(home.Folder, "1-here.command"));
    }

    /// <summary>Names as the q that noted a command one that began at another time.</summary>
    private static async Task QIsDead(string note)
    {
        var lines = await File.ReadAllLinesAsync(note);
        lines[2] = $"{Environment.ProcessId} 0";
        await File.WriteAllTextAsync(note, string.Join('\n', lines));
    }

    [Test]
    public async Task Where_nothing_can_be_written_nothing_is_noted_and_nothing_fails()
    {
        var left = new Leftovers("/dev/null/x", "here");
        await Assert.That(left.Note(new(SessionId.New(), Environment.ProcessId, "q", "q"))).IsNull();
        Leftovers.Forget(null);
        await Assert.That(await left.End(static _ => false)).IsEmpty();
    }
}
