using System.Collections.Concurrent;
using System.Text;
using Q.Terminal;
using Q.TestKit;

namespace Q.Tests.Terminal;

[NotInParallel("tty")]
internal sealed class UnixTerminalTests
{
    private static readonly Capabilities s_xterm = Capabilities.From(
        name => name switch { "TERM" => "xterm-256color", "LANG" => "C.UTF-8", _ => null }, inputIsTerminal: true, outputIsTerminal: true);

    [Test]
    public async Task The_line_discipline_is_to_the_byte_as_before()
    {
        using var pty = new Pty();
        var before = pty.Attributes;
        using var terminal = new UnixTerminal(s_xterm, pty.Program, pty.Program);
        terminal.Enter();
        await Assert.That(pty.Attributes).IsNotEqualTo(before);
        terminal.Leave();
        await Assert.That(pty.Attributes).IsEqualTo(before);
        terminal.Enter();
        await Assert.That(pty.Attributes).IsNotEqualTo(before);
        UnixTerminal.Restore();
        UnixTerminal.Restore();
        await Assert.That(pty.Attributes).IsEqualTo(before);
    }

    [Test]
    public async Task What_a_shell_made_of_it_meanwhile_is_raw_again_and_left_as_it_was_first()
    {
        using var pty = new Pty();
        var before = pty.Attributes;
        using var terminal = new UnixTerminal(s_xterm, pty.Program, pty.Program);
        Libc.Termios cooked = default;
        Attributes(pty.Program, ref cooked, sets: false);
        terminal.Enter();
        var raw = pty.Attributes;
        Attributes(pty.Program, ref cooked, sets: true);
        await Assert.That(pty.Attributes).IsEqualTo(before);
        terminal.Enter();
        await Assert.That(pty.Attributes).IsEqualTo(raw);
        terminal.Leave();
        await Assert.That(pty.Attributes).IsEqualTo(before);

        static unsafe void Attributes(int descriptor, ref Libc.Termios attributes, bool sets)
        {
            fixed (Libc.Termios* at = &attributes)
                _ = sets ? Libc.SetAttributes(descriptor, 0, at) : Libc.GetAttributes(descriptor, at);
        }
    }

