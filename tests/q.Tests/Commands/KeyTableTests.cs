using Q.Commands;
using Q.Input;

namespace Q.Tests.Commands;

/// <summary>What is documented is what the keymap does.</summary>
internal sealed class KeyTableTests
{
    [Test]
    public async Task Every_edit_that_can_be_bound_has_a_row_and_every_row_exists()
    {
        var named = KeyTable.Editing.SelectMany(row => row.Names).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var bound = BindingRow.All.Where(row => row.Action is KeyAction.None).Select(row => row.Name).Order(StringComparer.Ordinal);
        await Assert.That(named).IsEquivalentTo(bound, StringComparer.Ordinal);
    }

    [Test]
    public async Task The_hint_after_the_leader_names_its_keys_as_they_are_bound()
    {
        await Assert.That(KeyTable.Hint(KeyBindings.Default)).IsEqualTo(
            "Ctrl+X: ? keys · a waiting · y/d answer · c new · s list · 1-9 slot · n/p next/previous · Ctrl+X last · w close · r rename");
        var other = KeyBindings.Make("default", [new("leader", "F2", ""), new("picker", "Leader g", ""), new("rename", "none", "")], static _ => { });
        await Assert.That(KeyTable.Hint(other)).IsEqualTo(
            "F2: ? keys · a waiting · y/d answer · c new · g list · 1-9 slot · n/p next/previous · F2 last · w close");
    }

    [Test]
    public async Task Every_action_of_the_app_has_a_row()
    {
        var missing = Enum.GetValues<KeyAction>().Where(action => action is not (KeyAction.None or KeyAction.Leader or KeyAction.UnknownChord))
            .Where(action => action is not (> KeyAction.Slot1 and <= KeyAction.Slot9))
            .Except(KeyTable.Rows.SelectMany(row => row.Actions), EqualityComparer<KeyAction>.Default);
        await Assert.That(missing).IsEmpty();
    }

    [Test]
    public async Task Every_command_beside_a_key_exists()
    {
        var typed = KeyTable.Rows.SelectMany(row => row.Typed.Split(", ", StringSplitOptions.RemoveEmptyEntries));
        await Assert.That(typed.Where(line => CommandTable.FindSlash(line[1..].Split(' ')[0]) is null)).IsEmpty();
    }
}
