using System.Text;
using Q.Core;
using Q.Terminal;

namespace Q.Tests.Terminal;

internal sealed class AnsiTests
{
    [Test]
    public async Task Rows_and_columns_count_from_one_on_the_wire() =>
        await Assert.That(Written(to => Ansi.MoveTo(to, 0, 119))).IsEqualTo("\e[1;120H");

    [Test]
    public async Task A_move_by_one_has_no_number_and_a_move_by_none_writes_nothing()
    {
        await Assert.That(Written(to => Ansi.Up(to, 1))).IsEqualTo("\e[A");
        await Assert.That(Written(to => Ansi.Right(to, 12))).IsEqualTo("\e[12C");
        await Assert.That(Written(to => Ansi.Down(to, 0))).IsEqualTo("");
    }

    [Test]
    [Arguments(Ink.Default, Ink.Default, Attr.None, "\e[0m")]
    [Arguments(Ink.Yellow, Ink.Default, Attr.Bold, "\e[0;1;33m")]
    [Arguments(Ink.BrightBlack, Ink.White, Attr.Dim | Attr.Reverse, "\e[0;2;7;90;47m")]
    [Arguments(Ink.BrightWhite, Ink.BrightRed, Attr.Italic | Attr.Underline | Attr.Strike, "\e[0;3;4;9;97;101m")]
    public async Task A_style_is_one_sequence_that_depends_on_nothing_before(Ink front, Ink back, Attr marks, string bytes) =>
        await Assert.That(Written(to => Ansi.Style(to, front, back, marks))).IsEqualTo(bytes);

    [Test]
    public async Task A_title_cannot_end_its_own_sequence() =>
        await Assert.That(Written(to => Ansi.Title(to, "q \e]2;x\a — é\n"u8))).IsEqualTo("\e]2;q ]2;x — é\a");

    [Test]
    public async Task A_title_has_no_control_character_of_two_bytes_either() =>
        await Assert.That(Written(to => Ansi.Title(to, "a\u009c\u0080b\u00a0é"u8))).IsEqualTo("\e]2;ab\u00a0é\a");

    [Test]
    public async Task A_copy_is_one_sequence_and_through_screen_pieces_that_it_hands_on()
    {
        await Assert.That(Written(to => Ansi.Copy(to, "hello"u8, throughScreen: false))).IsEqualTo("\e]52;c;aGVsbG8=\a");
        await Assert.That(Written(to => Ansi.Copy(to, "hello"u8, throughScreen: true))).IsEqualTo("\eP\e]52;c;aGVsbG8=\a\e\\");
        var text = new byte[1000];
        var (usual, wrapped) = (Written(to => Ansi.Copy(to, text, throughScreen: false)), Written(to => Ansi.Copy(to, text, throughScreen: true)));
        var pieces = wrapped.Split("\eP", StringSplitOptions.RemoveEmptyEntries);
        await Assert.That(pieces.All(piece => piece.EndsWith("\e\\", StringComparison.Ordinal) && piece.Length < 256)).IsTrue();
        await Assert.That(string.Concat(pieces.Select(piece => piece[..^2]))).IsEqualTo(usual);
    }

    [Test]
    [Arguments("screen.xterm-256color", true)]
    [Arguments("tmux-256color", false)]
    public async Task Screen_gets_it_unless_a_tmux_in_it_does(string term, bool isWithin)
    {
        var found = Capabilities.From(name => name switch { "TERM" => term, "STY" => "1.q", "TMUX" => "1,2", _ => null }, inputIsTerminal: true, outputIsTerminal: true);
        await Assert.That(found.IsWithinScreen).IsEqualTo(isWithin);
    }

    [Test]
    public async Task Moves_and_scrolls_are_the_sequences_of_the_standard()
    {
        await Assert.That(Written(to => Ansi.Left(to, 3))).IsEqualTo("\e[3D");
        await Assert.That(Written(to => Ansi.Down(to, 2))).IsEqualTo("\e[2B");
        await Assert.That(Written(to => Ansi.ToColumn(to, 0))).IsEqualTo("\e[G");
        await Assert.That(Written(to => Ansi.ToColumn(to, 79))).IsEqualTo("\e[80G");
        await Assert.That(Written(to => Ansi.ScrollUp(to, 5))).IsEqualTo("\e[5S");
        await Assert.That(Written(to => Ansi.ScrollDown(to, 1))).IsEqualTo("\e[T");
        await Assert.That(Written(to => Ansi.ScrollRegion(to, 2, 23))).IsEqualTo("\e[3;24r");
    }

    [Test]
    public async Task What_undoes_everything_undoes_each_mode_that_can_be_switched_on()
    {
        var undo = Encoding.UTF8.GetString(Ansi.UndoEverything);
        foreach (var off in Offs())
            await Assert.That(undo).Contains(off);
        var main = Encoding.UTF8.GetString(Ansi.UndoOnMainScreen);
        await Assert.That(main).DoesNotContain("1049").And.DoesNotContain("\e[r"); // both would move the cursor
    }

    private static string[] Offs() =>
    [
        Encoding.UTF8.GetString(Ansi.LeaveAlternateScreen), Encoding.UTF8.GetString(Ansi.ShowCursor),
        Encoding.UTF8.GetString(Ansi.PasteModeOff), Encoding.UTF8.GetString(Ansi.FocusReportsOff),
        Encoding.UTF8.GetString(Ansi.EndFrame), Encoding.UTF8.GetString(Ansi.KittyKeysOff),
        Encoding.UTF8.GetString(Ansi.ModifyOtherKeysOff), Encoding.UTF8.GetString(Ansi.ResetStyle),
        Encoding.UTF8.GetString(Ansi.ResetScrollRegion),
    ];

    private static string Written(Action<PooledBuffer> write)
    {
        using var to = new PooledBuffer();
        write(to);
        return Encoding.UTF8.GetString(to.Written);
    }
}
