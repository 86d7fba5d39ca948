using Q.Input;
using Q.Terminal;
using static Q.TestKit.Keys;

namespace Q.Tests.Input;

internal sealed class LineEditorTests
{
    /// <summary>Keys, and the line they leave; <c>|</c> is the cursor.</summary>
    private static readonly (IReadOnlyList<Key> Keys, string Line)[] s_cases =
    [
        (Of($"fix the api"), "fix the api|"),
        (Of($"abc{Ctrl('a')}x{Ctrl('e')}y{Left}{Left}z"), "xabz|cy"),
        (Of($"abc{Home}{Delete}{Ctrl('d')}{End}{Backspace}"), "|"),
        (Of($"one two three{Alt('b')}{Alt('b')}x"), "one x|two three"),
        (Of($"one two{Home}{Alt('f')}{Ctrl(Right)}!"), "one two!|"),
        (Of($"one two-three{Ctrl('w')}"), "one |"),
        (Of($"one two-three{Alt(Backspace)}"), "one two-|"),
        (Of($"one two{Home}{Alt('d')}"), "| two"),
        (Of($"one two{Alt('b')}{Ctrl('u')}"), "|two"),
        (Of($"one two{Alt('b')}{Ctrl('k')}{Home}{Ctrl('y')}"), "two|one "),
        (Of($"a b c{Ctrl('w')}{Ctrl('w')}{Ctrl('y')}"), "a b c|"),
        (Of($"one{Ctrl('u')}two{Ctrl('u')}{Ctrl('y')}{Alt('y')}"), "one|"),
        (Of($"one{Ctrl('u')}two{Ctrl('u')}{Ctrl('y')}{Alt('y')}{Alt('y')}"), "two|"),
        (Of($"teh{Ctrl('t')}"), "the|"),
        (Of($"ab{Left}{Ctrl('t')}"), "ba|"),
        (Of($"one two{Alt('t')}"), "two one|"),
        (Of($"one two{Home}{Alt('u')}{Alt('c')}"), "ONE Two|"),
        (Of($"ONE{Home}{Alt('l')}"), "one|"),
        (Of($"one two{Ctrl('_')}"), "one|"),
        (Of($"one{Ctrl('w')}{Ctrl('_')}"), "one|"),
        (Of($"one two{Ctrl('_')}{Alt('/')}"), "one two|"),
        (Of($"one two{Ctrl('_')}{Ctrl('_')}{Alt('/')}{Alt('/')}{Alt('/')}"), "one two|"),
        (Of($"one two{Ctrl('_')}x{Alt('/')}"), "onex|"),
        (Of($"one two{Ctrl('w')}{Alt('r')}"), "|"),
        (Of($"one two{Ctrl('w')}{Alt('r')}{Alt('/')}"), "one|"),
        (Of($"one   two{Left}{Left}{Left}{Left}{Alt('\\')}"), "one|two"),
        (Of($"see {Alt('.')}"), "see newest|"),
        (Of($"see {Alt('.')}{Alt('.')}{Alt('.')}{Alt('.')}"), "see oldest|"),
        (Of($"see {Alt('.')}{Alt('.')}{Ctrl('_')}"), "see newest|"),
        (Of($"one two{Shift(Left)}{Shift(Left)}{Shift(Left)}x"), "one x|"),
        (Of($"one two{Shift(Home)}{Backspace}"), "|"),
        (Of($"one two{Home}{Ctrl(Shift(Right))}{Delete}"), "| two"),
        (Of($"one two{Alt(Shift(Left))}{Ctrl('w')}{Home}{Ctrl('y')}"), "two|one "),
        (Of($"one two{Ctrl(Shift(Left))}{Alt('w')}{Home}{Ctrl('y')}"), "two|one two"),
        (Of($"one two{Ctrl(Shift(Left))}{Escape}x"), "one x|two"),
        (Of($"one two{Ctrl(Shift(Left))}{Left}x"), "onex| two"),
        (Of($"one two{Ctrl(Shift(Left))}{Ctrl('j')}"), "one \n|"),
        (Of($"one two{Ctrl(Shift(Left))}xy{Ctrl('_')}"), "one |two"),
        (Of($"ab{Ctrl('j')}cd{Shift(Up)}x"), "abx|"),
        (Of($"ab{Ctrl('j')}cd{Ctrl(Shift(Home))}{Shift(Down)}{Ctrl(Shift(End))}{Shift(End)}x"), "ab\ncdx|"),
        (Of($"ab{Home}{Shift(Right)}{Ctrl('d')}"), "|b"),
        (Of($"{Ctrl('r')}e{Ctrl('r')}{Ctrl('r')}{Ctrl('s')}"), "middl|e"),
        (Of($"a{Ctrl('j')}b{Alt(Enter)}c"), "a\nb\nc|"),
        (Of($"a{Shift(Enter)}b"), "a\nb|"),
        (Of($"a\\{Enter}b"), "a\nb|"),
        (Of($"abc{Ctrl('j')}de{Up}x"), "abx|c\nde"),
        (Of($"abc{Ctrl('j')}d{Ctrl('j')}efg{Up}{Up}{Down}{Down}"), "abc\nd\ne|fg"),
        (Of($"abc{Ctrl('j')}de{Ctrl('a')}x{Up}{Ctrl('k')}{Ctrl('k')}"), "a|xde"),
        (Of($"e\u0301👍🏽🇩🇪{Left}{Left}x"), "e\u0301x|👍🏽🇩🇪"),
        (Of($"e\u0301👍🏽🇩🇪{Backspace}{Backspace}"), "e\u0301|"),
        (Of($"漢字{Ctrl('b')}{Backspace}"), "|字"),
        (Of($"half{Up}"), "newest|"),
        (Of($"half{Up}{Up}{Up}{Up}"), "oldest|"),
        (Of($"half{Left}{Up}{Up}{Down}{Down}"), "hal|f"),
        (Of($"half{Ctrl('p')}{Ctrl('p')}{Ctrl('n')}{Ctrl('n')}{Ctrl('n')}"), "half|"),
        (Of($"half{Alt('<')}"), "oldest|"),
        (Of($"half{Alt('<')}{Alt('>')}"), "half|"),
        (Of($"{Ctrl('r')}dd"), "mi|ddle"),
        (Of($"{Ctrl('r')}e{Ctrl('r')}{Ctrl('r')}"), "old|est"),
        (Of($"{Ctrl('r')}dd{Ctrl('e')}!"), "middle!|"),
        (Of($"half{Ctrl('r')}dd{Ctrl('g')}"), "half|"),
        (Of($"half{Ctrl('r')}dd{Escape}"), "half|"),
        (Of($"half{Ctrl('r')}zz{Backspace}{Backspace}"), "half|"),
        (Of($"m{Alt('p')}"), "m|iddle"),
        (Of($"m{Alt('p')}{Alt('p')}x"), "mx|iddle"),
        (Of($"one two{Alt(Ctrl('h'))}"), "one |"),
        (Of($"one two{Alt(Ctrl('r'))}"), "|"),
        (Of($"see {Alt('_')}"), "see newest|"),
        (Of($"z{Alt('p')}"), "z|"),
        (Of($"{Alt('p')}{Alt('p')}{Alt('n')}"), "|newest"),
        (Of($"{Alt('p')}{Alt('n')}x"), "x|"),
        (Of($"m{Alt('p')}{Alt('n')}"), "m|"),
        (Of($"m{Alt('n')}"), "m|"),
        (Of($"a{Ctrl('v')}{Tab}{Ctrl('v')}{Enter}{Ctrl('v')}b"), "a\t\nb|"),
        (Of($"a{Ctrl('v')}{Ctrl('a')}b"), "ab|"),
        (Of($"a b c b{Home}{Ctrl(']')}b{Ctrl(']')}b!"), "a b c !|b"),
        (Of($"a b c b{Alt(Ctrl(']'))}b{Alt(Ctrl(']'))}b!"), "a !|b c b"),
        (Of($"a b{Ctrl(']')}a{Home}{Alt(Ctrl(']'))}a{Ctrl(']')}z!"), "!|a b"),
        (Of($"/s{Tab}"), "/s|"),
        (Of($"/s{Tab}{Tab}{Tab}"), "/switch|"),
        (Of($"/s{Tab}{Shift(Tab)}x"), "/switchx|"),
        (Of($"/sw{Tab}api"), "/switch api|"),
        (Of($"/q{Tab}"), "/quit |"),
        (Of($"/zz{Tab}"), "/zz|"),
    ];

