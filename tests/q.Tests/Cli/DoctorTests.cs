using Q.Cli;
using Q.Config;
using Q.Store.Migrations;
using Q.Store;
using Q.Terminal;
using Q.TestKit.ModelServer;

namespace Q.Tests.Cli;

internal sealed class DoctorTests
{
    private static readonly TerminalSize s_size = new(120, 40);

    [Test]
    public async Task A_fresh_system_without_a_key_has_no_problem()
    {
        using var shell = new CliFixture();
        await Assert.That(shell.Run("doctor")).IsEqualTo(0);
        await Assert.That(shell.Out).Contains($"{shell.Home.Paths.Home}, made at the first start")
            .And.Contains("offline: not a language model")
            .And.Contains("no problem, ");
        await Assert.That(Directory.Exists(shell.Home.Paths.Home)).IsFalse();
    }

    [Test]
    public async Task A_local_server_that_would_answer_is_found()
    {
        using var shell = new CliFixture();
        await using var server = ScriptedModel.Start();
        shell.Environment["OLLAMA_HOST"] = server.Address.Authority;
        await Assert.That(Of(shell, "model")).IsEqualTo(Finding.Ok("model", "ollama with test-model, found on this machine, as nothing was chosen"));
    }

    [Test]
    public async Task A_home_that_others_may_look_into_is_a_warning_with_the_command_that_mends_it()
    {
        using var shell = new CliFixture();
        QPaths.MakeFolder(shell.Home.Paths.Home);
        await Assert.That(Of(shell, "home")).IsEqualTo(Finding.Ok("home", $"{shell.Home.Paths.Home} (0700)"));
        File.SetUnixFileMode(shell.Home.Paths.Home, QPaths.FolderMode | UnixFileMode.OtherRead);
        await Assert.That(Of(shell, "home").Next).IsEqualTo($"chmod 700 {shell.Home.Paths.Home}");
    }

    [Test]
    public async Task A_file_that_others_may_read_is_named()
    {
        using var shell = new CliFixture();
        QPaths.MakeFolder(shell.Home.Paths.Home);
        await File.WriteAllTextAsync(shell.Home.Paths.History, "secret");
        File.SetUnixFileMode(shell.Home.Paths.History, QPaths.FileMode | UnixFileMode.GroupRead);
        await Assert.That(All(shell).Select(finding => finding.Next)).Contains($"chmod 600 {shell.Home.Paths.History}");
    }

    [Test]
    public async Task A_home_that_is_a_file_is_a_problem_and_exit_1()
    {
        using var shell = new CliFixture();
        await File.WriteAllTextAsync(shell.Home.Paths.Home, "");
        await Assert.That(shell.Run("doctor")).IsEqualTo(1);
        await Assert.That(shell.Out).Contains($"PROBLEM  home").And.Contains("is a file");
    }

    [Test]
    public async Task No_home_at_all_is_a_problem()
    {
        using var shell = new CliFixture();
        shell.Environment.Remove("HOME");
        shell.Environment.Remove("Q_HOME");
        await Assert.That(shell.Run("doctor")).IsEqualTo(1);
        await Assert.That(shell.Out).Contains("neither Q_HOME nor HOME is set");
    }

    [Test]
    public async Task A_sound_database_tells_its_schema_and_how_many_sessions_it_has()
    {
        using var shell = new CliFixture();
        shell.Run("settings", "set", "ui.mode", "plain");
        await Assert.That(Of(shell, "database")).IsEqualTo(Finding.Ok("database", $"schema {Schema.Version}, sound, 0 open sessions, 0 closed"));
        await Assert.That(Of(shell, "settings")).IsEqualTo(Finding.Ok("settings", $"1 of {SettingKeys.All.Count} chosen"));
    }

