using Q.Cli;
using Q.Core;
using Q.Host;

namespace Q.Tests.Cli;

/// <summary><c>q chat</c> where a q runs already, and where there is no folder to be in.</summary>
internal sealed class RunningChatsTests
{
    [Test]
    [Arguments("--provider", "offline")]
    [Arguments("--model", "m")]
    [Arguments("--trust-tools", "fs_read")]
    [Arguments("--trust-all-tools", null)]
    public async Task An_option_that_a_running_q_cannot_follow_is_refused_and_nothing_is_asked(string option, string? value)
    {
        using var shell = new CliFixture();
        var asked = new List<ControlRequest>();
        using var running = Running(shell, asked);
        string[] options = value is null ? [option] : [option, value];
        await Assert.That(shell.Run(["chat", "--new", "api", .. options, "why?"])).IsEqualTo(CommandLine.WrongUse);
        await Assert.That(shell.Error).Contains($"{option} cannot be given to a session of the q that runs (pid 100)");
        await Assert.That(asked).IsEmpty();
        await Assert.That(shell.Chats).IsEmpty();
    }

    [Test]
    public async Task A_running_q_makes_and_shows_sessions()
    {
        using var shell = new CliFixture();
        var asked = new List<ControlRequest>();
        using var running = Running(shell, asked);
        await Assert.That(shell.Run("chat", "--new", "api", "why?")).IsEqualTo(0);
        await Assert.That(shell.Run("chat", "--switch", "api")).IsEqualTo(0);
        await Assert.That(string.Join('|', asked.Select(request => $"{request.Verb} {request.Name} {request.Prompt}")))
            .IsEqualTo("new api why?|switch api ");
        await Assert.That(shell.Out).IsEqualTo("done\n");
    }

    [Test]
    public async Task A_folder_that_is_gone_is_told_in_a_sentence()
    {
        using var shell = new CliFixture();
        var gone = StartFolder.Find(static () => throw new FileNotFoundException("Unable to find the specified file."));
        await Assert.That(CommandLine.Run(["chat", "--new", "api"], shell.Host with { Folder = () => gone })).IsEqualTo(1);
        await Assert.That(shell.Error).Contains("The folder that q was started in is gone").And.Contains("cd ~");
        await Assert.That(shell.Chats).IsEmpty();
        await Assert.That(StartFolder.Find().Problem).IsNull();
    }

    [Test]
    [Arguments("sessions"), Arguments("coordinator"), Arguments("locks"), Arguments("buffers"), Arguments("rate-limit")]
    public async Task What_a_running_q_knows_of_itself_is_asked_of_it_and_without_one_the_next_step_is_told(string part)
    {
        using var shell = new CliFixture();
        await Assert.That(shell.Run("debug", part)).IsEqualTo(1);
        await Assert.That(shell.Error).StartsWith($"q: No q runs on {shell.Home.Paths.Home}").And.Contains("q sessions list --all");
        var asked = new List<ControlRequest>();
        using var running = Running(shell, asked);
        await Assert.That(shell.Run("debug", part)).IsEqualTo(0);
        await Assert.That($"{asked.Single().Verb} {asked.Single().Name}").IsEqualTo($"debug {part}");
        await Assert.That(shell.Out).IsEqualTo("done");
    }

    [Test]
    public async Task What_a_running_q_refuses_to_say_is_told()
    {
        using var shell = new CliFixture();
        using var running = Running(shell, [], new() { Problem = "It is busy." });
        await Assert.That(shell.Run("debug", "locks")).IsEqualTo(1);
        await Assert.That(shell.Error).IsEqualTo("q: It is busy.\n");
        shell.Environment.Remove("Q_HOME");
        shell.Environment.Remove("HOME");
        await Assert.That(shell.Run("debug", "locks")).IsEqualTo(1);
        await Assert.That(shell.Error).Contains("HOME");
    }

    private static ControlServer Running(CliFixture shell, List<ControlRequest> asked, ControlAnswer? answer = null)
    {
        var opened = ControlServer.Open(shell.Home.Paths, 100, TimeProvider.System, (request, _) =>
        {
            if (request.Verb is ControlVerb.Who)
                return Task.FromResult(new ControlAnswer { Pid = 100, Used = 1 });
            asked.Add(request);
            return Task.FromResult(answer ?? new() { Text = "done" });
        });
        return opened.TryGet(out var server) ? server : throw new InvalidOperationException(opened.Problem);
    }
}