    public static IEnumerable<Func<(IReadOnlyList<Key> Keys, string Line)>> Cases() =>
        s_cases.Select(one => (Func<(IReadOnlyList<Key>, string)>)(() => one));

    [Test]
    [MethodDataSource(nameof(Cases))]
    public async Task Keys_leave_this_line(IReadOnlyList<Key> keys, string line)
    {
        var editor = New();
        Press(editor, keys);
        await Assert.That(Line(editor)).IsEqualTo(line);
    }

    [Test]
    public async Task Enter_submits_and_the_line_goes_into_the_history()
    {
        var editor = New();
        await Assert.That(Press(editor, Of($"fix it{Enter}"))).IsEqualTo(EditResult.Submit);
        await Assert.That(editor.Take()).IsEqualTo("fix it");
        await Assert.That(Line(editor)).IsEqualTo("|");
        editor.Press(Up);
        await Assert.That(Line(editor)).IsEqualTo("fix it|");
    }

    [Test]
    public async Task Enter_in_a_search_submits_what_was_found()
    {
        var editor = New();
        await Assert.That(Press(editor, Of($"{Ctrl('r')}dd{Enter}"))).IsEqualTo(EditResult.Submit);
        await Assert.That(editor.Take()).IsEqualTo("middle");
    }

    [Test]
    public async Task Ctrl_D_ends_the_input_only_on_an_empty_line()
    {
        var editor = New();
        await Assert.That(editor.Press(Ctrl('d'))).IsEqualTo(EditResult.EndOfInput);
        editor.Press(Key.Of('x'));
        await Assert.That(editor.Press(Ctrl('d'))).IsEqualTo(EditResult.Ignored);
    }

