using Q.Core;
using Q.Naming;
using Q.TestKit;

namespace Q.Tests.Sessions;

internal sealed class NameMakerTests
{
    private const int Most = 20;

    [Test]
    [Arguments("tuned"), Arguments("unseen")]
    public async Task First_messages_get_names_that_say_what_they_are_about(string half)
    {
        var score = NameScore.Of(NameCase.Read(half), Most);
        TestContext.Current!.Output.WriteLine(
            $"{half}: {score.Cases} messages, {score.NamedShare:P1} named, {score.TypedShare:P1} typed, " +
            $"{score.Valid} valid, {score.Unique} unique");
        // The misses of the other half are not shown: nobody is to tune by them.
        if (half == "tuned")
            TestContext.Current!.Output.WriteLine(string.Join('\n', score.Misses));

        await Assert.That(score.Cases).IsGreaterThanOrEqualTo(150);
        await Assert.That(score.NamedShare).IsGreaterThanOrEqualTo(0.80);
        await Assert.That(score.TypedShare).IsGreaterThanOrEqualTo(0.85);
        await Assert.That(score.Valid).IsEqualTo(score.Cases);
        await Assert.That(score.Unique).IsEqualTo(score.Cases);
    }

    [Test]
    [Arguments("fix src/api/auth.ts login bug", "fix-auth-login")]
    [Arguments("Please, could you kindly refactor the payment service? Thanks!", "refactor-payment")]
    [Arguments("debugging a deadlock in the thread pool", "debug-deadlock-pool")]
    [Arguments("Behebe den Fehler in der Übersicht der Straßen", "behebe-uebersicht")]
    [Arguments("ödeme ekranını düzelt, kullanıcı şikayet etti", "duzelt-ekranini-etti")]
    [Arguments("napraw błąd logowania", "napraw-logowania")]
    [Arguments("cafe\u0301 menu on the landing", "cafe-menu-landing")]
    [Arguments("ed: the wheel and the barrel, the barrel", "wheel-barrel")]
    [Arguments("src/cart/index.ts loses an entry", "cart-loses-entry")]
    [Arguments("OAuth2 and GraphQL in ListModel", "oauth2-graphql-model")]
    public async Task Names_are_in_the_words_of_the_message(string message, string name)
    {
        await Assert.That(NameMaker.Guess([message], Most).Name).IsEqualTo(name);
    }