    [Test]
    [Arguments("PRAGMA user_version = 99", FindingLevel.Problem, "written by a newer q")]
    [Arguments("PRAGMA user_version = 7", FindingLevel.Warning, "schema 7, older than")]
    public async Task A_database_of_another_schema_is_left_alone(string sql, FindingLevel level, string told)
    {
        using var shell = new CliFixture();
        shell.Run("settings", "set", "ui.mode", "plain");
        using (var connection = new Database(shell.Home.Paths.Database, shell.Time).Open())
            Database.Run(connection, sql);
        var found = Of(shell, "database");
        await Assert.That(found.Level).IsEqualTo(level);
        await Assert.That(found.Found).Contains(told);
        await Assert.That(found.Next).IsNotEmpty();
    }

    [Test]
    public async Task A_damaged_database_is_a_problem()
    {
        using var shell = new CliFixture();
        QPaths.MakeFolder(shell.Home.Paths.Home);
        await File.WriteAllTextAsync(shell.Home.Paths.Database, new string('x', 8192));
        await Assert.That(Of(shell, "database").Level).IsEqualTo(FindingLevel.Problem);
    }

    [Test]
    public async Task A_bad_setting_is_told_with_its_place_and_a_dear_one_is_a_warning()
    {
        using var shell = new CliFixture();
        shell.Environment["Q_UI_MODE"] = "loud";
        shell.Environment["Q_SESSIONS_MAX_ACTIVE_SESSIONS"] = "100";
        var settings = All(shell).Where(finding => finding.What == "settings").ToList();
        await Assert.That(settings[0].Level).IsEqualTo(FindingLevel.Problem);
        await Assert.That(settings[0].Found).StartsWith("Q_UI_MODE: ui.mode = \"loud\" is not allowed");
        await Assert.That(settings[1].Level).IsEqualTo(FindingLevel.Warning);
    }

    [Test]
    public async Task The_key_is_shown_by_its_source_and_masked()
    {
        using var shell = new CliFixture();
        shell.Environment["OPENAI_API_KEY"] = "sk-abcdefghijklmnopqrstuvwxyz";
        var model = Of(shell, "model");
        await Assert.That(model.Level).IsEqualTo(FindingLevel.Ok);
        await Assert.That(model.Found).Contains("key from OPENAI_API_KEY (…wxyz)").And.DoesNotContain("abcdef");
    }

    [Test]
    public async Task A_provider_that_does_not_exist_is_a_problem()
    {
        using var shell = new CliFixture();
        shell.Environment["Q_MODEL_PROVIDER"] = "nobody";
        await Assert.That(Of(shell, "model").Level).IsEqualTo(FindingLevel.Problem);
    }

    [Test]
    public async Task A_server_elsewhere_without_a_key_is_a_warning_that_names_the_variable()
    {
        using var shell = new CliFixture();
        shell.Environment["OPENAI_BASE_URL"] = "https://models.example/v1";
        await Assert.That(Of(shell, "model").Next).IsEqualTo("if the server wants a key: export OPENAI_API_KEY=…");
        shell.Environment["OPENAI_BASE_URL"] = "http://127.0.0.1:1/v1";
        await Assert.That(Of(shell, "model").Level).IsEqualTo(FindingLevel.Ok);
    }

    [Test]
    public async Task Certificates_that_are_named_and_not_there_are_a_warning()
    {
        using var shell = new CliFixture();
        shell.Environment["SSL_CERT_FILE"] = "/nowhere/bundle.pem";
        await Assert.That(Of(shell, "certificates").Level).IsEqualTo(FindingLevel.Warning);
    }

    [Test]
    public async Task The_terminal_is_told_with_its_size_and_what_is_around_it()
    {
        using var shell = new CliFixture();
        shell.Environment["TERM"] = "tmux-256color";
        shell.Environment["STY"] = "1.pts";
        shell.Environment["SSH_TTY"] = "/dev/pts/1";
        shell.Environment["LANG"] = "C.UTF-8";
        await Assert.That(Of(shell, "terminal").Found).IsEqualTo("120x40, colours, in tmux, in screen, over ssh");
        await Assert.That(Of(shell, "characters").Found).IsEqualTo("UTF-8");
        await Assert.That(Of(shell, "leader").Found).IsEqualTo("Ctrl+X is free");
    }