    [Test]
    public async Task A_paste_with_line_ends_is_not_sent_and_is_undone_at_once()
    {
        var editor = New();
        editor.Press(Key.Of('a'));
        editor.Paste("one\ntwo\n");
        await Assert.That(Line(editor)).IsEqualTo("aone\ntwo\n|");
        editor.Press(Ctrl('_'));
        await Assert.That(Line(editor)).IsEqualTo("a|");
    }

    [Test]
    public async Task Each_session_gets_its_half_typed_line_and_cursor_back()
    {
        var editor = New();
        Press(editor, Of($"one two{Alt('b')}"));
        var first = editor.Save();
        editor.Restore(new EditorState("other", 2));
        await Assert.That(Line(editor)).IsEqualTo("ot|her");
        await Assert.That(editor.Press(Ctrl('_'))).IsEqualTo(EditResult.Ignored);
        editor.Restore(first);
        await Assert.That(Line(editor)).IsEqualTo("one |two");
    }

    [Test]
    public async Task What_was_cleared_comes_back()
    {
        var editor = New();
        Press(editor, Of($"a long prompt"));
        editor.Discard();
        editor.Press(Ctrl('y'));
        await Assert.That(Line(editor)).IsEqualTo("a long prompt|");
    }

    [Test]
    public async Task A_large_paste_is_one_character_that_is_sent_whole_and_opens_with_Tab()
    {
        var editor = New();
        var pasted = string.Join('\n', Enumerable.Range(1, 214).Select(number => $"line {number} with some more text, so that it is long"));
        Press(editor, Of($"see  now{Alt('b')}{Left}"));
        editor.Paste(pasted);
        await Assert.That(editor.Text.Length).IsEqualTo("see  now".Length + 1);
        await Assert.That(editor.Chips.LabelOf(editor.Text[4])).IsEqualTo("[pasted 214 lines, 10 kB]");
        await Assert.That(editor.Whole).IsEqualTo($"see {pasted} now");
        editor.Press(Backspace);
        await Assert.That(editor.Whole).IsEqualTo("see  now");
        editor.Press(Ctrl('_'));
        editor.Press(Tab);
        await Assert.That(editor.Text).IsEqualTo($"see {pasted} now");
        editor.Press(Ctrl('_'));
        await Assert.That(editor.Text.Length).IsEqualTo("see  now".Length + 1);
        await Assert.That(editor.Take()).IsEqualTo($"see {pasted} now");
    }

