using Q.TestKit;

namespace Q.E2E;

/// <summary>What the README tells a newcomer to type, and the runbook whoever looks after q, is typed here.</summary>
[NotInParallel("terminal")]
internal sealed class ReadmeTests
{
    [Test]
    public async Task Every_q_command_of_the_README_works_in_a_new_home()
    {
        await using var world = new World();
        world.Environment.Remove("OPENAI_BASE_URL");
        await File.WriteAllTextAsync(world.At("notes.md"), "hello");
        var commands = Commands("README.md", "q ").ToList();
        await Assert.That(commands.Count).IsGreaterThan(2);
        foreach (var command in commands)
        {
            var run = await Run.Program(
                "/bin/sh", ["-c", command.Replace("q ", $"{Product.File} ", StringComparison.Ordinal)], world.Environment, "", world.Folder);
            await Assert.That($"{command}: {run.ExitCode}").IsEqualTo($"{command}: 0");
        }
    }

    [Test]
    public async Task Every_verb_of_build_sh_that_the_README_names_is_one()
    {
        var script = await File.ReadAllTextAsync(Path.Combine(Repository.Root!, "build.sh"));
        foreach (var command in Commands("README.md", "./build.sh "))
        {
            var verb = command.Split(' ')[1];
            await Assert.That(script).Contains($"\n  {verb}");
        }
    }

    /// <summary>In their order: up to the signal beside a q that has a session, then without one.</summary>
    [Test]
    public async Task Every_command_of_the_runbook_works_beside_a_running_q()
    {
        await using var world = new World();
        world.Environment.Remove("OPENAI_BASE_URL");
        world.Environment.Remove("Q_HOME");
        File.CreateSymbolicLink(world.At("q"), Product.File);
        world.Environment["PATH"] = $"{world.Folder}:{world.Environment["PATH"]}";
        var pane = await world.Open(arguments: ["chat", "--new", "first"]);
        await pane.Line("hello there");
        await pane.UntilShows("run git status");
        await Poll.Until("q to listen", () => world.Q(["debug", "sessions"]), static run => run.ExitCode == 0);

        var commands = Commands("docs/operations.md", "").ToList();
        await Assert.That(commands.Count).IsGreaterThan(15);
        foreach (var command in commands)
        {
            var run = await Run.Program(
                "/bin/sh", ["-c", command.Replace("PID", $"{pane.Pid}", StringComparison.Ordinal)], world.Environment, "", world.Folder);
            await Assert.That($"{command}: {run.ExitCode} {run.Error}").IsEqualTo($"{command}: 0 ");
            if (command.StartsWith("kill", StringComparison.Ordinal))
                await Assert.That(await pane.Ended()).IsEqualTo(143);
        }
    }

    /// <summary>The lines of a page's shell blocks that begin so, without their remarks.</summary>
    private static IEnumerable<string> Commands(string page, string beginning)
    {
        var isShell = false;
        foreach (var read in File.ReadLines(Path.Combine(Repository.Root!, page)))
        {
            var line = read.TrimStart();
            if (line.StartsWith("```", StringComparison.Ordinal))
                isShell = line == "```sh";
            else if (isShell && line.StartsWith(beginning, StringComparison.Ordinal))
                yield return line.Split('#')[0].Trim();
        }
    }
}
