using Q.Input;
using Q.Terminal;
using static Q.TestKit.Keys;

namespace Q.Tests.Input;

/// <summary>
/// The keys of vi, as a table: the line before (<c>|</c> is the cursor, in normal mode), keys, the line after, the mode. <c>^</c> is Escape,
/// <c>↵</c> Ctrl+R, <c>&lt;</c> Backspace behind an R.
/// </summary>
internal sealed class ViKeysTests
{
    private static readonly (string Before, string Keys, string After, ViMode Mode)[] s_cases =
    [
        ("|one two three", "w", "one |two three", ViMode.Normal),
        ("|one two three", "2w", "one two |three", ViMode.Normal),
        ("|one.two three", "w", "one|.two three", ViMode.Normal),
        ("|one.two three", "W", "one.two |three", ViMode.Normal),
        ("one two |three", "b", "one |two three", ViMode.Normal),
        ("one two |three", "2b", "|one two three", ViMode.Normal),
        ("a.b c|d", "B", "a.b |cd", ViMode.Normal),
        ("a.b |cd", "B", "|a.b cd", ViMode.Normal),
        ("|one two", "e", "on|e two", ViMode.Normal),
        ("|one two", "2e", "one tw|o", ViMode.Normal),
        ("|a.b c", "E", "a.|b c", ViMode.Normal),
        ("one t|wo", "0", "|one two", ViMode.Normal),
        ("  one t|wo", "^^", "  |one two", ViMode.Normal),
        ("|one two", "$", "one tw|o", ViMode.Normal),
        ("|one two", "ft", "one |two", ViMode.Normal),
        ("|one two", "fo;", "one tw|o", ViMode.Normal),
        ("one tw|o", "Fo", "|one two", ViMode.Normal),
        ("|one two", "to", "one t|wo", ViMode.Normal),
        ("one tw|o", "Tn", "on|e two", ViMode.Normal),
        ("|a,b,c", "2f,,", "a|,b,c", ViMode.Normal),
        ("|one", "fz", "|one", ViMode.Normal),
        ("|abc", "lll", "ab|c", ViMode.Normal),
        ("ab|c", "5h", "|abc", ViMode.Normal),
        ("|ab\ncd", "j", "ab\n|cd", ViMode.Normal),
        ("ab\nc|d", "k", "a|b\ncd", ViMode.Normal),
        ("ab\nc|d", "gg", "|ab\ncd", ViMode.Normal),
        ("|ab\ncd", "G", "ab\nc|d", ViMode.Normal),
        ("|one two", "gx", "|one two", ViMode.Normal),

        ("|one two three", "dw", "|two three", ViMode.Normal),
        ("|one two three", "d2w", "|three", ViMode.Normal),
        ("|one two three four", "2d1w", "|three four", ViMode.Normal),
        ("one |two", "dw", "one| ", ViMode.Normal),
        ("|one two", "de", "| two", ViMode.Normal),
        ("one two |three", "db", "one |three", ViMode.Normal),
        ("one |two three", "d0", "|two three", ViMode.Normal),
        ("one |two three", "d$", "one| ", ViMode.Normal),
        ("one |two three", "D", "one| ", ViMode.Normal),
        ("|call(a, b)", "df(", "|a, b)", ViMode.Normal),
        ("|call(a, b)", "dt(", "|(a, b)", ViMode.Normal),
        ("|a\nb\nc", "dd", "|b\nc", ViMode.Normal),
        ("|a\nb\nc", "2dd", "|c", ViMode.Normal),
        ("a\n|b", "dd", "|a", ViMode.Normal),
        ("|a", "dd", "|", ViMode.Normal),
        ("|a\nb\nc", "dj", "|c", ViMode.Normal),
        ("a\nb\n|c", "dk", "|a", ViMode.Normal),
        ("a\n|b\nc", "dG", "|a", ViMode.Normal),
        ("a\n|b\nc", "dgg", "|c", ViMode.Normal),
        ("|one", "dz", "|one", ViMode.Normal),
        ("|one", "d^x", "|ne", ViMode.Normal),

        ("|one two", "cwsix^", "si|x two", ViMode.Normal),
        ("|one two", "cw", "| two", ViMode.Insert),
        ("one |two", "cbx", "x|two", ViMode.Insert),
        ("a\n|b c\nd", "ccx", "a\nx|\nd", ViMode.Insert),
        ("a\n|b c\nd", "Sx", "a\nx|\nd", ViMode.Insert),
        ("one |two", "Cx", "one x|", ViMode.Insert),
        ("|one", "sx", "x|ne", ViMode.Insert),
        ("|one", "2sx", "x|e", ViMode.Insert),

        ("|one two", "yww", "one |two", ViMode.Normal),
        ("|one two", "yw$p", "one twoone| ", ViMode.Normal),
        ("|one two", "yw2P", "one one| one two", ViMode.Normal),
        ("one |two", "yb", "|one two", ViMode.Normal),
        ("|a\nb", "yyp", "a\n|a\nb", ViMode.Normal),
        ("a\n|b", "yyP", "a\n|b\nb", ViMode.Normal),
        ("|a\nb", "Yjp", "a\nb\n|a", ViMode.Normal),
        ("|a\nb", "ddp", "b\n|a", ViMode.Normal),
        ("|ab", "xp", "b|a", ViMode.Normal),

        ("|abc", "x", "|bc", ViMode.Normal),
        ("|abc", "2x", "|c", ViMode.Normal),
        ("ab|c", "x", "a|b", ViMode.Normal),
        ("ab|c", "X", "a|c", ViMode.Normal),
        ("|", "x", "|", ViMode.Normal),
        ("|abc", "rx", "|xbc", ViMode.Normal),
        ("|abc", "3rx", "xx|x", ViMode.Normal),
        ("|abc", "4rx", "|abc", ViMode.Normal),
        ("|aBc", "3~", "Ab|C", ViMode.Normal),
        ("|👍🏽b", "x", "|b", ViMode.Normal),
        ("|👍🏽b", "lx", "|👍🏽", ViMode.Normal),

        ("|abc", "ix", "x|abc", ViMode.Insert),
        ("|abc", "ax", "ax|bc", ViMode.Insert),
        ("  ab|c", "Ix", "  x|abc", ViMode.Insert),
        ("|abc", "Ax", "abcx|", ViMode.Insert),
        ("|a\nb", "ox", "a\nx|\nb", ViMode.Insert),
        ("a\n|b", "Ox", "a\nx|\nb", ViMode.Insert),
        ("|abc", "Ax^", "abc|x", ViMode.Normal),

        ("|one two", "dwu", "|one two", ViMode.Normal),
        ("|one two", "dwdwuu", "|one two", ViMode.Normal),
        ("|one two", "dwu↵", "|two", ViMode.Normal),
        ("|one", "Afour five^u", "|one", ViMode.Normal),
        ("|one", "i^u", "|one", ViMode.Normal),

        ("one t|wo three", "diw", "one | three", ViMode.Normal),
        ("one t|wo three", "daw", "one |three", ViMode.Normal),
        ("one t|wo", "daw", "on|e", ViMode.Normal),
        ("one|  two", "diw", "one|two", ViMode.Normal),
        ("one|  two x", "daw", "one| x", ViMode.Normal),
        ("|one two three", "d2aw", "|three", ViMode.Normal),
        ("|one two three", "2daw", "|three", ViMode.Normal),
        ("|one two three", "c2iwx", "x|two three", ViMode.Insert),
        ("one.t|wo x", "diw", "one.| x", ViMode.Normal),
        ("one.t|wo x", "diW", "| x", ViMode.Normal),
        ("a\n|\nb", "diw", "a\n|\nb", ViMode.Normal),
        ("a\nb|b\nc", "daw", "a\n|\nc", ViMode.Normal),
        ("say \"a |b\" now", "di\"", "say \"|\" now", ViMode.Normal),
        ("say \"a |b\" now", "da\"", "say |now", ViMode.Normal),
        ("say \"a |b\"", "da\"", "sa|y", ViMode.Normal),
        ("s|ay \"a b\"", "ci\"x^", "say \"|x\"", ViMode.Normal),
        ("a 'b|\\'c' d", "di'", "a '|' d", ViMode.Normal),
        ("'a' |b 'c'", "di'", "'a' b '|'", ViMode.Normal),
        ("'a' 'b' |c", "di'", "'a' 'b' |c", ViMode.Normal),
        ("a `|b", "di`", "a `|b", ViMode.Normal),
        ("f(a, (b|), c)", "di(", "f(a, (|), c)", ViMode.Normal),
        ("f(a, |(b), c)", "di)", "f(a, (|), c)", ViMode.Normal),
        ("f(a, (|b), c)", "2dib", "f(|)", ViMode.Normal),
        ("f(a, (|b), c)", "d3ib", "f(a, (|b), c)", ViMode.Normal),
        ("f(|a)", "da)", "|f", ViMode.Normal),
        ("[a {b| c}]", "ci}x", "[a {x|}]", ViMode.Insert),
        ("[a {b| c}]", "da]", "|", ViMode.Normal),
        ("{\n|a\n}", "diB", "{|}", ViMode.Normal),
        ("<a|>", "di<", "<|>", ViMode.Normal),
        ("|x (a)", "di(", "|x (a)", ViMode.Normal),
        ("(|a", "di(", "(|a", ViMode.Normal),
        ("|one two", "dix", "|one two", ViMode.Normal),
        ("one t|wo three", "viwd", "one | three", ViMode.Normal),
        ("f(a| b)", "vi(~", "f(|A B)", ViMode.Normal),
        ("f(|)", "vi(d", "f|(", ViMode.Normal),
        ("one |two", "yiwP", "one tw|otwo", ViMode.Normal),

        ("|one two three", "dw.", "|three", ViMode.Normal),
        ("|a b c d", "dw2.", "|d", ViMode.Normal),
        ("|a b c d e f", "2dw1.", "|d e f", ViMode.Normal),
        ("|one two", "cwx^w.", "x |x", ViMode.Normal),
        ("|(a) (b)", "ci(x y^f(.", "(x y) (x |y)", ViMode.Normal),
        ("|abc", "x.", "|c", ViMode.Normal),
        ("|abc", "rxl.", "x|xc", ViMode.Normal),
        ("|a\nb\nc", "dd.", "|c", ViMode.Normal),
        ("|a b", "ix^.", "|xxa b", ViMode.Normal),
        ("|a", "A!^..", "a!!|!", ViMode.Normal),
        ("|a", "ob^.", "a\nb\n|b", ViMode.Normal),
        ("|one two three", "dwu.", "|two three", ViMode.Normal),
        ("|one two three four", "dww.u", "two |three four", ViMode.Normal),
        ("|abcdef", "vld.", "|ef", ViMode.Normal),
        ("|abc", ".", "|abc", ViMode.Normal),
        ("|a b c", "yw.", "|a b c", ViMode.Normal),

        ("|one two", "\"ayw$\"ap", "one twoone| ", ViMode.Normal),
        ("|one two three", "\"adw\"Adw\"aP", "one two| three", ViMode.Normal),
        ("|one two", "yw\"_dwP", "one| two", ViMode.Normal),
        ("|one two", "ywdw\"0P", "one| two", ViMode.Normal),
        ("|one two", "\"+dw\"*P", "one| two", ViMode.Normal),
        ("|one two", "dw\"\"P", "one| two", ViMode.Normal),
        ("|one two", "\"bp", "|one two", ViMode.Normal),
        ("|one two", "\"?x", "|ne two", ViMode.Normal),
        ("|a\nb c", "\"aywj\"Ayy\"ap", "a\nb c\n|a\nb c", ViMode.Normal),
        ("|one two three", "\"adw.\"ap", "ttwo| hree", ViMode.Normal),
        ("|one two three four", "\"adw2.\"aP", "two three| four", ViMode.Normal),

        ("|one two", "Rab", "ab|e two", ViMode.Replace),
        ("|one", "Rabcd^", "abc|d", ViMode.Normal),
        ("|one two", "Rabc<<x^", "a|x" + "e two", ViMode.Normal),
        ("|one", "Rabcde<<<", "ab|e", ViMode.Replace),
        ("o|ne", "R<<x", "x|ne", ViMode.Replace),
        ("|a\nb", "Rxyz", "xyz|\nb", ViMode.Replace),
        ("|one two", "Rab^u", "|one two", ViMode.Normal),
        ("|one two", "Rab^w.", "abe a|b" + "o", ViMode.Normal),
        ("|漢字", "Rab<", "a|字", ViMode.Replace),

        ("|a\n  b\nc", "J", "a| b\nc", ViMode.Normal),
        ("|a\nb\nc\nd", "3J", "a b| c\nd", ViMode.Normal),
        ("|f(a \n)\n", "J", "f(a |)\n", ViMode.Normal),
        ("f(a|\n)", "J", "f(a|)", ViMode.Normal),
        ("a\n|b", "J", "a\n|b", ViMode.Normal),
        ("|\na", "J", "|a", ViMode.Normal),
        ("|a\n\nb", "J.", "a| b", ViMode.Normal),
        ("|a\nb\nc", "vjjJ", "a b| c", ViMode.Normal),
        ("|a b\nc", "veJ", "a b| c", ViMode.Normal),

        ("|f(a[1], (b))", "%", "f(a[1], (b)|)", ViMode.Normal),
        ("f(a[1], (b)|)", "%", "f|(a[1], (b))", ViMode.Normal),
        ("f|(a[1])x", "d%", "f|x", ViMode.Normal),
        ("f(a[1]|)x", "d%", "f|x", ViMode.Normal),
        ("|{\na\n}", "%", "{\na\n|}", ViMode.Normal),
        ("|a) b", "%", "|a) b", ViMode.Normal),
        ("|a", "%", "|a", ViMode.Normal),

        ("|one two three", "dwdw\"1P", "two| three", ViMode.Normal),
        ("|one two three", "dwdw\"2P", "one| three", ViMode.Normal),
        ("|one two three", "dwyw\"1P", "one| two three", ViMode.Normal),
        ("|one two", "dw\"9P", "|two", ViMode.Normal),

        ("|a b c", "qaix^wq@a", "xa xb |c", ViMode.Normal),
        ("|a b c d", "qaix^wq2@a", "xa xb xc |d", ViMode.Normal),
        ("|a b c d", "qaix^wq@a@@", "xa xb xc |d", ViMode.Normal),
        ("|a b c d", "qxdwq@x.", "|d", ViMode.Normal),
        ("|a b c d", "dwqx.q@x", "|d", ViMode.Normal),
        ("|abc", "qa@aq@a@b@@", "|abc", ViMode.Normal),
        ("|abc", "q?x", "|bc", ViMode.Normal),
        ("|abcdef", "qaxqqbx@axq@b", "|", ViMode.Normal),

        ("|one two", "vex", "| two", ViMode.Normal),
        ("one t|wo", "vbd", "one |o", ViMode.Normal),
        ("|one two", "vlcx", "x|e two", ViMode.Insert),
        ("|one two", "veyP", "on|eone two", ViMode.Normal),
        ("|one two", "vl~", "|ONe two", ViMode.Normal),
        ("|one two", "vwv", "one |two", ViMode.Normal),
        ("|one two", "vw^x", "one |wo", ViMode.Normal),
        ("|one two", "vwz", "one |two", ViMode.Visual),
        ("|ab\ncd", "vjd", "|d", ViMode.Normal),
    ];

