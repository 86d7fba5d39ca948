using Q.Input;
using Q.Terminal;
using static Q.TestKit.Keys;

namespace Q.Tests.Input;

internal sealed class KeymapTests
{
    public static IEnumerable<(Key Key, KeyAction Action)> Chords() =>
    [
        (Key.Of('a'), KeyAction.NextWaiting), (Key.Of('1'), KeyAction.Slot1), (Key.Of('9'), KeyAction.Slot9),
        (Key.Of('n'), KeyAction.NextSession), (Key.Of('p'), KeyAction.PreviousSession), (Ctrl('x'), KeyAction.LastSession),
        (Key.Of('c'), KeyAction.NewSession), (Key.Of('w'), KeyAction.CloseSession), (Key.Of('s'), KeyAction.Picker),
        (Key.Of('r'), KeyAction.Rename), (Key.Of('y'), KeyAction.Allow), (Key.Of('d'), KeyAction.Deny),
        (Key.Of('?'), KeyAction.KeyHelp), (Key.Of('0'), KeyAction.UnknownChord), (Ctrl('c'), KeyAction.None), (Escape, KeyAction.None),
    ];

    [Test]
    [MethodDataSource(nameof(Chords))]
    public async Task After_the_leader_a_key_means_this(Key key, KeyAction action)
    {
        var keys = new Keymap();
        await Assert.That(keys.Of(Ctrl('x'), lineIsEmpty: false)).IsEqualTo(KeyAction.Leader);
        await Assert.That(keys.IsPending).IsTrue();
        await Assert.That(keys.Of(key, lineIsEmpty: false)).IsEqualTo(action);
        await Assert.That(keys.IsPending).IsFalse();
    }

    [Test]
    public async Task A_leader_that_waited_too_long_is_forgotten()
    {
        var keys = new Keymap();
        keys.Of(Ctrl('x'), lineIsEmpty: true);
        keys.Cancel();
        await Assert.That(keys.Of(Key.Of('a'), lineIsEmpty: true)).IsEqualTo(KeyAction.None);
    }

    [Test]
    public async Task An_ambiguous_byte_is_never_a_session_key()
    {
        var keys = new Keymap { IsProven = true };
        foreach (var key in new[] { Escape, Tab, Shift(Tab), Backspace, Key.Of('1'), Ctrl('1'), Ctrl(Tab) })
            await Assert.That(keys.Of(key, lineIsEmpty: true)).IsEqualTo(KeyAction.None);
    }

    [Test]
    public async Task Direct_keys_work_where_they_are_unmistakable()
    {
        var keys = new Keymap();
        await Assert.That(keys.Of(Alt('3'), lineIsEmpty: false)).IsEqualTo(KeyAction.Slot3);
        await Assert.That(keys.Of(Alt('a'), lineIsEmpty: false)).IsEqualTo(KeyAction.NextWaiting);
        await Assert.That(keys.Of(Ctrl('4') with { Extended = true }, lineIsEmpty: false)).IsEqualTo(KeyAction.Slot4);
        await Assert.That(keys.Of(Ctrl(Tab) with { Extended = true }, lineIsEmpty: false)).IsEqualTo(KeyAction.NextSession);
        await Assert.That(keys.Of(Ctrl(Shift(Tab)) with { Extended = true }, lineIsEmpty: false)).IsEqualTo(KeyAction.PreviousSession);
    }

    [Test]
    public async Task Ctrl_N_and_Ctrl_W_are_the_editors_unless_the_line_is_empty_and_the_terminal_proven()
    {
        var keys = new Keymap();
        await Assert.That(keys.Of(Ctrl('n'), lineIsEmpty: true)).IsEqualTo(KeyAction.None);
        keys.IsProven = true;
        await Assert.That(keys.Of(Ctrl('n'), lineIsEmpty: true)).IsEqualTo(KeyAction.NewSession);
        await Assert.That(keys.Of(Ctrl('w'), lineIsEmpty: true)).IsEqualTo(KeyAction.CloseSession);
        await Assert.That(keys.Of(Ctrl('w'), lineIsEmpty: false)).IsEqualTo(KeyAction.None);
        await Assert.That(new Keymap(KeyBindings.Make("seed", [], static _ => { })).Of(Ctrl('w'), lineIsEmpty: false)).IsEqualTo(KeyAction.CloseSession);
    }

    public static IEnumerable<(Key Key, KeyAction Action)> DirectKeys() =>
    [
        (Ctrl('c'), KeyAction.Interrupt), (Ctrl('z'), KeyAction.Suspend), (Ctrl('l'), KeyAction.Redraw),
        (Key.Of('a', KeyMods.Alt), KeyAction.NextWaiting), (Key.Of('5', KeyMods.Alt), KeyAction.Slot5),
        (Key.Of(KeyCode.PageUp), KeyAction.PageUp), (Key.Of(KeyCode.PageDown), KeyAction.PageDown),
        (Key.Of(KeyCode.Up, KeyMods.Shift), KeyAction.LineUp), (Key.Of(KeyCode.Up, KeyMods.Alt), KeyAction.LineUp),
        (Key.Of(KeyCode.Down, KeyMods.Shift), KeyAction.LineDown), (Key.Of(KeyCode.Home, KeyMods.Ctrl), KeyAction.ScrollTop),
        (Key.Of(KeyCode.End, KeyMods.Ctrl), KeyAction.ScrollBottom), (Key.Of(KeyCode.Up), KeyAction.None),
        (Key.Of(KeyCode.Home), KeyAction.None), (Key.Of('a'), KeyAction.None),
    ];

    [Test]
    [MethodDataSource(nameof(DirectKeys))]
    public async Task Without_the_leader_a_key_means_this(Key key, KeyAction action) =>
        await Assert.That(new Keymap().Of(key, lineIsEmpty: false)).IsEqualTo(action);

    [Test]
    [Arguments(KeyCode.Right, KeyAction.NextSession)]
    [Arguments(KeyCode.Down, KeyAction.NextSession)]
    [Arguments(KeyCode.Left, KeyAction.PreviousSession)]
    [Arguments(KeyCode.Up, KeyAction.PreviousSession)]
    public async Task After_the_leader_arrows_walk_the_sessions(KeyCode code, KeyAction action)
    {
        var keys = new Keymap();
        keys.Of(Ctrl('x'), lineIsEmpty: true);
        await Assert.That(keys.Of(Key.Of(code), lineIsEmpty: true)).IsEqualTo(action);
    }
}
