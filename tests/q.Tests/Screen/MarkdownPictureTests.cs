using System.Runtime.CompilerServices;
using Q.Output;
using Q.Screen;

namespace Q.Tests.Screen;

/// <summary>Answers as people see them, each as a picture in golden/ with its styles.</summary>
internal sealed class MarkdownPictureTests
{
    private const string Prose = """
        # The build is slow
        The analyzers take **41 of the 96 seconds**, and *nobody* reads what they say; see `build.sh` and [the guide](https://example.org/guide).

        ## What to do
        1. Move the analyzers to `./build.sh check`, where they belong, and leave the inner loop to the compiler alone.
           - keep `-warnaserror`
           - drop the ~~second~~ pass
        2. Put the stamp beside the folder:

           ```bash
           touch obj/.stamp   # not inside
           ```
        10. Measure again.

        - [x] profile taken
        - [ ] stamp moved, which takes a while because three scripts believe that it is where it was

        > It was under a minute last week.
        >
        > > Nobody changed anything.

        ---
        ### Notes
        A claim that needs one[^1], and <b>no HTML</b> &amp; no colours of its own.

        [^1]: Measured on a quiet machine.
        """;

    private const string Tables = """
        Before and after:

        | Step | Before | After | Why it changed |
        |:-----|-------:|:-----:|----------------|
        | compile | 41.2 s | 12 s | the analyzers run only in `check`, not in each build of the inner loop |
        | 漢字の列 | 7 s | 7 s | — |
        | **sum** | 96 s | 31 s | |

        | a | b | c | d | e | f | g | h | i | j |
        |---|---|---|---|---|---|---|---|---|---|
        | one | two | three | four | five | six | seven | eight | nine | ten |
        """;

    private const string Code = """
        In Rust, C# and SQL:

        ```rust
        /* what 'a means
           is a lifetime */
        fn longest<'a>(x: &'a str) -> Option<&'a str> { Some("text with \" in it") }
        ```
        ```csharp
        #nullable enable
        public sealed record Ring(int Bytes = 10_000) : IDisposable; // 0x1F is a number too
        var text = $"{bytes} bytes, and a line that is so long that it does not fit into the width of any of these three terminals, not even the widest";
        ```
        ```sql
        SELECT name, count(*) FROM session WHERE kind = 'dev' GROUP BY name; -- all of them
        ```
        ```diff
        @@ -1,2 +1,2 @@
         same
        -old
        +new
        ```
        ```unknown
        if this then that
        ```
        """;

    private const string MoreCode = """
        ```json
        {"name": "q", "sizes": [1, 2.5, -3e8], "ok": true}
        ```
        ```yaml
        on: push   # when
        jobs:
          build: {runs-on: "linux"}
        ```
        ```toml
        [sessions]
        max_active = 10 # ten
        ```
        ```python
        @cache
        def f(x: int) -> str:
            '''Many
            lines.'''
            return f"{x}" # done
        ```
        ```go
        func main() { fmt.Println(`raw`, nil) }
        ```
        ```ts
        const a: Promise<string> = await load(`${x}`); // later
        ```
        ```cpp
        #include <vector>
        static constexpr char c = '\'';
        ```
        ```java
        public final class A { String s = "x"; }
        ```
        ```sh
        for f in "$HOME"/*.log; do echo ${f##*/} | wc -l; done
        ```
        """;

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void An_answer_with_headings_lists_and_quotes(int columns, int rows) => Same(Prose, columns, rows);

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void Tables_with_wide_and_long_cells(int columns, int rows) => Same(Tables, columns, rows);

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void Code_in_some_languages(int columns, int rows) => Same(Code, columns, rows);

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void Code_in_the_other_languages(int columns, int rows) => Same(MoreCode, columns, rows);

    [Test]
    [Arguments(120, 40)]
    [Arguments(80, 24)]
    [Arguments(40, 10)]
    public void Markdown_without_utf8(int columns, int rows) => Same(Prose, columns, rows, Scene.Ascii);

    private static void Same(string text, int columns, int rows, Look? look = null, [CallerMemberName] string test = "")
    {
        var ring = Scene.Ring((OutputKind.Prompt, "Why?"), (OutputKind.Text, text));
        var model = Scene.Model(Scene.Session(1, "dev", ring));
        Views.Same(model, columns, rows, look, test);
    }
}
