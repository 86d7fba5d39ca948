using Q.Input;
using Q.Terminal;
using static Q.TestKit.Keys;

namespace Q.Tests.Input;

/// <summary>What people write into <c>[keys]</c>, and what the keys do then.</summary>
internal sealed class KeyBindingsTests
{
    [Test]
    [Arguments("Ctrl+X")]
    [Arguments("Alt+A")]
    [Arguments("Alt+Shift+A")]
    [Arguments("Ctrl+Shift+Tab")]
    [Arguments("PageUp")]
    [Arguments("F12")]
    [Arguments("Ctrl+_")]
    [Arguments("Ctrl++")]
    [Arguments("Super+Space")]
    [Arguments("?")]
    public async Task A_key_is_written_as_it_is_read(string name)
    {
        await Assert.That(KeyName.TryRead(name, out var key)).IsTrue();
        await Assert.That(KeyName.Of(key)).IsEqualTo(name);
    }

    [Test]
    [Arguments("C-x", "Ctrl+X")]
    [Arguments("control+pgup", "Ctrl+PageUp")]
    [Arguments("meta+esc", "Alt+Escape")]
    [Arguments("shift+a", "A")]
    public async Task Other_spellings_are_read_too(string name, string usual)
    {
        await Assert.That(KeyName.TryRead(name, out var key)).IsTrue();
        await Assert.That(KeyName.Of(key)).IsEqualTo(usual);
    }

    [Test]
    [Arguments("Hyper+X")]
    [Arguments("Ctrl+Nothing")]
    [Arguments("Rune")]
    [Arguments("5x")]
    public async Task What_is_no_key_is_none(string name) => await Assert.That(KeyName.TryRead(name, out _)).IsFalse();

    [Test]
    [Arguments("default")]
    [Arguments("seed")]
    public async Task A_profile_alone_has_no_conflict(string profile)
    {
        var problems = new List<string>();
        var bindings = KeyBindings.Make(profile, [], problems.Add);
        await Assert.That(problems).IsEmpty();
        await Assert.That(bindings.All.Select(bound => bound.Row).Distinct().Count()).IsGreaterThan(50);
    }

    [Test]
    public async Task A_chosen_key_does_it_and_the_old_one_no_longer()
    {
        var keys = new Keymap(Make(("picker", "Leader g, F5")));
        await Assert.That(keys.Of(Key.Of(KeyCode.F5), lineIsEmpty: false)).IsEqualTo(KeyAction.Picker);
        keys.Of(Ctrl('x'), lineIsEmpty: false);
        await Assert.That(keys.Of(Key.Of('g'), lineIsEmpty: false)).IsEqualTo(KeyAction.Picker);
        keys.Of(Ctrl('x'), lineIsEmpty: false);
        await Assert.That(keys.Of(Key.Of('s'), lineIsEmpty: false)).IsEqualTo(KeyAction.UnknownChord);
    }

    [Test]
    public async Task Another_leader_leads_and_may_be_named_in_a_binding()
    {
        var keys = new Keymap(Make(("leader", "F2"), ("rename", "F2 e")));
        await Assert.That(keys.Of(Ctrl('x'), lineIsEmpty: false)).IsEqualTo(KeyAction.None);
        await Assert.That(keys.Of(Key.Of(KeyCode.F2), lineIsEmpty: false)).IsEqualTo(KeyAction.Leader);
        await Assert.That(keys.Of(Key.Of('e'), lineIsEmpty: false)).IsEqualTo(KeyAction.Rename);
        keys.Of(Key.Of(KeyCode.F2), lineIsEmpty: false);
        await Assert.That(keys.Of(Key.Of(KeyCode.F2), lineIsEmpty: false)).IsEqualTo(KeyAction.LastSession);
    }