    public static IEnumerable<Func<(string Before, string Keys, string After, ViMode Mode)>> Cases() =>
        s_cases.Select(one => (Func<(string, string, string, ViMode)>)(() => one));

    [Test]
    [MethodDataSource(nameof(Cases))]
    public async Task Keys_leave_this_line(string before, string keys, string after, ViMode mode)
    {
        var editor = new LineEditor(new History(null)) { IsVi = true };
        var cursor = before.IndexOf('|', StringComparison.Ordinal);
        editor.Restore(new(before.Remove(cursor, 1), cursor));
        editor.Press(Escape);
        if (cursor > 0 && before[cursor - 1] != '\n')
            editor.Press(Right); // Escape went back by one
        foreach (var rune in keys.EnumerateRunes())
            editor.Press(rune.Value == '<' && editor.Mode is ViMode.Replace ? Backspace : rune.Value == '^' ? keys == "^^" ? Key.Of('^') : Escape : rune.Value == '↵' ? Ctrl('r') : new Key(KeyCode.Rune, rune, KeyMods.None));
        await Assert.That((editor.Text.Insert(editor.Cursor, "|"), editor.Mode)).IsEqualTo((after, mode));
    }

    [Test]
    public async Task A_line_begins_in_the_mode_of_typing_and_Enter_sends_in_any()
    {
        var editor = new LineEditor(new History(null)) { IsVi = true };
        foreach (var key in Of($"abc{Escape}"))
            editor.Press(key);
        await Assert.That(editor.Press(Enter)).IsEqualTo(EditResult.Submit);
        await Assert.That(editor.Take()).IsEqualTo("abc");
        await Assert.That(editor.Mode).IsEqualTo(ViMode.Insert);
    }

