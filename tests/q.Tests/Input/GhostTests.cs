using Q.Input;
using Q.Terminal;
using Q.TestKit;
using static Q.TestKit.Keys;

namespace Q.Tests.Input;

/// <summary>What the line may become, and which keys take it.</summary>
internal sealed class GhostTests
{
    private const string Here = "/srv/api";

    [Test]
    [Arguments("fix", " the api again")]
    [Arguments("fix the api", " again")]
    [Arguments("fix the api again", "")]
    [Arguments("run", " it\nin two lines")]
    [Arguments("elsew", "")]
    [Arguments("Fix", "")]
    [Arguments("/q", "uit")]
    [Arguments("/s", "")]
    [Arguments("/Q", "")]
    [Arguments("/nothing", "")]
    [Arguments("", "")]
    public async Task The_newest_entry_of_the_folder_else_the_one_completion(string typed, string rest)
    {
        var editor = Typed(typed);
        await Assert.That(editor.Ghost).IsEqualTo(rest);
        editor.HasGhost = false;
        await Assert.That(editor.Ghost).IsEqualTo("");
    }

    [Test]
    public async Task Some_keys_take_it_whole_and_some_a_word()
    {
        foreach (var key in new[] { Of($"{Right}"), Of($"{End}"), Of($"{Ctrl('e')}"), Of($"{Ctrl('f')}") })
        {
            var editor = Typed("fix");
            await Assert.That(Press(editor, key)).IsEqualTo("fix the api again|");
            await Assert.That(Press(editor, Of($"{Ctrl('_')}"))).IsEqualTo("fix|");
        }
        var words = Typed("fix");
        await Assert.That(Press(words, Of($"{Alt('f')}"))).IsEqualTo("fix the|");
        await Assert.That(Press(words, Of($"{Alt(Right)}"))).IsEqualTo("fix the api|");
        await Assert.That(Press(words, Of($"{Right}{Right}"))).IsEqualTo("fix the api again|");
    }

    [Test]
    public async Task What_is_not_at_the_end_of_a_line_that_is_typed_has_none()
    {
        var editor = Typed("fix");
        await Assert.That(Press(editor, Of($"{Left}"))).IsEqualTo("fi|x");
        await Assert.That(editor.Ghost).IsEqualTo("");
        await Assert.That(Press(editor, Of($"{Right}"))).IsEqualTo("fix|");
        editor.Press(Of($"{Shift(Left)}")[0]);
        editor.Press(Of($"{Shift(Right)}")[0]);
        await Assert.That(editor.Ghost).IsEqualTo(" the api again");
        editor.Press(Of($"{Shift(Home)}")[0]);
        await Assert.That(editor.Ghost).IsEqualTo("");
        var searching = Typed("fix");
        Press(searching, Of($"{Ctrl('r')}"));
        await Assert.That(searching.Ghost).IsEqualTo("");
        var listing = Typed("/s");
        Press(listing, Of($"{Tab}"));
        await Assert.That(listing.Listed.Count).IsEqualTo(2);
        await Assert.That(listing.Ghost).IsEqualTo("");
        var older = Typed("");
        await Assert.That(Press(older, Of($"{Alt('<')}"))).IsEqualTo("fix the api|");
        await Assert.That(older.Ghost).IsEqualTo("");
    }

    [Test]
    public async Task With_the_keys_of_vi_there_is_one_while_text_is_typed()
    {
        var editor = Typed("fix", isVi: true);
        await Assert.That(editor.Ghost).IsEqualTo(" the api again");
        Press(editor, Of($"{Escape}"));
        await Assert.That(editor.Ghost).IsEqualTo("");
        await Assert.That(Press(editor, Of($"A{Right}"))).IsEqualTo("fix the api again|");
    }

    [Test]
    public async Task Where_nothing_fits_nothing_is_allocated_and_nobody_asked_again()
    {
        var asked = 0;
        var ghost = new Ghost(Said(), (_, _, _) =>
        {
            asked++;
            return Candidates.None;
        });
        string[] lines = ["nothing like it", "/nothing", "/nothing-", "/nothing-at-all"];
        AskAll();
        await Assert.That(Allocated.By(AskAll)).IsEqualTo(0);
        await Assert.That(asked).IsEqualTo(1);
        ghost.Of("/nothing at", Here);
        await Assert.That(asked).IsEqualTo(2);

        void AskAll()
        {
            foreach (var line in lines)
                ghost.Of(line, Here);
        }
    }

    private static History Said()
    {
        var history = new History(null);
        history.Add("fix the api", Here);
        history.Add("fix the api again", Here);
        history.Add("run it\nin two lines", Here);
        history.Add("elsewhere", "/srv/cli");
        return history;
    }

    private static LineEditor Typed(string text, bool isVi = false)
    {
        var editor = new LineEditor(Said(), (line, _, _) => new(0,
            [.. new[] { "/sessions", "/switch", "/quit" }.Where(word => word.StartsWith(line, StringComparison.OrdinalIgnoreCase))]))
        {
            Folder = Here,
            HasGhost = true,
            IsVi = isVi,
        };
        Press(editor, Of($"{text}"));
        return editor;
    }

    private static string Press(LineEditor editor, IReadOnlyList<Key> keys)
    {
        foreach (var key in keys)
            editor.Press(key);
        return editor.Text.Insert(editor.Cursor, "|");
    }
}
