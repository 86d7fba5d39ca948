using Q.Config;
using Q.Store;
using Q.TestKit;
using static Q.Tests.Store.StoreFixture;

namespace Q.Tests.Store;

internal sealed class SettingsStoreTests
{
    private static SettingKey Key(string name) => SettingKeys.Find(name).TryGet(out var key) ? key : throw new KeyNotFoundException(name);

    private static string Rows(SettingsStore store) => store.List().TryGet(out var rows)
        ? string.Join(' ', rows.Select(row => $"{row.Key}={row.Value}"))
        : store.List().Problem!;

    [Test]
    public async Task A_value_is_kept_changed_and_forgotten()
    {
        using var home = new TempHome();
        var store = new SettingsStore(home.Paths, TimeProvider.System);
        await Assert.That(Rows(store)).IsEqualTo("");
        await Assert.That(store.Unset(Key("ui.mode")).Succeeded).IsTrue();

        store.Set(Key("max_active"), "12");
        store.Set(Key("ui.mode"), "plain");
        store.Set(Key("sessions.max_active_sessions"), "13");
        await Assert.That(Rows(store)).IsEqualTo("sessions.max_active_sessions=13 ui.mode=plain");

        store.Unset(Key("mode"));
        await Assert.That(Rows(store)).IsEqualTo("sessions.max_active_sessions=13");
    }

    [Test]
    public async Task A_bad_value_is_refused_and_nothing_changes()
    {
        using var home = new TempHome();
        var store = new SettingsStore(home.Paths, TimeProvider.System);

        var refused = store.Set(Key("max_active_sessions"), "0");

        await Assert.That(refused.Problem).Contains("a whole number from 1 to 1000");
        await Assert.That(Rows(store)).IsEqualTo("");
    }

    [Test]
    public async Task The_documented_way_back_to_one_session_takes_effect()
    {
        using var fixture = new StoreFixture();
        await Saved(fixture.Open(), Session("one"));
        using (var connection = new Database(fixture.Database, TimeProvider.System).Open())
            Database.Run(connection, "UPDATE settings SET value = 'false' WHERE key = 'multi_session_enabled'");

        var resolved = new SettingsSources { Database = fixture.Open(pid: 200).Settings() }.Resolve();
        await Assert.That(resolved.Settings.MultiSessionEnabled).IsFalse();

        var store = new SettingsStore(fixture.Home.Paths, TimeProvider.System);
        store.Set(Key("sessions.multi_session_enabled"), "true");
        await Assert.That(Rows(store)).IsEqualTo("multi_session_enabled=true");
        store.Unset(Key("sessions.multi_session_enabled"));
        await Assert.That(Rows(store)).IsEqualTo("");
    }
}
