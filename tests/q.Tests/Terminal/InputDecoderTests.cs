using System.Text;
using CsCheck;
using Q.Terminal;
using Q.TestKit;

namespace Q.Tests.Terminal;

internal sealed class InputDecoderTests
{
    private static readonly string[] s_pieces =
        ["\e", "\e[", "\eO", "\e]", "\e\\", "\a", "\e[200~", "\e[201~", "\r", "\n", "u", "~", ";", ":", "$", "漢", "👍", "27;5;9~"];

    /// <summary>What a terminal sends, and what it means. Every case is also cut at every position.</summary>
    public static IEnumerable<(string Bytes, string Events)> Cases() =>
    [
        ("a", "a"), ("Z", "Z"), (" ", "Space"), ("é", "é"), ("漢", "漢"), ("👍", "👍"), ("👍🏽é", "👍 🏽 é"),
        ("\t", "Tab"), ("\r", "Enter"), ("\n", "Ctrl+j"), ("\x7f", "Backspace"), ("\b", "Ctrl+h"),
        ("\x01", "Ctrl+a"), ("\x18\x18", "Ctrl+x Ctrl+x"), ("\0", "Ctrl+Space"), ("\x1f", "Ctrl+_"), ("\x1c\x1d", @"Ctrl+\ Ctrl+]"),
        ("\e1\e9\ea", "Alt+1 Alt+9 Alt+a"), ("\eB", "Alt+B"), ("\e\r", "Alt+Enter"), ("\e\x7f", "Alt+Backspace"),
        ("\e\x0e", "Alt+Ctrl+n"), ("\eé", "Alt+é"), ("\e\ex", "Escape Alt+x"), ("\e\e\e[A", "Escape Alt+Up"),
        ("\e[A\e[B\e[C\e[D", "Up Down Right Left"), ("\eOA\eOP\eOM\eOp", "Up F1 Enter 0"), ("\eO5A", "Ctrl+Up"),
        ("\e[H\e[F\e[1~\e[4~\e[7~\e[8~", "Home End Home End Home End"), ("\e[2~\e[3~\e[5~\e[6~", "Insert Delete PageUp PageDown"),
        ("\e[1;5C\e[1;3D\e[1;2A\e[3;5~", "Ctrl+Right Alt+Left Shift+Up Ctrl+Delete"), ("\e\e[A", "Alt+Up"),
        ("\e[11~\e[15~\e[17~\e[21~\e[23~\e[24~\e[[A\e[[E", "F1 F5 F6 F10 F11 F12 F1 F5"), ("\e[Z", "Shift+Tab"),
        ("\e[3$\e[3^\e[3@\e[a", "Shift+Delete Ctrl+Delete Shift+Ctrl+Delete Shift+Up"),
        ("\e[97u\e[97;5u\e[97;6u\e[97;4u", "a! Ctrl+a! Shift+Ctrl+a! Alt+A!"), ("\e[97:65;2u", "A!"), ("\e[49:33;2u", "!!"),
        ("\e[97;5:1u\e[97;5:2u\e[97;5:3u", "Ctrl+a! Ctrl+a!"), ("\e[1;5:3A\e[1;5:1A", "Ctrl+Up"),
        ("\e[27u\e[13;2u\e[9;5u\e[9;6u\e[127;3u", "Escape! Shift+Enter! Ctrl+Tab! Shift+Ctrl+Tab! Alt+Backspace!"),
        ("\e[49;5u\e[57;5u\e[49;3u", "Ctrl+1! Ctrl+9! Alt+1!"), ("\e[57400;5u\e[57414u\e[57419u", "Ctrl+1! Enter! Up!"),
        ("\e[57441;2u\e[57358u", ""), ("\e[97;69u", "Ctrl+a!"), ("\e[97;33u", "Alt+a!"), ("\e[0;;233u", ""), ("\e[97;;229u", "å!"),
        ("\e[27;5;9~\e[27;5;49~\e[27;6;65~\e[27;2;33~", "Ctrl+Tab! Ctrl+1! Shift+Ctrl+a! !!"), ("\e[110;5u", "Ctrl+n!"),
        ("\e[1089::99;5u\e[1089:1057:99;4u\e[1089::99u", "Ctrl+c! Alt+C! с!"), ("\e[44:60;4u\e[46:62;4u", "Alt+<! Alt+>!"),
        ("\e[45:95;6u\e[122:90;6u", "Ctrl+_! Shift+Ctrl+z!"), ("\e[91;5u\e[105;5u\e[109;5u\e[105;7u", "Escape! Tab! Enter! Alt+Ctrl+i!"),
        ("\e[I\e[O", "<focus> <blur>"), ("\e[?1u", "<KittyFlags 0 1>"), ("\e[?62;22c", "<DeviceAttributes 0 62>"),
        ("\e[?2026;2$y", "<ModeReport 2026 2>"), ("\e[12;40R", "<CursorPosition 12 40>"), ("\e[>1;95;0cx", "x"),
        ("\e[200~one\r\ntwo\rthree\n\tfour\e[201~x", "<one|two|three|\tfour> x"), ("\e[200~\e[201~", "<>"),
        ("\e[200~a\e[31mb\e[20c\e\e[201~", "<a[31mb[20c>"), ("\e[200~漢\x03\e[201~", "<漢>"), ("\e[201~x", "x"),
        ("\e]11;rgb:0000/0000/0000\ax", "x"), ("\e]11;rgb:00/00/00\e\\x", "x"), ("\eP>|xterm(370)\e\\x", "x"), ("\e_Gi=1;OK\e\\x", "x"),
        ("\e]8;;cut\rx", "Enter x"), ("\e]8;;cut\e[A", "Up"), ("\e[<0;12;3Mx", "x"), ("\e[M !!x", "x"), ("\e[99zx", "x"),
        ("\e[1;2\e[A", "Up"), ("\e[1;2\x03", "Ctrl+c"), ("\e[1\x18x", "x"), ("\e[1;2é", "é"), ("\e[?25;1 qx", "x"),
        ("\xe9", "é"),
    ];

