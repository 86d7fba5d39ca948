using System.Text;
using Q.Commands;
using Q.Input;
using Q.Terminal;

namespace Q.Tests.Commands;

/// <summary>What is documented is what the keymap does.</summary>
internal sealed class KeyTableTests
{
    [Test]
    public async Task Every_key_of_the_table_does_what_it_says()
    {
        var wrong = new List<string>();
        foreach (var row in KeyTable.Rows)
        {
            for (var i = 0; i < row.Keys.Length; i++)
            {
                var action = KeyAction.None;
                var keymap = new Keymap();
                foreach (var key in row.Keys[i].Split(' '))
                    action = keymap.Of(Read(key), lineIsEmpty: true);
                if (action != row.Actions[i])
                    wrong.Add($"{row.Keys[i]} is {action}");
            }
        }
        await Assert.That(wrong).IsEmpty();
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

    /// <summary><c>Ctrl+X</c>, <c>PageUp</c>, <c>1…9</c> (its first).</summary>
    private static Key Read(string text)
    {
        var parts = text.Split('+');
        var mods = KeyMods.None;
        foreach (var part in parts[..^1])
            mods |= Enum.Parse<KeyMods>(part);
        return Enum.TryParse<KeyCode>(parts[^1], out var code) && parts[^1].Length > 1
            ? new Key(code, default, mods)
            : new Key(KeyCode.Rune, new Rune(mods.HasFlag(KeyMods.Ctrl) ? char.ToLowerInvariant(parts[^1][0]) : parts[^1][0]), mods);
    }
}