    [Test]
    public async Task A_terminal_that_does_not_read_holds_nobody_who_is_to_end()
    {
        using var pty = new Pty();
        using var terminal = new UnixTerminal(s_xterm, pty.Program, pty.Program);
        terminal.Enter();
        var writing = Task.Factory.StartNew(
            () => terminal.Write(new byte[4 << 20]), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Assert.That(pty.ShownTo("\0"u8).Length).IsGreaterThan(0); // it has begun
        terminal.GiveUp();
        await writing.WaitAsync(Poll.Limit);
        terminal.Leave();
    }

    [Test]
    public async Task Leaving_undoes_the_alternate_screen_only_where_it_was_used()
    {
        using var pty = new Pty();
        using var terminal = new UnixTerminal(s_xterm, pty.Program, pty.Program);
        terminal.Enter();
        terminal.Leave();
        await Assert.That(pty.ShownTo(Ansi.ShowCursor)).IsEqualTo(Encoding.ASCII.GetString(Ansi.UndoOnMainScreen));
        terminal.Enter();
        terminal.Write("\e[?1049h"u8);
        terminal.Leave();
        await Assert.That(pty.ShownTo(Ansi.ShowCursor)).IsEqualTo("\e[?1049h" + Encoding.ASCII.GetString(Ansi.UndoEverything));
    }

    [Test]
    public async Task After_a_crash_the_title_is_as_before_where_q_had_changed_it()
    {
        using var pty = new Pty();
        using var terminal = new UnixTerminal(s_xterm, pty.Program, pty.Program);
        var undone = Encoding.ASCII.GetString([.. Ansi.UndoOnMainScreen, .. Ansi.BelowLine]);
        terminal.Enter();
        terminal.Write("\e[22;2t\e]2;q\a"u8);
        UnixTerminal.Restore();
        await Assert.That(pty.ShownTo(Ansi.BelowLine)).IsEqualTo("\e[22;2t\e]2;q\a\e[23;2t" + undone);
        terminal.Enter();
        terminal.Write("\e[22;2t\e]2;q\a\e[23;2t."u8);
        UnixTerminal.Restore();
        await Assert.That(pty.ShownTo(Ansi.BelowLine)).IsEqualTo("\e[22;2t\e]2;q\a\e[23;2t." + undone);
    }

    [Test]
    public async Task Stopped_it_leaves_what_is_typed_to_another_program_and_started_it_goes_on()
    {
        using var pty = new Pty();
        using var terminal = new UnixTerminal(s_xterm, pty.Program, pty.Program);
        var seen = new ConcurrentQueue<TerminalEvent>();
        terminal.Enter();
        terminal.Start(seen.Enqueue);
        pty.Type("a");
        await Poll.Until("the first key", () => seen.Count == 1);
        terminal.Stop();
        pty.Type("b");
        await Assert.That(pty.ReadAsProgram()).IsEqualTo("b");
        terminal.Start(seen.Enqueue);
        pty.Type("c");
        await Poll.Until("the key after that", () => seen.Count == 2);
        await Assert.That(seen.Last()).IsEqualTo(new KeyPressed(Key.Of('c')));
    }

    [Test]
    public async Task Keys_come_decoded_and_a_lone_escape_is_a_key()
    {
        using var pty = new Pty();
        using var terminal = new UnixTerminal(s_xterm, pty.Program, pty.Program);
        var seen = new ConcurrentQueue<TerminalEvent>();
        pty.Type("early");
        terminal.Enter();
        terminal.Start(told =>
        {
            foreach (var one in told is Burst burst ? burst.Events : [told])
                seen.Enqueue(one);
        });
        pty.Type("\x03\x1a\x11\r\e[1;5C\e");
        await Poll.Until("eleven keys", () => seen.Count >= 11);
        Key[] wanted =
        [
            .. "early".Select(one => Key.Of(one)), Key.Of('c', KeyMods.Ctrl), Key.Of('z', KeyMods.Ctrl), Key.Of('q', KeyMods.Ctrl),
            Key.Of(KeyCode.Enter), Key.Of(KeyCode.Right, KeyMods.Ctrl), Key.Of(KeyCode.Escape),
        ];
        await Assert.That(seen.OfType<KeyPressed>().Select(told => told.Key).SequenceEqual(wanted)).IsTrue();
        pty.Type("[");
        await Poll.Until("a key that an answer could have begun with", () => seen.Count >= 12);
        await Assert.That(seen.Last()).IsEqualTo(new KeyPressed(Key.Of('[')));
    }

    [Test]
    public async Task What_is_written_arrives_as_it_is()
    {
        using var pty = new Pty();
        using var terminal = new UnixTerminal(s_xterm, pty.Program, pty.Program);
        terminal.Enter();
        terminal.Write("a\nb\r\n"u8);
        await Assert.That(pty.ShownTo("b\r\n"u8)).IsEqualTo("a\nb\r\n");
    }

    [Test]
    public async Task A_terminal_that_goes_away_is_told_once_and_writing_to_it_is_harmless()
    {
        using var pty = new Pty();
        using var terminal = new UnixTerminal(s_xterm, pty.Program, pty.Program);
        var seen = new ConcurrentQueue<TerminalEvent>();
        terminal.Enter();
        terminal.Start(seen.Enqueue);
        pty.HangUp();
        await Poll.Until("the hang-up", () => seen.Any(told => told is HungUp));
        terminal.Write("x"u8);
        terminal.Write("y"u8);
        await Assert.That(seen.Count).IsEqualTo(1);
    }

    [Test]
    public async Task Closing_ends_the_reader_while_it_waits()
    {
        using var pty = new Pty();
        var terminal = new UnixTerminal(s_xterm, pty.Program, pty.Program);
        terminal.Start(_ => { });
        var closed = Task.Run(terminal.Dispose);
        await Assert.That(await Task.WhenAny(closed, Task.Delay(Poll.Limit))).IsEqualTo(closed);
    }

    [Test]
    public async Task A_size_that_nobody_knows_is_the_usual_one()
    {
        using var pty = new Pty();
        using var terminal = new UnixTerminal(s_xterm, pty.Program, pty.Program);
        await Assert.That(terminal.Size).IsEqualTo(new TerminalSize(80, 24));
    }

    [Test]
    public async Task Piped_lines_are_sent_one_by_one_and_the_end_is_told()
    {
        await Assert.That(Libc.TryPipe(out var read, out var write)).IsTrue();
        var piped = s_xterm with { InputIsTerminal = false };
        using var terminal = new UnixTerminal(piped, read, write);
        var seen = new ConcurrentQueue<TerminalEvent>();
        terminal.Enter();
        terminal.Start(told =>
        {
            foreach (var one in told is Burst line ? line.Events : [told])
                seen.Enqueue(one);
        });
        terminal.Write("one\r\n\ntwo\e[31m"u8);
        _ = Libc.Close(write);
        await Poll.Until("the end", () => seen.Any(told => told is InputEnded));
        _ = Libc.Close(read);
        var enter = new KeyPressed(Key.Of(KeyCode.Enter));
        TerminalEvent[] wanted = [new Pasted("one"), enter, enter, new Pasted("two[31m") { LeftOut = "\e" }, enter, new InputEnded()];
        await Assert.That(seen.SequenceEqual(wanted)).IsTrue();
    }

    [Test]
    [Arguments("dumb", null, null, true, false, false)]
    [Arguments(null, "en_US.UTF-8", null, true, true, false)]
    [Arguments("xterm", "C.utf8", null, false, true, true)]
    [Arguments("xterm", "C", "1", false, false, false)]
    public async Task The_environment_says_what_the_terminal_can(
        string? term, string? locale, string? noColour, bool plain, bool unicode, bool colour)
    {
        var can = Capabilities.From(
            name => name switch { "TERM" => term, "LC_ALL" => locale, "NO_COLOR" => noColour, _ => null }, true, true);
        await Assert.That((can.IsPlain, can.Unicode, can.Inks is not Inks.None)).IsEqualTo((plain, unicode, colour));
    }

    [Test]
    [Arguments("TERM=xterm-256color", Inks.Sixteen)]
    [Arguments("TERM=xterm-256color NO_COLOR=1 CLICOLOR_FORCE=1", Inks.None)]
    [Arguments("TERM=xterm-256color CLICOLOR=0", Inks.None)]
    [Arguments("TERM=xterm-256color CLICOLOR=1", Inks.Sixteen)]
    [Arguments("TERM=xterm-256color CLICOLOR=0 CLICOLOR_FORCE=1", Inks.Sixteen)]
    [Arguments("TERM=vt100", Inks.None)]
    [Arguments("TERM=vt100 CLICOLOR_FORCE=1", Inks.Eight)]
    [Arguments("TERM=vt100 COLORTERM=truecolor", Inks.Sixteen)]
    [Arguments("TERM=xterm-mono", Inks.None)]
    [Arguments("TERM=xterm-mono CLICOLOR_FORCE=1", Inks.Eight)]
    [Arguments("TERM=xterm-color", Inks.Eight)]
    [Arguments("TERM=xterm-8color", Inks.Eight)]
    [Arguments("TERM=xterm-color COLORTERM=1", Inks.Sixteen)]
    [Arguments("TERM=dumb COLORTERM=1", Inks.None)]
    public async Task The_environment_says_how_many_colours_there_are(string environment, Inks inks)
    {
        var can = Capabilities.From(
            name => environment.Split(' ').FirstOrDefault(pair => pair.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..], true, true);
        await Assert.That(can.Inks).IsEqualTo(inks);
    }
}
