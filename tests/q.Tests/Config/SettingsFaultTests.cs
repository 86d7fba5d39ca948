using Q.Config;
using Q.TestKit;

namespace Q.Tests.Config;

/// <summary>A configuration that is missing, wrong or no file: q starts with defaults, and each fault is one sentence with its place.</summary>
internal sealed class SettingsFaultTests
{
    [Test]
    public async Task All_problems_of_all_sources_are_told_at_once_each_with_its_place()
    {
        var file = ConfigFile.Parse("config.toml", "[sessions]\nmax_active_sessions = 0\nnmae_max_length = 8\n[ui]\nmode = \"bright\"\n");
        var resolved = new SettingsSources
        {
            File = file,
            Database = [new("sessions.output_buffer_size_mb", "much")],
            Environment = static name => name is "Q_SESSIONS_PERSIST_SESSIONS" ? "perhaps" : null,
        }.Resolve();

        await Assert.That(string.Join('\n', resolved.Problems)).IsEqualTo("""
            config.toml:2: sessions.max_active_sessions = "0" is not allowed: it takes a whole number from 1 to 1000. The default is used: 10.
            config.toml:3: There is no setting sessions.nmae_max_length. Did you mean sessions.name_max_length?
            config.toml:5: ui.mode = "bright" is not allowed: it takes auto, fullscreen, inline or plain. The default is used: auto.
            table settings: sessions.output_buffer_size_mb = "much" is not allowed: it takes a whole number from 1 to 1000. The default is used: 10.
            Q_SESSIONS_PERSIST_SESSIONS: sessions.persist_sessions = "perhaps" is not allowed: it takes true or false. The default is used: true.
            """);
        await Assert.That(resolved.Settings).IsEqualTo(new Settings());
    }

    [Test]
    public async Task What_may_hurt_is_taken_with_a_warning()
    {
        var file = ConfigFile.Parse("config.toml", "[sessions]\nmax_active_sessions = 51\noutput_buffer_size_mb = 101\n");
        var resolved = new SettingsSources { File = file }.Resolve();

        await Assert.That(resolved.Problems).IsEmpty();
        await Assert.That(resolved.Settings.MaxActiveSessions).IsEqualTo(51);
        await Assert.That(resolved.Settings.OutputBufferSizeMb).IsEqualTo(101);
        await Assert.That(resolved.Warnings.Count).IsEqualTo(2);
        await Assert.That(resolved.Warnings[0]).StartsWith("config.toml:2: sessions.max_active_sessions = 51");
        await Assert.That(resolved.Warnings[1]).StartsWith("config.toml:3: sessions.output_buffer_size_mb = 101");
    }

    [Test]
    public async Task A_file_that_is_missing_is_no_fault()
    {
        using var home = new TempHome();
        await Assert.That(ConfigFile.Read(home.Paths.Config).Problem).IsNull();
    }

    [Test]
    public async Task A_folder_in_its_place_is_told_with_what_to_do()
    {
        using var home = new TempHome();
        Directory.CreateDirectory(home.Paths.Config);
        await Assert.That(ConfigFile.Read(home.Paths.Config).Problem).IsEqualTo(
            $"{home.Paths.Config} is ignored: it is a folder. Move it away; a file of that name is read.");
    }

    [Test]
    public async Task A_file_that_cannot_be_read_is_told_with_what_to_do()
    {
        using var home = new TempHome();
        Directory.CreateDirectory(home.Paths.Home);
        File.CreateSymbolicLink(home.Paths.Config, home.Paths.Config); // unreadable for root, too
        var read = ConfigFile.Read(home.Paths.Config);
        await Assert.That(read.Entries).IsEmpty();
        await Assert.That(read.Problem).Contains("is ignored").And.Contains($"chmod 600 {home.Paths.Config}");
    }

    [Test]
    public async Task A_file_that_is_no_configuration_at_all_leaves_the_defaults()
    {
        using var home = new TempHome();
        Directory.CreateDirectory(home.Paths.Home);
        var bytes = new byte[64 * 1024];
        new Random(3).NextBytes(bytes);
        await File.WriteAllBytesAsync(home.Paths.Config, bytes);
        var resolved = new SettingsSources { File = ConfigFile.Read(home.Paths.Config) }.Resolve();
        await Assert.That(resolved.Settings).IsEqualTo(new Settings());
        await Assert.That(resolved.Problems.Count).IsGreaterThanOrEqualTo(1);
        await Assert.That(resolved.Problems[0]).StartsWith($"{home.Paths.Config}:1: ").And.EndsWith("mend that line and start q again.");
    }

    [Test]
    public async Task A_file_that_is_too_large_is_not_read()
    {
        using var home = new TempHome();
        Directory.CreateDirectory(home.Paths.Home);
        await File.WriteAllBytesAsync(home.Paths.Config, new byte[(1 << 20) + 1]);
        await Assert.That(ConfigFile.Read(home.Paths.Config).Problem).IsEqualTo(
            $"{home.Paths.Config} is ignored: it is larger than 1 MB. Keep only settings in it.");
    }
}
