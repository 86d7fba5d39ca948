using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>The way through q that docs/tour.md shows. <c>./build.sh tour</c> writes the page and the recording.</summary>
[NotInParallel("terminal")]
internal sealed class TourTests
{
    [Test]
    public async Task The_tour()
    {
        await using var world = new World();
        world.Environment["PATH"] = $"{Path.GetDirectoryName(Product.File)}:{world.Environment["PATH"]}";
        var book = new TourBook();
        await File.WriteAllTextAsync(world.At("run-tests"), "#!/bin/sh\necho 214 tests passed\n");
        File.SetUnixFileMode(world.At("run-tests"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var login = world.Model.On("login", Reply.Gated(
            "The token is checked before it is refreshed.\n\n", "```ts\nif (token.expired) await refresh(token);\n```\n\nI moved the refresh up; ", "`./run-tests` shows it."));
        var payments = world.Model.On("payment", Reply.Gated("I run the tests first.").Call("execute_bash", """{"command":"./run-tests"}"""));
        var checkedOut = world.Model.On("214 tests passed", Reply.Gated("All 214 tests pass. Two things in `pay.ts` need a look."));
        world.Model.On("migration", Reply.Flowing("1. Add the column.\n2. Fill it in batches.\n3. Switch the reads over.\n"));

        var pane = await world.Open(TourBook.Columns, TourBook.Rows);
        book.Title("The first session");
        book.Says("`q` starts with an empty session and a prompt. What you ask gives the session its name and its type.");
        await book.Films(pane);
        await pane.Line("fix the login bug in src/auth.ts");
        await login.Opened;
        login.Release();
        await pane.UntilShows("before it is refreshed");
        await book.Shows(pane);

        book.Title("More of them, in the background");
        book.Says("`Ctrl+X c` opens another one; the first works on. The corner says who is at work and who waits for you, and why.");
        await pane.Press("C-x", "c");
        await pane.UntilGone("before it is refreshed");
        await pane.Line("review the payment module");
        await payments.Opened;
        payments.ReleaseAll();
        await pane.UntilShows("y Enter");
        await book.Films(pane);
        await pane.Press("C-x", "c");
        await pane.UntilGone("y Enter");
        await pane.Line("plan the database migration");
        await pane.UntilShows("Switch the reads over.");
        await pane.UntilShows("permission");
        login.ReleaseAll();
        await pane.UntilShows("3 sessions · 2 waiting");
        await book.Shows(pane);

        book.Title("An answer without leaving");
        book.Says("`Ctrl+X y` shows the question that has waited longest on a card, whole: nothing is allowed unseen. `y` allows it once.");
        await pane.Press("C-x", "y");
        await pane.UntilShows("y allow");
        await book.Shows(pane);
        await pane.Press("y");
        await checkedOut.Opened;
        await pane.UntilGone("y allow");

        book.Title("To the one that waits");
        book.Says("`Ctrl+X a` goes to the session that needs you. The line shows where the part begins that you have not read.");
        await pane.Press("C-x", "a");
        await pane.UntilShows("I moved the refresh up");
        await book.Shows(pane);
        checkedOut.ReleaseAll();
        await pane.UntilShows("3 sessions · 1 waiting");

        book.Title("All sessions");
        book.Says("`Ctrl+X s` lists them, with what each said last. Letters filter, Enter goes there, `Ctrl+R` renames.");
        await pane.Press("C-x", "s");
        await pane.UntilShows("Go to:");
        await book.Shows(pane);
        await pane.Press("Escape");
        await pane.UntilShows("q>");

        book.Title("Back again");
        book.Says("However `q` ends (`/quit`, a signal, a connection that is lost), the next `q` has every session where it was, with what was half-typed.");
        await pane.Type("and now the other branch");
        await pane.UntilShows("and now the other branch");
        await pane.Signal("TERM");
        await pane.Ended();
        var again = await world.Open(TourBook.Columns, TourBook.Rows);
        await again.UntilShows("I moved the refresh up");
        await again.UntilShows("and now the other branch");
        await book.Shows(again);
        await again.Signal("TERM");
        await again.Ended();
        await OtherFrontEnds(world, book);
        book.Write();
    }

    private static async Task OtherFrontEnds(World world, TourBook book)
    {
        book.Title("In the shell's own screen");
        book.Says("The pictures so far are `fullscreen`. With `--ui inline` what is finished is printed once and scrolls with the shell's own lines; below it stand the other sessions, state and prompt.");
        world.Model.On("other branch", Reply.Flowing("The other branch refreshes first already."));
        var inline = await Shell(world);
        await inline.Line("q chat --ui inline");
        await inline.UntilShows("q> and now the other branch");
        await inline.Press("Enter");
        await inline.UntilShows("refreshes first already.");
        await inline.UntilGone("processing");
        await book.Shows(inline);
        await inline.Quit();
        await inline.UntilGone("[Current:");

        book.Title("Line by line");
        book.Says("`--ui plain` only ever adds lines: for screen readers, simple terminals and pipes. What happens elsewhere is a sentence.");
        world.Model.On("changed in main", Reply.Flowing("Three commits, none of them in `src/auth.ts`."));
        var plain = await Shell(world);
        await plain.Line("q chat --ui plain --new changes");
        await plain.UntilShows("[changes] q>");
        await plain.Line("what changed in main?");
        await plain.UntilShows("Three commits");
        await plain.Line("/sessions");
        await plain.UntilShows("plan-database");
        await book.Shows(plain);
    }

    private static async Task<TmuxPane> Shell(World world)
    {
        var pane = await world.OpenShell();
        await pane.Resize(TourBook.Columns, TourBook.Rows);
        return pane;
    }
}
