using Q.TestKit;
using Q.Tests.Input;
using static Q.TestKit.Keys;

namespace Q.Tests.App;

/// <summary><c>@</c> in a prompt: the files of the session's folder, narrowed by what is typed.</summary>
internal sealed class FileMenuTests
{
    private const string Hint = "Tab takes it, Enter sends, Esc closes.";

    [Test]
    public async Task An_at_lists_the_folder_and_what_is_typed_narrows_it()
    {
        using var home = Files();
        await using var app = new AppFixture(folder: home.Folder);
        app.Type("read @");
        await app.Shows(Hint);
        await app.Screen("what stands in the folder itself", picture => picture.Contains("  README.md", StringComparison.Ordinal)
            && picture.Contains("  src/", StringComparison.Ordinal) && !picture.Contains("AppKeys", StringComparison.Ordinal));
        app.Type("ak");
        await app.Shows("  src/app/AppKeys.cs");
        await app.ShowsNot("README.md");
        app.Type("\t");
        await app.Shows("q> read @src/app/AppKeys.cs");
        await app.ShowsNot(Hint);
        app.Type("please\r");
        await app.Engine("read @src/app/AppKeys.cs please");
    }

    [Test]
    public async Task Tab_goes_into_folders_and_Enter_takes_one_that_was_moved_to()
    {
        using var home = Files();
        await using var app = new AppFixture(folder: home.Folder);
        app.Type("@s");
        await app.Shows("  src/");
        app.Type("\t");
        await app.Shows("  src/app/");
        await app.ShowsNot("  src/app/AppKeys.cs"); // only what stands in it
        app.Type("\t");
        await app.Shows("  src/app/AppKeys.cs");
        app.Type("\u007f\u007f\u007f\u007f");
        await app.ShowsNot("  src/app/AppKeys.cs");
        await app.Shows("  src/app/");
        app.Terminal.Press(Of($"{Down}{Up}"));
        await app.Shows("Tab or Enter takes it, Esc closes.");
        app.Type("\rand");
        await app.Shows("q> @src/app/ and");
    }

    [Test]
    public async Task Enter_sends_a_word_that_merely_fits_a_file()
    {
        using var home = Files();
        await using var app = new AppFixture(folder: home.Folder);
        app.Type("thank @main");
        await app.Shows("  src/main.c");
        app.Type("\r");
        await app.Engine("thank @main");

        app.Type("thank @main");
        await app.Shows("  src/main.c");
        app.Terminal.Press(Of($"{Down}"));
        await app.Shows("Tab or Enter takes it");
        app.Type("x"); // another word: nothing was moved to
        await app.ShowsNot("  src/main.c");
        app.Type("\u007f");
        await app.Shows(Hint);
        app.Type("\r");
        await app.Engine("thank @main");
    }

    [Test]
    public async Task Arrows_choose_and_Escape_closes_until_another_at()
    {
        using var home = Files();
        await using var app = new AppFixture(folder: home.Folder);
        app.Type("@");
        await app.Shows(Hint);
        app.Terminal.Press(Of($"{Down}{Up}{Up}")); // the last
        await app.Screen("the last is chosen", _ => app.Terminal.Read(screen => screen.Styles.Contains("Reverse \" .hidden \"", StringComparison.Ordinal)));
        app.Terminal.Press(Of($"{Escape}"));
        await app.ShowsNot(Hint);
        app.Type("src @RE");
        await app.Shows("  README.md");
        app.Terminal.Press(Of($"{Tab}{Ctrl('a')}"));
        await app.Shows("q> @src @README.md");
        app.Terminal.Press(Of($"{Ctrl('_')}"));
        await app.Shows("q> @src @RE");
    }

    [Test]
    public async Task A_name_with_a_blank_is_quoted_and_gone_into()
    {
        using var home = FileBrowserTests.Tree("my files/the plan.md", "x");
        await using var app = new AppFixture(folder: home.Folder);
        app.Type("@my");
        await app.Shows("  my files/");
        app.Type("\t");
        await app.Shows("  my files/the plan.md");
        app.Type("pl\t");
        await app.Shows("q> @\"my files/the plan.md\"");
        app.Type("now\r");
        await app.Engine("@\"my files/the plan.md\" now");
    }

    [Test]
    public async Task A_path_that_is_typed_whole_is_sent_by_the_first_Enter()
    {
        using var home = Files();
        await using var app = new AppFixture(folder: home.Folder);
        app.Type("@README.md");
        await app.Shows(Hint);
        app.Type("\r");
        await app.Engine("@README.md");
    }

    [Test]
    public async Task Nothing_opens_within_a_word_or_where_nothing_fits_or_for_what_is_pasted()
    {
        using var home = Files();
        await using var app = new AppFixture(folder: home.Folder);
        app.Type("me@");
        app.Terminal.Paste(" @");
        app.Type(" @zzz");
        await app.Shows("q> me@ @ @zzz");
        await app.ShowsNot(Hint);
        app.Type("\r");
        await app.Engine("me@ @ @zzz");
    }

    [Test]
    public async Task In_vi_one_Escape_closes_it_and_leads_to_normal_mode()
    {
        using var home = Files();
        await using var app = new AppFixture(folder: home.Folder, isVi: true);
        app.Type("@");
        await app.Shows(Hint);
        app.Terminal.Press(Of($"{Escape}"));
        await app.Shows("normal] q> @");
        await app.ShowsNot(Hint);
    }

    [Test]
    public async Task A_list_that_was_cut_says_so_and_new_files_are_found_the_next_time()
    {
        using var home = Files();
        await using var app = new AppFixture(folder: home.Folder, mostFiles: 2);
        app.Type("@");
        await app.Shows($"the first 2 files alone: {Hint}");
        app.Terminal.Press(Of($"{Ctrl('u')}"));
        await app.ShowsNot(Hint);
        foreach (var path in Directory.GetFileSystemEntries(home.Folder))
        {
            if (File.Exists(path))
                File.Delete(path);
            else
                Directory.Delete(path, recursive: true);
        }
        await File.WriteAllTextAsync(Path.Combine(home.Folder, "new.txt"), "");
        app.Type("@");
        await app.Shows("  new.txt");
    }

    private static TempHome Files() => FileBrowserTests.Tree("README.md", ".hidden", "src/app/AppKeys.cs", "src/main.c", ".git/config", ".gitignore=*.o\n", "a.o");
}