    [Test]
    public async Task A_chip_that_was_cut_or_set_aside_is_whole_when_it_comes_back()
    {
        var editor = New();
        var pasted = new string('x', 5000);
        editor.Paste(pasted);
        var kept = editor.Save();
        await Assert.That(kept.Whole).IsEqualTo(pasted);
        editor.Press(Ctrl('u'));
        editor.Clear();
        editor.Press(Ctrl('y'));
        await Assert.That((editor.Text.Length, editor.Whole)).IsEqualTo((1, pasted));
        editor.Restore(kept);
        await Assert.That(editor.Take()).IsEqualTo(pasted);
    }

    [Test]
    public async Task What_was_pasted_is_a_chip_again_when_it_is_recalled_and_what_was_typed_is_text()
    {
        var editor = New();
        var pasted = string.Join('\n', Enumerable.Range(1, 300).Select(static number => $"row {number} end"));
        var lines = string.Join('\n', Enumerable.Range(1, 30).Select(static number => $"typed {number}"));
        Press(editor, Of($"look at "));
        editor.Paste(pasted);
        Press(editor, Of($" now"));
        editor.Take();
        Press(editor, lines.Select(static one => one == '\n' ? Ctrl('j') : Key.Of(one)));
        editor.Take();
        editor.Press(Up);
        await Assert.That(Line(editor)).IsEqualTo(lines + "|");
        editor.Press(Alt('<'));
        Press(editor, Of($"{Alt('>')}{Up}"));
        for (var above = 0; above < 30; above++)
            editor.Press(Up);
        await Assert.That((editor.Text.Length, editor.Whole)).IsEqualTo((13, $"look at {pasted} now"));
        await Assert.That(editor.Chips.LabelOf(editor.Text[8])).StartsWith("[pasted 300 lines, ");
        Press(editor, Of($"{Left}{Left}{Left}{Left}{Tab}"));
        await Assert.That(editor.Text).IsEqualTo($"look at {pasted} now");
        editor.Press(Ctrl('_'));
        Press(editor, Of($"{End}, please"));
        await Assert.That(editor.Take()).IsEqualTo($"look at {pasted} now, please");
    }

    [Test]
    [Arguments("w, p", "look at \u0080 no|w, please")]
    [Arguments("ROW 7 END", "look at |\u0080 now, please")]
    public async Task A_search_finds_in_what_was_pasted_too_and_goes_back_to_the_line(string sought, string line)
    {
        var editor = New();
        Press(editor, Of($"look at "));
        editor.Paste(Rows(300));
        Press(editor, Of($" now, please"));
        var whole = editor.Take();
        Press(editor, Of($"half "));
        editor.Paste(Rows(20));
        var half = editor.Whole;
        Press(editor, [Ctrl('r'), .. sought.Select(static one => Key.Of(one))]);
        await Assert.That((Line(editor), editor.Whole)).IsEqualTo((line, whole));
        editor.Press(Ctrl('g'));
        await Assert.That((editor.Text.Length, editor.Whole)).IsEqualTo((6, half));
    }

    [Test]
    public async Task Of_what_another_run_sent_all_between_the_first_and_the_last_line_is_a_chip()
    {
        await Assert.That(Folded(Rows(11))).IsEqualTo(Rows(11));
        await Assert.That(Folded($"why?\n{Rows(300)}\nanswer briefly")).IsEqualTo("why?\n\u0080\nanswer briefly");
        await Assert.That(Folded(new string('x', 2001))).IsEqualTo("\u0080");
        await Assert.That(Folded(new string('x', 200) + "\n" + Rows(12))).IsEqualTo("\u0080\nrow 12 end");
        await Assert.That(Folded(Rows(12) + "\n" + new string('x', 200))).IsEqualTo("row 1 end\n\u0080");
        await Assert.That(Folded("short\n" + new string('x', 2100))).IsEqualTo("short\n\u0080");
        await Assert.That(Folded(new string('x', 2100) + "\nshort")).IsEqualTo("\u0080\nshort");
        await Assert.That(Folded(Rows(300) + "\n")).IsEqualTo("row 1 end\n\u0080\n");

        static string Folded(string text)
        {
            var history = new History(null);
            history.Add(text);
            var editor = new LineEditor(history);
            editor.Press(Up);
            if (editor.Whole != text || editor.Cursor != editor.Text.Length)
                throw new InvalidOperationException($"{editor.Whole} at {editor.Cursor}");
            return editor.Text;
        }
    }