    [Test]
    public async Task Enter_puts_what_was_found_into_the_line_and_sends_it_only_then()
    {
        var history = new History(null);
        history.Add("make test");
        var editor = new LineEditor(history) { IsVi = true };
        foreach (var key in Of($"{Escape}/test"))
            editor.Press(key);
        await Assert.That(editor.Press(Key.Of(KeyCode.Enter))).IsEqualTo(EditResult.Changed);
        await Assert.That(editor.Searching).IsNull();
        await Assert.That(editor.Text).IsEqualTo("make test");
        await Assert.That(editor.Press(Key.Of(KeyCode.Enter))).IsEqualTo(EditResult.Submit);
        editor.Press(Key.Of('r', KeyMods.Ctrl));
        await Assert.That(editor.Press(Key.Of(KeyCode.Enter))).IsEqualTo(EditResult.Submit);
    }

    [Test]
    public async Task What_was_found_is_looked_for_further_back_and_on()
    {
        var history = new History(null);
        foreach (var entry in (string[])["make one", "ls", "make two"])
            history.Add(entry);
        var editor = new LineEditor(history) { IsVi = true };
        (IReadOnlyList<Key>, string)[] steps =
            [(Of($"{Escape}n"), ""), (Of($"/make{Enter}"), "make two"), (Of($"{Escape}n"), "make one"), (Of($"n"), "make one"), (Of($"N"), "make two")];
        foreach (var (keys, line) in steps)
        {
            foreach (var key in keys)
                editor.Press(key);
            await Assert.That(editor.Text).IsEqualTo(line);
        }
        editor.Clear();
        foreach (var key in Of($"mine{Escape}n"))
            editor.Press(key);
        await Assert.That(editor.Text).IsEqualTo("make two");
        editor.Press(Key.Of('u'));
        await Assert.That(editor.Text).IsEqualTo("mine");
    }