    [Test]
    public async Task A_terminal_that_is_dumb_small_or_not_utf8_is_a_warning()
    {
        using var shell = new CliFixture();
        shell.Environment["TERM"] = "dumb";
        shell.Environment["LANG"] = "C";
        await Assert.That(Of(shell, "terminal").Next).IsEqualTo("export TERM=xterm-256color");
        await Assert.That(Of(shell, "characters").Level).IsEqualTo(FindingLevel.Warning);
        shell.Environment["TERM"] = "xterm";
        var small = DoctorTerminal.Look(Seen(shell), new TerminalSize(39, 40)).First();
        await Assert.That(small.Found).IsEqualTo("39x40 is too small: plain lines");
    }

    [Test]
    public async Task Without_a_terminal_nothing_is_said_about_its_looks()
    {
        using var shell = new CliFixture();
        var found = DoctorTerminal.Look(Capabilities.From(shell.Host.Environment, false, true), s_size);
        await Assert.That(found.Single().Level).IsEqualTo(FindingLevel.Ok);
    }

    [Test]
    [Arguments(".tmux.conf", "set -g prefix C-x", true)]
    [Arguments(".tmux.conf", "unbind C-b\n  set-option -g prefix2 ^X\n", true)]
    [Arguments(".tmux.conf", "# set -g prefix C-x", false)]
    [Arguments(".tmux.conf", "set -g prefix C-a", false)]
    [Arguments(".config/tmux/tmux.conf", "set -g prefix C-x", true)]
    [Arguments(".screenrc", "escape ^Xx", true)]
    [Arguments(".screenrc", "escape \"^xx\"", true)]
    [Arguments(".screenrc", "escape ^Aa", false)]
    public async Task A_multiplexer_that_keeps_the_leader_is_named(string file, string text, bool clashes)
    {
        using var shell = new CliFixture();
        shell.Environment["TERM"] = "screen";
        shell.Environment[file.Contains("screen") ? "STY" : "TMUX"] = "x";
        var path = Path.Combine(shell.Home.Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text);
        await Assert.That(Of(shell, "leader").Level).IsEqualTo(clashes ? FindingLevel.Warning : FindingLevel.Ok);
    }

    [Test]
    [Arguments("TMUX", ".tmux.conf", "set -g prefix M-a", "tmux keeps Alt+A (next waiting) for itself")]
    [Arguments("TMUX", ".tmux.conf", "set -g prefix C-q", "tmux keeps Ctrl+Q for itself, which q does not need")]
    [Arguments("TMUX", ".tmux.conf", "", "tmux keeps Ctrl+B (character left) for itself")]
    [Arguments("STY", ".screenrc", "", "screen keeps Ctrl+A (line start) for itself")]
    public async Task What_a_multiplexer_keeps_is_told_with_what_it_would_do(string variable, string file, string text, string told)
    {
        using var shell = new CliFixture();
        shell.Environment["TERM"] = "xterm";
        shell.Environment[variable] = "x";
        await File.WriteAllTextAsync(Path.Combine(shell.Home.Folder, file), text);
        await Assert.That(Of(shell, "keys").Found).StartsWith(told);
    }

    [Test]
    public async Task Of_screen_in_tmux_the_keys_of_both_are_told()
    {
        using var shell = new CliFixture();
        shell.Environment["TERM"] = "screen";
        shell.Environment["TMUX"] = shell.Environment["STY"] = "x";
        var kept = string.Join('\n', All(shell).Where(finding => finding.What == "keys").Select(finding => finding.Found));
        await Assert.That(kept).Contains("tmux keeps Ctrl+B").And.Contains("screen keeps Ctrl+A (line start)");
        await Assert.That(All(shell).Count(finding => finding.What == "leader")).IsEqualTo(1);
        await File.WriteAllTextAsync(Path.Combine(shell.Home.Folder, ".screenrc"), "escape ^Xx");
        await Assert.That(All(shell).Last(finding => finding.What == "leader").Found).StartsWith("screen keeps Ctrl+X, which is q's leader");
    }