    [Test]
    public async Task Two_may_change_places()
    {
        var problems = new List<string>();
        var keys = new Keymap(KeyBindings.Make("default", [new("picker", "Leader r", "a:1"), new("rename", "Leader s", "a:2")], problems.Add));
        keys.Of(Ctrl('x'), lineIsEmpty: false);
        await Assert.That(keys.Of(Key.Of('r'), lineIsEmpty: false)).IsEqualTo(KeyAction.Picker);
        await Assert.That(problems).IsEmpty();
    }

    [Test]
    public async Task A_key_of_the_line_is_moved_and_what_it_did_before_is_gone()
    {
        var bindings = Make(("undo", "Ctrl+Q"), ("swap_characters", "none"), ("new_session", "Ctrl+T"));
        await Assert.That(bindings.Edit(Ctrl('q'))).IsEqualTo(Ctrl('_'));
        await Assert.That(bindings.Edit(Ctrl('_'))).IsEqualTo(default(Key));
        await Assert.That(bindings.Edit(Ctrl('a'))).IsEqualTo(Ctrl('a'));
        await Assert.That(new Keymap(bindings).Of(Ctrl('t'), lineIsEmpty: false)).IsEqualTo(KeyAction.NewSession);
    }

    [Test]
    public async Task Ctrl_C_stops_whatever_is_bound()
    {
        var keys = new Keymap(Make(("interrupt", "F9")));
        await Assert.That(keys.Of(Key.Of(KeyCode.F9), lineIsEmpty: false)).IsEqualTo(KeyAction.Interrupt);
        await Assert.That(keys.Of(Ctrl('c'), lineIsEmpty: false)).IsEqualTo(KeyAction.Interrupt);
    }

    [Test]
    [Arguments("picker", "Ctrl+X r", "config.toml:3: keys.picker = \"Ctrl+X r\" is taken: Ctrl+X r is rename. It takes keys that nothing else has, such as Ctrl+T, F5 or \"Leader g\", with commas between, or none. The default is used: Ctrl+X s.")]
    [Arguments("picker", "Ctrl+T", "config.toml:3: keys.picker = \"Ctrl+T\" is taken: Ctrl+T is swap_characters. It takes keys that nothing else has, such as Ctrl+T, F5 or \"Leader g\", with commas between, or none. The default is used: Ctrl+X s.")]
    [Arguments("picker", "Escape", "config.toml:3: keys.picker = \"Escape\" is not understood. It takes keys that nothing else has, such as Ctrl+T, F5 or \"Leader g\", with commas between, or none. The default is used: Ctrl+X s.")]
    [Arguments("picker", "F5, F5", "config.toml:3: keys.picker = \"F5, F5\" is taken: F5 is there twice. It takes keys that nothing else has, such as Ctrl+T, F5 or \"Leader g\", with commas between, or none. The default is used: Ctrl+X s.")]
    [Arguments("leader", "Ctrl+B", "config.toml:3: keys.leader = \"Ctrl+B\" is taken by character_left. It takes one key that nothing else has; keys.character_left = \"none\" would free it. The default is used: Ctrl+X.")]
    [Arguments("leader", "Ctrl+G", "config.toml:3: keys.leader = \"Ctrl+G\" is no key that can lead. It takes one key that nothing else has, such as Ctrl+X or Alt+X. The default is used: Ctrl+X.")]
    [Arguments("picker", "Ctrl+X", "config.toml:3: keys.picker = \"Ctrl+X\" is taken: Ctrl+X is the leader. It takes keys that nothing else has, such as Ctrl+T, F5 or \"Leader g\", with commas between, or none. The default is used: Ctrl+X s.")]
    [Arguments("undo", "Leader v", "config.toml:3: keys.undo = \"Leader v\" is not understood. It takes keys that nothing else has, such as Ctrl+T or F5, with commas between, or none. The default is used: Ctrl+_, Ctrl+/.")]
    [Arguments("undo", "Ctrl+X", "config.toml:3: keys.undo = \"Ctrl+X\" is taken: Ctrl+X is the leader. It takes keys that nothing else has, such as Ctrl+T or F5, with commas between, or none. The default is used: Ctrl+_, Ctrl+/.")]
    [Arguments("leader", "x", "config.toml:3: keys.leader = \"x\" is no key that can lead. It takes one key that nothing else has, such as Ctrl+X or Alt+X. The default is used: Ctrl+X.")]
    [Arguments("piker", "F5", "config.toml:3: There is no key setting keys.piker. Did you mean keys.picker?")]
    [Arguments("zzzzzzzzzz", "F5", "config.toml:3: There is no key setting keys.zzzzzzzzzz. /help keys lists what has keys.")]
    public async Task What_cannot_be_is_refused_with_its_line_and_the_default_holds(string name, string value, string told)
    {
        var problems = new List<string>();
        var bindings = KeyBindings.Make("default", [new(name, value, "config.toml:3")], problems.Add);
        await Assert.That(problems).IsEquivalentTo([told], StringComparer.Ordinal);
        await Assert.That(bindings.Shown(BindingRow.All.First(row => row.Name == "picker"))).IsEquivalentTo(["Ctrl+X s"], StringComparer.Ordinal);
    }