    [Test]
    public async Task What_was_pasted_is_whole_when_a_command_goes_over_it()
    {
        var editor = new LineEditor(new History(null)) { IsVi = true };
        var pasted = new string('x', 5000);
        editor.Paste(pasted);
        foreach (var key in Of($"{Escape}0v$~"))
            editor.Press(key);
        await Assert.That(editor.Take()).IsEqualTo(pasted);
    }

    [Test]
    public async Task A_macro_knows_the_keys_of_a_search_and_those_that_wait_for_another()
    {
        var history = new History(null);
        history.Add("make");
        var editor = new LineEditor(history) { IsVi = true };
        foreach (var key in Of($"one{Escape}qaA{Ctrl('v')}z{Escape}qqb/ma{Enter}{Escape}q@a"))
            editor.Press(key);
        await Assert.That((editor.Text, editor.Mode)).IsEqualTo(("makez", ViMode.Normal));
        editor.Clear();
        foreach (var key in Of($"two{Escape}@b"))
            editor.Press(key);
        await Assert.That(editor.Text).IsEqualTo("make");
    }

    [Test]
    public async Task Backspace_behind_a_paste_brings_nothing_back_that_was_written_over_before()
    {
        var editor = new LineEditor(new History(null)) { IsVi = true };
        foreach (var key in Of($"abcdef{Escape}0Rx"))
            editor.Press(key);
        editor.Paste("hello");
        editor.Press(Backspace);
        await Assert.That(editor.Text).DoesNotContain("a");
    }