    [Test]
    public async Task Tmux_that_passes_no_extended_keys_is_told_which_keys_do_not_come()
    {
        using var shell = new CliFixture();
        shell.Environment["TERM"] = "tmux";
        var conf = Path.Combine(shell.Home.Folder, ".tmux.conf");
        await Assert.That(All(shell).Last(finding => finding.What == "keys").Found).Contains("tmux passes Ctrl+1");
        await File.WriteAllTextAsync(conf, "set -s extended-keys on");
        await Assert.That(All(shell).Any(finding => finding.Found.Contains("tmux passes"))).IsFalse();
    }

    [Test]
    public async Task Zellij_is_named_with_the_keys_that_it_takes()
    {
        using var shell = new CliFixture();
        shell.Environment["TERM"] = "xterm";
        shell.Environment["ZELLIJ"] = "0";
        var keys = Of(shell, "keys");
        await Assert.That(keys.Level).IsEqualTo(FindingLevel.Warning);
        await Assert.That(keys.Found).Contains("Ctrl+P (previous entry)").And.Contains("Alt+F (word right)");
        await Assert.That(keys.Next).Contains("Ctrl+G");
    }

    [Test]
    public async Task A_key_that_is_bound_twice_is_a_problem_with_its_line()
    {
        using var shell = new CliFixture();
        QPaths.MakeFolder(shell.Home.Paths.Home);
        await File.WriteAllTextAsync(shell.Home.Paths.Config, "[keys]\nprofile = \"seed\"\npicker = \"Ctrl+X r\"\n");
        var settings = Of(shell, "settings");
        await Assert.That(settings.Level).IsEqualTo(FindingLevel.Problem);
        await Assert.That(settings.Found).StartsWith($"{shell.Home.Paths.Config}:3: keys.picker = \"Ctrl+X r\" is taken");
        await Assert.That(shell.Run("help", "keys")).IsEqualTo(0);
        await Assert.That(shell.Out).Contains("also Ctrl+N").Or.Contains("Ctrl+X c");
    }

    [Test]
    public async Task Programs_are_looked_for_on_the_path()
    {
        using var shell = new CliFixture();
        shell.Environment["EDITOR"] = "no-such-editor --wait";
        await Assert.That(Of(shell, "shell").Level).IsEqualTo(FindingLevel.Ok);
        await Assert.That(Of(shell, "editor").Found).IsEqualTo("no-such-editor is not found");
        shell.Environment["VISUAL"] = "/bin/sh -c";
        await Assert.That(Of(shell, "editor").Found).IsEqualTo("/bin/sh");
    }

    [Test]
    public async Task The_report_counts_what_is_not_well() => await Assert.That(DoctorReport.Text(
    [
        Finding.Ok("a", "good"),
        Finding.Warn("long", "so so", "do this"),
        Finding.Problem("b", "bad", "do that"),
        Finding.Problem("b", "worse", "do more"),
    ])).IsEqualTo("""
        ok       a     good
        warn     long  so so
                       -> do this
        PROBLEM  b     bad
                       -> do that
        PROBLEM  b     worse
                       -> do more

        2 problems, 1 warning

        """);

    private static Capabilities Seen(CliFixture shell) => Capabilities.From(shell.Host.Environment, true, true);

    private static IReadOnlyList<Finding> All(CliFixture shell) => DoctorChecks.All(shell.Host, Seen(shell), s_size);

    private static Finding Of(CliFixture shell, string what) => All(shell).First(finding => finding.What == what);
}
