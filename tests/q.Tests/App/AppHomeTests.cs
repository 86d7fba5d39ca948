using System.Collections.Concurrent;
using Q.Cli;
using Q.TestKit;

namespace Q.Tests.App;

internal sealed class AppHomeTests
{
    [Test]
    public async Task A_log_that_cannot_be_opened_is_told()
    {
        using var temp = new TempHome();
        using var home = AppHome.Open(temp.Paths, new ChatOptions(), TimeProvider.System);
        Directory.CreateDirectory(temp.Paths.Home);
        await File.WriteAllTextAsync(temp.Paths.Logs, "a file where the folder should be");
        var (told, opened) = (new ConcurrentQueue<string>(), new TaskCompletionSource());
        home.OpenLog(1, told.Enqueue, opened.SetResult);
        await opened.Task.WaitAsync(Poll.Limit);
        await Assert.That(told.Single()).Contains($"Cannot make the folder {temp.Paths.Logs}").And.EndsWith("There is no log of this run.");
    }

    [Test]
    public async Task A_setting_that_is_only_unusual_is_no_problem()
    {
        using var temp = new TempHome();
        Directory.CreateDirectory(temp.Paths.Home);
        await File.WriteAllTextAsync(temp.Paths.Config, "[sessions]\nmax_active_sessions = 51\n");
        using var home = AppHome.Open(temp.Paths, new ChatOptions(), TimeProvider.System);
        await Assert.That(home.Problems).IsEmpty();
        await Assert.That(home.Warnings.Single()).Contains("sessions.max_active_sessions = 51");
    }
}