    /// <summary>Whatever somebody writes: it leads, or it is told and Ctrl+X does.</summary>
    [Test]
    public async Task Every_key_leads_or_is_refused()
    {
        var mods = (string[])["", "Ctrl+", "Alt+", "Shift+", "Super+", "Ctrl+Alt+", "Ctrl+Shift+", "Alt+Shift+", "Ctrl+Alt+Shift+Super+"];
        var codes = Enum.GetValues<KeyCode>().Where(code => code is not KeyCode.Rune).Select(code => KeyName.Of(Key.Of(code)));
        foreach (var name in codes.Concat(Enumerable.Range('!', '~' - '!' + 1).Select(one => $"{(char)one}")).Append("Space").SelectMany(one => mods.Select(mod => mod + one)))
        {
            foreach (var profile in (string[])["default", "seed"])
            {
                var problems = new List<string>();
                var bindings = KeyBindings.Make(profile, [new("leader", name, "config.toml:3"), new("undo", "F9", "config.toml:4")], problems.Add);
                await Assert.That(KeyName.TryRead(name, out var key)).IsTrue().Because(name);
                await Assert.That(problems.Count == 0 ? key : Ctrl('x')).IsEqualTo(bindings.Leader).Because(name);
                var keys = new Keymap(bindings);
                await Assert.That(keys.Of(bindings.Leader, lineIsEmpty: false)).IsEqualTo(KeyAction.Leader).Because(name);
                await Assert.That(keys.Of(bindings.Leader, lineIsEmpty: false)).IsEqualTo(KeyAction.LastSession).Because(name);
            }
        }
    }

    [Test]
    public async Task Of_two_that_want_one_key_the_second_is_refused()
    {
        var problems = new List<string>();
        KeyBindings.Make("default", [new("rename", "F5", "a:1"), new("picker", "F5", "a:2")], problems.Add);
        await Assert.That(problems).Count().IsEqualTo(1);
        await Assert.That(problems[0]).Contains("F5 is");
    }

    [Test]
    public async Task With_a_leader_that_is_refused_what_was_bound_behind_it_is_too()
    {
        var problems = new List<string>();
        var bindings = KeyBindings.Make("default", [new("leader", "Ctrl+B", "a:1"), new("rename", "Ctrl+B e", "a:2")], problems.Add);
        await Assert.That(problems.Select(problem => problem[..3])).IsEquivalentTo(["a:1", "a:2"], StringComparer.Ordinal);
        await Assert.That(bindings.Leader).IsEqualTo(Ctrl('x'));
    }

    private static KeyBindings Make(params (string Name, string Value)[] chosen) =>
        KeyBindings.Make("default", [.. chosen.Select(one => new KeyChoice(one.Name, one.Value, "config.toml:1"))], problem => throw new InvalidOperationException(problem));
}