    [Test]
    public async Task A_macro_is_kept_for_the_next_line_without_the_Enter_that_sent_it()
    {
        var editor = new LineEditor(new History(null)) { IsVi = true };
        foreach (var key in Of($"one{Escape}qaA!{Escape}{Enter}"))
            editor.Press(key);
        await Assert.That(editor.Take()).IsEqualTo("one!");
        foreach (var key in Of($"two{Escape}2@a"))
            editor.Press(key);
        await Assert.That(editor.Text).IsEqualTo("two!!");
    }

    [Test]
    public async Task Up_and_down_are_k_and_j_also_in_the_history()
    {
        var history = new History(null);
        history.Add("older");
        var editor = new LineEditor(history) { IsVi = true };
        foreach (var key in Of($"now{Escape}k"))
            editor.Press(key);
        await Assert.That(editor.Text).IsEqualTo("older");
        editor.Press(Key.Of('j'));
        await Assert.That(editor.Text).IsEqualTo("now");
        foreach (var key in Of($"/old"))
            editor.Press(key);
        await Assert.That(editor.Text).IsEqualTo("older");
    }

    [Test]
    public async Task What_is_copied_under_plus_goes_to_the_clipboard_too()
    {
        var copied = "";
        var editor = new LineEditor(new History(null)) { IsVi = true, Clipboard = text => copied += $"[{text}]" };
        foreach (var key in Of($"one two{Escape}\"+yiw\"*dd"))
            editor.Press(key);
        await Assert.That(copied).IsEqualTo("[two][one two\n]");
    }