    [Test]
    public async Task An_entry_that_begins_in_its_chip_is_none_that_begins_as_the_line_does()
    {
        var editor = New();
        editor.Paste(Rows(300));
        editor.Take();
        Press(editor, Of($"row 1 {Alt('p')}"));
        await Assert.That(Line(editor)).IsEqualTo("row 1 |");
        editor.Clear();
        Press(editor, Of($"new{Alt('p')}"));
        await Assert.That(Line(editor)).IsEqualTo("new|est");
    }

    [Test]
    public async Task A_paste_that_was_cut_out_again_is_not_kept_for_the_entry()
    {
        var history = new History(null);
        var editor = new LineEditor(history);
        editor.Paste(Rows(300));
        Press(editor, Of($"{Backspace}short"));
        editor.Take();
        await Assert.That(history.Line(0).Chips?.Length ?? 0).IsEqualTo(0);
    }

    [Test]
    public async Task What_an_editor_left_of_the_pastes_is_chips_again()
    {
        var editor = New();
        editor.Paste(Rows(300));
        Press(editor, Of($" and "));
        editor.Paste(Rows(40));
        editor.Replace($"{Rows(300)} or {Rows(39)}");
        await Assert.That((editor.Text, editor.Whole)).IsEqualTo(($"\u0080 or {Rows(39)}", $"{Rows(300)} or {Rows(39)}"));
        editor.Press(Ctrl('_'));
        await Assert.That((editor.Text, editor.Whole)).IsEqualTo(("\u0080 and \u0081", $"{Rows(300)} and {Rows(40)}"));
    }

    [Test]
    public async Task The_muted_rest_of_an_entry_is_a_chip_where_it_is_large()
    {
        var editor = new LineEditor(new History(null)) { HasGhost = true };
        Press(editor, Of($"look: "));
        editor.Paste(Rows(300));
        var sent = editor.Take();
        Press(editor, Of($"look{Right}"));
        await Assert.That((editor.Text, editor.Whole)).IsEqualTo(("look\u0080", sent));
    }

    private static string Rows(int count) => string.Join('\n', Enumerable.Range(1, count).Select(static number => $"row {number} end"));

    [Test]
    public async Task After_32_chips_a_paste_is_text()
    {
        var editor = New();
        for (var count = 0; count < 33; count++)
            editor.Paste(new string('y', 3000));
        await Assert.That(editor.Text.Length).IsEqualTo(32 + 3000);
        await Assert.That(editor.Whole.Length).IsEqualTo(33 * 3000);
    }

    [Test]
    [Arguments(1, 2500, "[pasted 2 kB]")]
    [Arguments(12, 1, "[pasted 12 lines, 23 B]")]
    [Arguments(2, 1_000_000, "[pasted 2 lines, 2 MB]")]
    [Arguments(1, 1_260_000, "[pasted 1.3 MB]")]
    public async Task A_chip_says_how_much_it_is(int lines, int length, string label)
    {
        var text = string.Join('\n', Enumerable.Repeat(new string('x', length), lines));
        var sign = Chips.None.For(text, out var chips);
        await Assert.That(chips.LabelOf(sign[0])).IsEqualTo(label);
        await Assert.That(Chips.None.LabelOf(sign[0])).IsNull();
    }

    [Test]
    public async Task A_paste_takes_the_place_of_what_is_selected()
    {
        var editor = New();
        Press(editor, Of($"one two{Ctrl(Shift(Left))}"));
        editor.Paste("three");
        await Assert.That(Line(editor)).IsEqualTo("one three|");
        editor.Press(Ctrl('_'));
        await Assert.That(Line(editor)).IsEqualTo("one two|".Replace("two|", "|two", StringComparison.Ordinal));
    }

