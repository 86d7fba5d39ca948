using Q.TestKit;

namespace Q.E2E;

/// <summary>What the README tells a newcomer to type is typed here.</summary>
internal sealed class ReadmeTests
{
    [Test]
    public async Task Every_q_command_of_the_README_works_in_a_new_home()
    {
        await using var world = new World();
        world.Environment.Remove("OPENAI_BASE_URL");
        await File.WriteAllTextAsync(world.At("notes.md"), "hello");
        var commands = Commands("q ").ToList();
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
        foreach (var command in Commands("./build.sh "))
        {
            var verb = command.Split(' ')[1];
            await Assert.That(script).Contains($"\n  {verb}");
        }
    }

    /// <summary>The lines of the README's shell blocks that begin so, without their remarks.</summary>
    private static IEnumerable<string> Commands(string beginning)
    {
        var isShell = false;
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root!, "README.md")))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                isShell = line == "```sh";
            else if (isShell && line.StartsWith(beginning, StringComparison.Ordinal))
                yield return line.Split('#')[0].Trim();
        }
    }
}