    [Test]
    [Arguments("")]
    [Arguments("   \n\t ")]
    [Arguments("修复登录页面的错误")]
    [Arguments("исправь ошибку")]
    [Arguments("can you help me with this please")]
    [Arguments("12 345 6")]
    [Arguments("404")]
    [Arguments("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task What_says_nothing_in_ASCII_is_left_to_the_fallback(string message)
    {
        var guess = NameMaker.Guess([message], Most);

        await Assert.That(guess.Name).IsEqualTo("");
        await Assert.That(NameMaker.Unique(guess.Name, guess.Type, Most, static _ => false)).IsEqualTo("dev-1");
    }

    [Test]
    public async Task No_message_is_no_name()
    {
        await Assert.That(NameMaker.Guess([], Most)).IsEqualTo(new NameGuess("", SessionType.Development));
    }

    [Test]
    public async Task The_second_and_third_message_say_what_the_first_did_not()
    {
        string[] messages = ["hello!", "my colleague says you know kubernetes", "fix the ingress", "and the billing"];

        await Assert.That(NameMaker.Guess(messages[..1], Most)).IsEqualTo(new NameGuess("", SessionType.Development));
        await Assert.That(NameMaker.Guess(messages[..2], Most).Name).IsEqualTo("kubernetes");
        await Assert.That(NameMaker.Guess(messages[..3], Most)).IsEqualTo(new NameGuess("fix-kubernetes", SessionType.Debug));
        await Assert.That(NameMaker.Guess(messages, Most)).IsEqualTo(NameMaker.Guess(messages[..3], Most));
    }

    [Test]
    public async Task The_type_that_was_said_first_stays()
    {
        string[] messages = ["design the importer", "fix its name"];

        await Assert.That(NameMaker.Guess(messages, Most).Type).IsEqualTo(SessionType.Planning);
    }

    [Test]
    public async Task Of_what_is_only_code_the_code_is_read()
    {
        await Assert.That(NameMaker.Guess(["```cs\nvar basket = Load();\n```"], Most).Name).Contains("basket");
        await Assert.That(NameMaker.Guess(["```cs\nvar basket = Load();\n```\nspeed"], Most).Name).IsEqualTo("speed");
        await Assert.That(NameMaker.Guess(["    basket = load(1);"], Most).Name).Contains("basket");
    }

    [Test]
    public async Task Of_a_stack_trace_the_files_count_that_are_not_a_library_s()
    {
        var guess = NameMaker.Guess(
            ["    at renderWithHooks (node_modules/react-dom/hooks.js:1:2)\n    at Basket (src/shop/Basket.tsx:3:4)"], Most);

        await Assert.That(guess).IsEqualTo(new NameGuess("shop-basket", SessionType.Debug));
    }

    [Test]
    public async Task Of_a_long_message_the_beginning_and_the_end_are_read()
    {
        var noise = string.Concat(Enumerable.Range(0, 3000).Select(static i => $"filler{(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))} "));

        var name = NameMaker.Guess([$"why\n{new string('.', 5995)}\n{noise}\n{new string('.', 2000)} x importer"], Most).Name;

        await Assert.That(name).IsEqualTo("importer");
    }

    [Test]
    public async Task Any_text_gets_a_name_that_is_valid_and_at_most_as_long_as_is_allowed()
    {
        var random = new Random(7);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var pieces = NameCase.Read("tuned").SelectMany(static one => one.Message.Split(' ')).ToArray();
        for (var i = 0; i < 3000; i++)
        {
            var most = random.Next(8, 65);
            var message = string.Join(i % 3 == 0 ? "" : " ", random.GetItems(pieces, random.Next(0, 12)));
            var guess = NameMaker.Guess([message], most);
            var name = NameMaker.Unique(guess.Name, guess.Type, most, taken.Contains);

            await Assert.That(NameScore.IsValid(name, most) && taken.Add(name)).IsTrue().Because($"{name} of {most}: {message}");
        }
    }

    [Test, NotInParallel] // the JIT compiles a second time only once it has nothing new to compile
    public async Task Naming_allocates_the_name_and_nothing_else()
    {
        string[] messages = ["fix src/api/auth.ts login bug", "```\ncode();\n```\nand the über ReportController please"];
        var name = NameMaker.Guess(messages, Most).Name;
        var limit = (22 + (2 * name.Length) + 7) & ~7;

        // Natively at once; the JIT boxes in the library's own search until it has compiled that a second time.
        await Poll.Until(
            $"{limit} bytes a name", () => Task.FromResult(AllocatedBy(messages)), bytes => bytes <= limit);
    }

    private static long AllocatedBy(string[] messages)
    {
        var bytes = 0L;
        for (var i = 0; i < 100; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            _ = NameMaker.Guess(messages, Most);
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        return bytes;
    }

    [Test]
    [Arguments("third", "third-2")]
    [Arguments("third-2", "third-3")]
    [Arguments("third-3", "third-5")]
    [Arguments("third-2-2", "third-2-3")]
    [Arguments("dev-1", "dev-2")]
    [Arguments("markdown-git-status", "markdown-git-2")]
    [Arguments("markdown-git-stat-10", "markdown-git-stat-11")]
    [Arguments("a-verylongwordindeed", "a-verylongwordinde-2")]
    [Arguments("abcdefghijklmnopqrst", "abcdefghijklmnopqr-2")]
    [Arguments("build-20261127", "build-20261127-2")]
    public async Task A_copy_counts_on_and_no_word_of_its_name_is_cut(string name, string next) =>
        await Assert.That(NameMaker.Next(name, 20, static taken => taken is "third-4")).IsEqualTo(next);
}