    [Test]
    public async Task Up_goes_through_the_entries_of_the_folder_where_that_was_chosen()
    {
        var editor = new LineEditor(OfFolders()) { IsHistoryOfFolder = true, Folder = "/a" };
        Press(editor, Of($"half{Up}{Up}{Up}"));
        await Assert.That(Line(editor)).IsEqualTo("first of a|");
        Press(editor, Of($"{Down}{Down}{Down}"));
        await Assert.That(Line(editor)).IsEqualTo("half|");
        var all = new LineEditor(OfFolders()) { Folder = "/a" };
        Press(all, Of($"{Up}{Up}"));
        await Assert.That(Line(all)).IsEqualTo("second of a|");
    }

    [Test]
    public async Task In_a_search_Tab_looks_in_this_folder_or_in_all()
    {
        var editor = new LineEditor(OfFolders()) { Folder = "/a" };
        Press(editor, Of($"{Ctrl('r')}of"));
        await Assert.That((Line(editor), editor.IsSearchingHere)).IsEqualTo(("one |of b", false));
        editor.Press(Tab);
        await Assert.That((Line(editor), editor.IsSearchingHere)).IsEqualTo(("second |of a", true));
        editor.Press(Tab);
        await Assert.That(Line(editor)).IsEqualTo("one |of b");
    }

    private static History OfFolders()
    {
        var history = new History(null);
        history.Add("first of a", "/a");
        history.Add("second of a", "/a");
        history.Add("one of b", "/b");
        return history;
    }

    /// <summary>Seeds that ever failed stand here for good.</summary>
    [Test]
    [Arguments(1)]
    [Arguments(2)]
    [Arguments(20261124)]
    public async Task A_hundred_thousand_random_keys_break_nothing(int seed)
    {
        var random = new Random(seed);
        var editor = New();
        var codes = Enum.GetValues<KeyCode>();
        string[] texts = ["a", "B", " ", "-", "/s", "\\", "é", "\u0301", "漢", "👍", "🏽", "🇩", "🇪", "\u200d", "👩"];
        for (var count = 0; count < 100_000; count++)
        {
            var mods = (KeyMods)random.Next(8);
            switch (random.Next(6))
            {
                case 0:
                    editor.Press(Key.Of(codes[random.Next(codes.Length)], mods));
                    break;
                case 1:
                    editor.Press(Key.Of((char)random.Next(' ', 127), mods));
                    break;
                case 2 when editor.Text.Length > 60 || random.Next(50) == 0:
                    editor.Take();
                    break;
                default:
                    foreach (var rune in texts[random.Next(texts.Length)].EnumerateRunes())
                        editor.Press(new Key(KeyCode.Rune, rune, KeyMods.None));
                    break;
            }
            var probe = new TextBuffer();
            probe.Set(editor.Text, editor.Cursor);
            if (probe.Cursor != editor.Cursor)
                Assert.Fail($"Seed {seed}, key {count}: the cursor stands inside a character: {Line(editor)}");
        }
        await Assert.That(editor.Cursor).IsLessThanOrEqualTo(editor.Text.Length);
    }

    private static LineEditor New()
    {
        var history = new History(null);
        history.Add("oldest");
        history.Add("middle");
        history.Add("newest");
        return new LineEditor(history, (text, cursor, _) => new Candidates(0,
            [.. new[] { "/sessions", "/switch", "/quit" }.Where(word => text.Length > 0 && word.StartsWith(text[..cursor], StringComparison.Ordinal))]));
    }

    private static EditResult Press(LineEditor editor, IEnumerable<Key> keys) =>
        keys.Aggregate(EditResult.Ignored, (_, key) => editor.Press(key));

    private static string Line(LineEditor editor) => editor.Text.Insert(editor.Cursor, "|");

    [Test]
    public async Task A_paste_that_was_cut_out_of_the_line_before_another_comes_back_by_undo_and_goes_by_redo()
    {
        var editor = New();
        var (first, second) = (new string('x', 5000), new string('y', 6000));
        editor.Paste(first);
        editor.Press(Ctrl('u'));
        editor.Paste(second);
        await Assert.That((editor.Whole, editor.Chips.Length)).IsEqualTo((second, 6000L));
        editor.Press(Ctrl('_'));
        await Assert.That(editor.Whole).IsEqualTo("");
        editor.Press(Ctrl('_'));
        await Assert.That(editor.Whole).IsEqualTo(first);
        editor.Press(Alt('/'));
        editor.Press(Alt('/'));
        await Assert.That(editor.Whole).IsEqualTo(second);
    }
}
