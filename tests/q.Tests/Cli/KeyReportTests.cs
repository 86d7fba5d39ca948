using System.Text;
using Q.Cli;
using Q.Input;
using Q.Terminal;

namespace Q.Tests.Cli;

/// <summary>Bytes in, what <c>q keys test</c> says of them out.</summary>
internal sealed class KeyReportTests
{
    [Test]
    [Arguments("\x18", "18                    Ctrl+X         wait for the next key, which chooses\n")]
    [Arguments("\u0018a", "61                    a              next session that waits, longest first\n")]
    [Arguments("\x18\x1b", "1b                    Escape         give the leader up\n")]
    [Arguments("\u0018z", "7a                    z              do nothing: no key of the leader's\n")]
    [Arguments("\u00184", "34                    4              session by slot 1 to 9\n")]
    [Arguments("x", "78                    x              type it\n")]
    [Arguments("\x14", "14                    Ctrl+T         do nothing: it is bound to nothing\n")]
    [Arguments("\x17", "17                    Ctrl+W         edit the line: cut word\n")]
    [Arguments("\e[1;5C", "1b 5b 31 3b 35 43     Ctrl+Right     edit the line: word right\n")]
    [Arguments("\e[A", "1b 5b 41              Up             move in the line\n")]
    [Arguments("\r", "0d                    Enter          send the line\n")]
    [Arguments("\t", "09                    Tab            complete\n")]
    [Arguments("\x7f", "7f                    Backspace      delete\n")]
    [Arguments("\e", "1b                    Escape         close what is open\n")]
    [Arguments("\e[24~", "1b 5b 32 34 7e        F12            do nothing\n")]
    [Arguments("\e[13;2u", "1b 5b 31 33 3b 32 75  Shift+Enter    begin a new line\n")]
    [Arguments("\e[13;2:1u", "1b 5b 31 33 3b 32 3a  Shift+Enter    begin a new line\n31 75\n")]
    [Arguments("\e[106:74;6:1;74u", "1b 5b 31 30 36 3a 37  Ctrl+Shift+J   do nothing\n34 3b 36 3a 31 3b 37\n34 75\n")]
    [Arguments("\e[200~hello\e[201~", "1b 5b 32 30 30 7e +11 a paste        put 5 characters into the line\n")]
    [Arguments("\e[I", "1b 5b 49              focus          know whether somebody looks\n")]
    [Arguments("\e[?1u", "1b 5b 3f 31 75        an answer      use the kitty keyboard, which it speaks\n")]
    [Arguments("\e[?62c", "1b 5b 3f 36 32 63     an answer      wait for a key that proves more\n")]
    [Arguments("\e[28~", "1b 5b 32 38 7e        no key         do nothing: q knows no key for this\n")]
    [Arguments("x\e[<0;3;4M", "1b 5b 3c 30 3b 33 3b  no key         do nothing: q knows no key for this\n34 4d\n")]
    [Arguments("\u0085", "c2 85                 no key         do nothing: q knows no key for this\n")]
    [Arguments("\e]52;c;aGVsbG8gd29ybGQsIGhvdyBhcmUgeW91\a", "1b 5d 35 32 3b 63 3b  no key         do nothing: q knows no key for this\n61 47 56 73 62 47 38\n67 64 32 39 79 62 47\n51 73 49 47 68 76 +13\n")]
    [Arguments("\x08", "08                    Ctrl+H         delete\n")]
    [Arguments("\e[1;6D", "1b 5b 31 3b 36 44     Ctrl+Shift+Left select\n")]
    [Arguments("\e[1;2D", "1b 5b 31 3b 32 44     Shift+Left     select\n")]
    [Arguments("\e[3~", "1b 5b 33 7e           Delete         delete\n")]
    [Arguments("\e[H", "1b 5b 48              Home           move in the line\n")]
    [Arguments("\e[1;3H", "1b 5b 31 3b 33 48     Alt+Home       do nothing\n")]
    [Arguments("\e[9;5u\e[9;5u", "1b 5b 39 3b 35 75     Ctrl+Tab       next, previous session\n")]
    [Arguments("\e[Z", "1b 5b 5a              Shift+Tab      complete\n")]
    [Arguments("\e[3;4R", "1b 5b 33 3b 34 52     an answer      note it\n")]
    public async Task A_key_is_told_with_its_bytes_and_what_it_does(string typed, string told)
    {
        var (report, lines) = Report(typed);
        await Assert.That(lines[^1]).IsEqualTo(told);
        await Assert.That(report.IsDone).IsFalse();
    }

    [Test]
    [Arguments("\x03\x03", true)]
    [Arguments("q\r", true)]
    [Arguments("\u0003x\u0003", false)]
    [Arguments("qx\r", false)]
    public async Task It_ends_with_Ctrl_C_twice_or_q_and_Enter(string typed, bool ends) =>
        await Assert.That(Report(typed).Report.IsDone).IsEqualTo(ends);

    [Test]
    [Arguments("delete", "F5", "\e[15~", "edit the line: delete")]
    [Arguments("delete", "F5", "\x04", "do nothing: it is bound to nothing")]
    [Arguments("new_line", "Ctrl+G", "\e\r", "do nothing: it is bound to nothing")]
    [Arguments("new_line", "Ctrl+G", "\e[13;2u", "begin a new line")]
    [Arguments("line_up", "Alt+Up", "\e[1;2A", "select")]
    public async Task A_key_that_was_bound_anew_does_what_it_is_bound_to(string name, string keys, string typed, string does)
    {
        var report = new KeyReport(KeyBindings.Make("default", [new(name, keys, "")], static _ => { }));
        TerminalEvent? told = null;
        var decoder = new InputDecoder(one => told = one);
        decoder.Feed(Encoding.UTF8.GetBytes(typed));
        await Assert.That(report.Line([], told!)).EndsWith(" " + does + "\n");
    }

    [Test]
    public async Task Without_a_terminal_it_says_what_to_do()
    {
        using var shell = new CliFixture();
        shell.Environment["TERM"] = "dumb";
        await Assert.That(shell.Run("keys", "test")).IsEqualTo(1);
        await Assert.That(shell.Error).StartsWith("q: keys come from a terminal");
    }

    private static (KeyReport Report, List<string> Lines) Report(string typed)
    {
        var (report, lines, bytes) = (new KeyReport(KeyBindings.Make("default", [new("swap_characters", "none", "")], static _ => { })), new List<string>(), new List<byte>());
        var decoder = new InputDecoder(told =>
        {
            lines.Add(report.Line(bytes.ToArray(), told));
            bytes.Clear();
        });
        foreach (var one in Encoding.UTF8.GetBytes(typed))
        {
            bytes.Add(one);
            decoder.Feed([one]);
            if (bytes.Count > 0 && decoder.IsAtRest)
            {
                lines.Add(report.Line(bytes.ToArray(), new NotKnown()));
                bytes.Clear();
            }
        }
        decoder.Flush();
        return (report, lines);
    }
}