    [Test]
    [MethodDataSource(nameof(Cases))]
    public async Task Bytes_mean_keys_wherever_they_are_cut(string bytes, string events)
    {
        var all = Encoding.UTF8.GetBytes(bytes);
        await Assert.That(Decode(all)).IsEqualTo(events);
        for (var cut = 1; cut < all.Length; cut++)
            await Assert.That(Decode(all[..cut], all[cut..])).IsEqualTo(events);
        await Assert.That(Decode([.. all.Select(one => new[] { one })])).IsEqualTo(events);
    }

    [Test]
    [Arguments("\e", "Escape")]
    [Arguments("\e\e", "Escape Escape")]
    [Arguments("\e[", "Alt+[")]
    [Arguments("\eO", "Alt+O")]
    [Arguments("\e]", "Alt+]")]
    [Arguments("\eP", "Alt+P")]
    [Arguments("a\e", "a Escape")]
    public async Task What_was_undecided_is_a_key_when_nothing_more_comes(string bytes, string events)
    {
        var seen = new List<TerminalEvent>();
        var decoder = new InputDecoder(seen.Add);
        decoder.Feed(Encoding.UTF8.GetBytes(bytes));
        await Assert.That(decoder.IsUndecided).IsTrue();
        decoder.Flush();
        decoder.Feed("x"u8);
        await Assert.That(Told(seen)).IsEqualTo(events + " x");
    }

    [Test]
    [Arguments("\e[1;5", "C", "Ctrl+Right")]
    [Arguments("\e[200~half", " more\e[201~", "<half more>")]
    [Arguments("\u00c3", "", "Ã")]
    // The rest of an answer that was torn apart is no text.
    [Arguments("\e", "[?62;22cx", "Escape <DeviceAttributes 0 62> x")]
    [Arguments("\e", "[?1u\e[?62c", "Escape <KittyFlags 0 1> <DeviceAttributes 0 62>")]
    [Arguments("\e[", "?62cx", "Alt+[ <DeviceAttributes 0 62> x")]
    [Arguments("\e", "[x?6", "Escape [ x ? 6")]
    [Arguments("\e\e", "[?6", "Escape Escape [ ? 6")]
    public async Task A_sequence_that_has_begun_outlives_the_time_out(string first, string rest, string events)
    {
        var seen = new List<TerminalEvent>();
        var decoder = new InputDecoder(seen.Add);
        decoder.Feed(Encoding.UTF8.GetBytes(first));
        decoder.Flush();
        decoder.Feed(Encoding.UTF8.GetBytes(rest));
        await Assert.That(Told(seen)).IsEqualTo(events);
    }

    [Test]
    [Arguments("", "[", "?62;22cx", "Escape <DeviceAttributes 0 62> x")]
    [Arguments("", "[?", "62;22cx", "Escape <DeviceAttributes 0 62> x")]
    [Arguments("", "[?6", "2;22cx", "Escape <DeviceAttributes 0 62> x")]
    [Arguments("", "[", "?1u\e[?62c", "Escape <KittyFlags 0 1> <DeviceAttributes 0 62>")]
    [Arguments("", "[", "x", "Escape [ x")]
    [Arguments("", "[", "[", "Escape [ [")]
    [Arguments("", "[?", "\r", "Escape [ ? Enter")]
    [Arguments("", "[", "\e[A", "Escape [ Up")]
    [Arguments("\e[?62c", "[", "", "<DeviceAttributes 0 62> Escape [")]
    [Arguments("\e[?62c", "[?", "62c", "<DeviceAttributes 0 62> Escape [ ? 6 2 c")]
    [Arguments("\e[?62c", "[?6", "2c", "<DeviceAttributes 0 62> Escape <DeviceAttributes 0 62>")]
    public async Task Until_the_terminal_has_answered_an_answer_may_come_in_any_pieces(string before, string second, string third, string events)
    {
        var seen = new List<TerminalEvent>();
        var decoder = new InputDecoder(seen.Add);
        foreach (var piece in new[] { before + "\e", second, third })
        {
            decoder.Feed(Encoding.UTF8.GetBytes(piece));
            decoder.Flush();
        }
        await Assert.That(Told(seen)).IsEqualTo(events);
    }