    [Test]
    public async Task What_was_pasted_while_typing_is_put_in_again_and_a_sent_line_ends_what_was_begun()
    {
        var editor = new LineEditor(new History(null)) { IsVi = true };
        foreach (var key in Of($"a b{Escape}A"))
            editor.Press(key);
        editor.Paste("-x\ny");
        foreach (var key in Of($"{Escape}."))
            editor.Press(key);
        await Assert.That(editor.Text).IsEqualTo("a b-x\ny-x\ny");
        foreach (var key in Of($"ccz{Enter}"))
            editor.Press(key);
        editor.Take();
        foreach (var key in Of($"q{Escape}."))
            editor.Press(key);
        await Assert.That(editor.Text).IsEqualTo("q-x\ny");
    }

    /// <summary>A seed that ever failed stands here for good.</summary>
    [Test]
    [Arguments(1)]
    [Arguments(20261126)]
    public async Task A_hundred_thousand_random_keys_break_nothing(int seed)
    {
        var random = new Random(seed);
        var editor = new LineEditor(new History(null)) { IsVi = true };
        var letters = "wbeWBE0$^fFtT;,dcyxXrpPuDCYSsiaIAoOvgGjkhl~123456 .a漢RJ%nN/".EnumerateRunes().ToArray();
        for (var count = 0; count < 100_000; count++)
        {
            editor.Press(random.Next(12) switch
            {
                0 => Escape,
                1 => Ctrl('r'),
                2 => random.Next(2) == 0 ? Left : Backspace,
                _ => new Key(KeyCode.Rune, letters[random.Next(letters.Length)], KeyMods.None),
            });
            if (editor.Text.Length > 80 && random.Next(5) == 0)
                editor.Clear();
        }
        await Assert.That(editor.Cursor).IsBetween(0, editor.Text.Length);
    }
}
