using System.Text;
using Q.Cli;
using Q.Processes;
using Q.TestKit;

namespace Q.Tests.Cli;

internal sealed class ShellCompletionsTests
{
    [Test]
    [Arguments("bash")]
    [Arguments("zsh")]
    [Arguments("fish")]
    public async Task The_script_of_a_shell_is_what_the_golden_says(string shell)
    {
        using var cli = new CliFixture();
        await Assert.That(cli.Run("completions", shell)).IsEqualTo(0);
        Golden.Check(cli.Out, $"completions-{shell}.golden.txt");
    }

    /// <summary>The script run by bash itself: the words before the cursor in, candidates out.</summary>
    [Test]
    [Arguments("q|se", "sessions settings")]
    [Arguments("q|sessions|", "list show export search import close delete --export-all --output -o")]
    [Arguments("q|settings|l", "list")]
    [Arguments("q|settings|set|keys", "keys.profile")]
    [Arguments("q|settings|get|ui.m", "ui.max_indicator_sessions ui.mode ui.markdown ui.mouse")]
    [Arguments("q|settings|set|ui.mode|", "auto fullscreen inline plain")]
    [Arguments("q|settings|ui.mouse|t", "true")]
    [Arguments("q|chat|--tr", "--trust-tools --trust-all-tools")]
    [Arguments("q|--prov", "--provider")]
    [Arguments("q|--provider|anth", "anthropic")]
    [Arguments("q|chat|--provider|open", "openai openrouter")]
    [Arguments("q|completions|", "bash zsh fish")]
    [Arguments("q|--model|x|ch", "chat")]
    public async Task Bash_completes_with_it(string words, string candidates)
    {
        if (!File.Exists("/bin/bash"))
        {
            Skip.Test("There is no bash here.");
            return;
        }
        string[] line = words.Split('|');
        var script = ShellCompletions.Of(Shell.Bash)
            + $"\nCOMP_WORDS=({string.Join(' ', line.Select(word => $"'{word}'"))}); COMP_CWORD={line.Length - 1}\n_q\necho \"${{COMPREPLY[*]}}\"\n";
        await Assert.That(await Output("/bin/bash", "-c", script)).IsEqualTo(candidates);
    }

    [Test]
    [Arguments((int)Shell.Zsh, "zsh", "-n")]
    [Arguments((int)Shell.Fish, "fish", "--no-execute")]
    public async Task The_other_shells_can_read_theirs(int shell, string program, string readOnly)
    {
        var path = $"/usr/bin/{program}";
        if (!File.Exists(path))
        {
            Skip.Test($"There is no {program} here.");
            return;
        }
        using var home = new TempHome();
        var file = Path.Combine(home.Folder, "script");
        await File.WriteAllTextAsync(file, ShellCompletions.Of((Shell)shell));
        await Assert.That(await Output(path, readOnly, file)).IsEqualTo("");
    }

    /// <summary>All it wrote, errors too.</summary>
    private static async Task<string> Output(string program, params string[] arguments)
    {
        if (!ChildProcess.Start(new(program, arguments, Path.GetTempPath())).TryGet(out var child))
            throw new InvalidOperationException($"{program} does not start");
        var all = new StringBuilder();
        await child.Finish((_, bytes) =>
        {
            all.Append(Encoding.UTF8.GetString(bytes.Span));
            return ValueTask.CompletedTask;
        }, CancellationToken.None);
        return all.ToString().TrimEnd();
    }
}
