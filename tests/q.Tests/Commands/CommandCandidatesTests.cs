using Q.Config;
using Q.Input;

namespace Q.Tests.Commands;

internal sealed class CommandCandidatesTests
{
    /// <summary>The cursor is at the bar.</summary>
    [Test]
    [Arguments("/ne|", "/new /next")]
    [Arguments("/s|", "/switch /split /sessions /session-name /save-output /send /settings /search /s")]
    [Arguments("/nothing|", "")]
    [Arguments("/new |", "development debug planning code-review --model --cwd --template --worktree")]
    [Arguments("/new d|", "development debug")]
    [Arguments("/new debug |", "--model --cwd --template --worktree")]
    [Arguments("/new debug --cwd |", "sub/")]
    [Arguments("/new debug --cwd sub |", "--model --template --worktree")]
    [Arguments("/new --model |", "qwen3-coder qwen3:8b")]
    [Arguments("/new --model qwen3:|", "qwen3:8b")]
    [Arguments("/model qwen3-|", "qwen3-coder")]
    [Arguments("/new --model x |", "development debug planning code-review --cwd --template --worktree")]
    [Arguments("/new -- look at no|", "notes.txt")]
    [Arguments("/group |", "back-end none")]
    [Arguments("/send a|", "api")]
    [Arguments("/pin m|", "mine")]
    [Arguments("/switch |", "web api mine")]
    [Arguments("/s a|", "api")]
    [Arguments("/split |", "web api mine off --stacked")]
    [Arguments("/split o|", "off")]
    [Arguments("/close W|", "web")]
    [Arguments("/switch api |", "")]
    [Arguments("/sessions |", "--all --waiting --search --page")]
    [Arguments("/sessions --all |", "--waiting --search --page")]
    [Arguments("/sessions --w|", "--waiting")]
    [Arguments("/help ke|", "keys")]
    [Arguments("/help cl|", "close clear-buffer clear")]
    [Arguments("/settings ui.in|", "ui.indicator_show ui.indicator_position")]
    [Arguments("/settings bel|", "bell")]
    [Arguments("/settings mou|", "mouse")]
    [Arguments("/settings --|", "--all --unset")]
    [Arguments("/settings bell |", "true false --all --unset")]
    [Arguments("/settings bell t|", "true")]
    [Arguments("/settings ui.theme l|", "light")]
    [Arguments("/settings model.model qwen3-|", "qwen3-coder")]
    [Arguments("/settings max_active 1|", "")]
    [Arguments("/settings nothing t|", "")]
    [Arguments("/nothing a|", "")]
    [Arguments("/ne|w", "/new /next")]
    [Arguments("look at no|", "notes.txt")]
    [Arguments("/usr/lo|", "")]
    [Arguments("/new x\nno|", "notes.txt")]
    public async Task Tab_offers_what_may_stand_there(string line, string words)
    {
        using var fixture = new CommandsFixture();
        await File.WriteAllTextAsync(Path.Combine(fixture.Home.Folder, "notes.txt"), "");
        Directory.CreateDirectory(Path.Combine(fixture.Home.Folder, "sub"));
        await fixture.Run("/new api", "/group back end");
        fixture.Time.Advance(TimeSpan.FromMinutes(1));
        await fixture.Run("/new web");
        fixture.Time.Advance(TimeSpan.FromMinutes(1));
        await fixture.Run("/switch 1", "/rename mine");
        var cursor = line.IndexOf('|');
        var (_, found) = fixture.Router.Complete(line.Remove(cursor, 1), cursor);
        await Assert.That(string.Join(' ', found)).IsEqualTo(words);
    }

    [Test]
    [Arguments("/ne|", "/new: Open a new session and go to it.; /next: Go to the session that waits for you: questions first, longest first.")]
    [Arguments("/switch |", "api: idle; web: idle; mine: here")]
    [Arguments("/resume |", "gone: closed")]
    [Arguments("/split o|", "off: ")]
    [Arguments("/new d|", "development: ; debug: ")]
    [Arguments("/new debug --c|", "--cwd: Its folder; the one of q when it is left out.")]
    [Arguments("/settings ui.be|", "ui.bell: Ring the bell once for each new wait.")]
    [Arguments("/settings be|", "bell: Ring the bell once for each new wait.")]
    [Arguments("/settings history |", "all: default; folder: ; --all: List those at their default, too.; "
        + "--unset: Forget a change: config.toml or the default counts again.")]
    [Arguments("/settings theme high|", "high-contrast: ")]
    [Arguments("/new --template |", "")]
    [Arguments("/help n|", "new: Open a new session and go to it.; next: Go to the session that waits for you: questions first, longest first.")]
    public async Task Each_says_what_it_does_or_is(string line, string notes)
    {
        using var fixture = new CommandsFixture();
        await fixture.Run("/new gone", "/close gone --yes", "/new api", "/new web", "/switch 1", "/rename mine");
        var cursor = line.IndexOf('|');
        var found = fixture.Router.Complete(line.Remove(cursor, 1), cursor);
        var all = string.Join("; ", found.Words.Select(word => $"{word}: {found.Note?.Invoke(word)}"));
        await Assert.That(all).IsEqualTo(notes);
    }

    [Test]
    [Arguments("/new --worktr", "--worktree")]
    [Arguments("/new --model qwen3:", "qwen3:8b")]
    [Arguments("/new --template n", "")]
    [Arguments("/new debug --cwd s", "")]
    [Arguments("/resume g", "")]
    [Arguments("/new -- no", "")]
    [Arguments("look at no", "")]
    [Arguments("/settings gho", "ghost_text")]
    [Arguments("/settings ghost_text f", "false")]
    [Arguments("/qui", "/quit")]
    public async Task With_each_key_no_file_is_read(string line, string words)
    {
        using var fixture = new CommandsFixture();
        await File.WriteAllTextAsync(Path.Combine(fixture.Home.Folder, "notes.txt"), "");
        Directory.CreateDirectory(Path.Combine(fixture.Home.Folder, "sub"));
        await fixture.Run("/template save notes", "/new gone", "/close gone --yes");
        await Assert.That(string.Join(' ', fixture.Router.Complete(line, line.Length, mayRead: false).Words)).IsEqualTo(words);
    }

    [Test]
    public async Task Every_setting_is_offered_once_by_its_whole_name()
    {
        using var fixture = new CommandsFixture();
        var words = fixture.Router.Complete("/settings ", 10).Words;
        await Assert.That(words.Take(words.Count - 2)).IsEquivalentTo(SettingKeys.All.Select(key => key.FullName), StringComparer.Ordinal);
    }

    [Test]
    public async Task What_is_completed_is_the_word_before_the_cursor()
    {
        using var fixture = new CommandsFixture();
        await Assert.That(fixture.Router.Complete("/new de", 7).From).IsEqualTo(5);
        await Assert.That(fixture.Router.Complete("/ne", 3).From).IsEqualTo(0);
        await Assert.That(fixture.Router.Complete("/x y", 4)).IsEqualTo(Candidates.None);
    }
}