    [Test]
    [Arguments("\e", "[", "Escape [")]
    [Arguments("\e", "[?", "Escape [ ?")]
    [Arguments("\e[", "?", "Alt+[ ?")]
    public async Task What_no_answer_follows_for_long_was_typed(string first, string second, string events)
    {
        var seen = new List<TerminalEvent>();
        var decoder = new InputDecoder(seen.Add);
        decoder.Feed(Encoding.UTF8.GetBytes(first));
        await Assert.That(decoder.IsHeld).IsFalse();
        decoder.Flush();
        decoder.Feed(Encoding.UTF8.GetBytes(second));
        await Assert.That((decoder.IsHeld, decoder.IsUndecided, decoder.IsAtRest)).IsEqualTo((true, false, false));
        decoder.Release();
        await Assert.That((decoder.IsHeld, decoder.IsAtRest)).IsEqualTo((false, true));
        decoder.Feed("x"u8);
        await Assert.That(Told(seen)).IsEqualTo(events + " x");
    }

    [Test]
    public async Task Bytes_that_are_no_text_show_as_a_replacement_and_hold_up_nothing()
    {
        await Assert.That(Decode([0xFF, (byte)'a'])).IsEqualTo("\uFFFD a");
        await Assert.That(Decode([0xC3, (byte)'a'])).IsEqualTo("\uFFFD a");
        await Assert.That(Decode([0xE2, 0x82, 0x1B, (byte)'[', (byte)'A'])).IsEqualTo("\uFFFD Up");
    }

    [Test]
    public void Any_bytes_cut_anywhere_give_the_same_events()
    {
        var piece = Gen.OneOf(
            Gen.Int[0, s_pieces.Length - 1].Select(at => s_pieces[at]),
            Gen.Char[' ', '~'].Select(one => one.ToString()),
            Gen.Int[0, 300].Select(one => one.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        var bytes = Gen.OneOf(
            piece.Array[0, 20].Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces))),
            Gen.Byte.Array[0, 30]);
        Gen.Select(bytes, Gen.Int[0, 60], Gen.Int[0, 60]).Sample((all, one, two) =>
        {
            var (from, to) = (Math.Min(Math.Min(one, two), all.Length), Math.Min(Math.Max(one, two), all.Length));
            return Decode(all) == Decode(all[..from], all[from..to], all[to..]);
        }, iter: 20_000);
    }

    [Test]
    public async Task A_paste_of_a_megabyte_is_whole()
    {
        var text = string.Concat(Enumerable.Repeat("a line that somebody copied\r\n", 40_000));
        var bytes = Encoding.UTF8.GetBytes("\e[200~" + text + "\e[201~");
        Decode(bytes[..1000]);
        TerminalEvent? seen = null;
        var decoder = new InputDecoder(told => seen = told);
        for (var at = 0; at < bytes.Length; at += 4096)
            decoder.Feed(bytes.AsSpan(at, Math.Min(4096, bytes.Length - at)));
        await Assert.That(((Pasted)seen!).Text.Length).IsEqualTo(text.Length - 40_000);
    }

    [Test]
    public async Task A_sequence_without_end_is_swallowed_and_then_forgotten() =>
        await Assert.That(Decode(Encoding.UTF8.GetBytes("\e[" + new string('1', 100_000) + "Ax"))).IsEqualTo("x");

    [Test]
    public async Task Typing_allocates_nothing()
    {
        var count = 0;
        var decoder = new InputDecoder(_ => count++);
        var bytes = Encoding.UTF8.GetBytes("fix the api\r\x01\eb\e[A\e[1;5C");
        decoder.Feed(bytes);
        await Assert.That(count).IsEqualTo(16);
        await Assert.That(Allocated.By(() => decoder.Feed(bytes))).IsEqualTo(0);
    }

    private static string Decode(params byte[][] chunks)
    {
        var seen = new List<TerminalEvent>();
        var decoder = new InputDecoder(seen.Add);
        foreach (var chunk in chunks)
            decoder.Feed(chunk);
        return Told(seen);
    }

    private static string Told(IEnumerable<TerminalEvent> events) => string.Join(' ', events.Select(Told));

    private static string Told(TerminalEvent told) => told switch
    {
        KeyPressed { Key: var key } => Told(key),
        Pasted paste => $"<{paste.Text.Replace('\n', '|')}>",
        FocusChanged focus => focus.HasFocus ? "<focus>" : "<blur>",
        Replied reply => $"<{reply.Kind} {reply.Mode} {reply.Value}>",
        _ => told.ToString(),
    };

    private static string Told(Key key)
    {
        var name = key.Code != KeyCode.Rune ? key.Code.ToString() : key.Rune.Value == ' ' ? "Space" : key.Rune.ToString();
        var mods = key.Mods == KeyMods.None ? "" : key.Mods.ToString().Replace(", ", "+", StringComparison.Ordinal) + "+";
        return mods + name + (key.Extended ? "!" : "");
    }
}
