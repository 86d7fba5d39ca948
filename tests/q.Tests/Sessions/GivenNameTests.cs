using Q.Core;
using Q.Naming;

namespace Q.Tests.Sessions;

internal sealed class GivenNameTests
{
    private const int Most = 20;

    [Test]
    [Arguments("API Refactor", "api-refactor")]
    [Arguments("  login / bug!! ", "login-bug")]
    [Arguments("Größe ändern", "groesse-aendern")]
    [Arguments("żółw", "zolw")]
    [Arguments("İstanbul ışık", "istanbul-isik")]
    [Arguments("Æther œuvre þing", "aether-oeuvre-thing")]
    [Arguments("đặng ệ ș ț ǎ", "dang-e-s-t-a")]
    [Arguments("don't", "dont")]
    [Arguments("e\u0301te\u0301", "ete")]
    [Arguments("release-2.0", "release-2-0")]
    [Arguments("a very long name that goes on and on", "a-very-long-name-tha")]
    [Arguments("nineteen-characters+x", "nineteen-characters")]
    [Arguments("1-2", "1-2")]
    [Arguments("日本 api 語", "api")]
    public async Task A_name_given_by_hand_is_folded(string given, string expected)
    {
        await Assert.That(NameMaker.Fold(given, Most).TryGet(out var name)).IsTrue();
        await Assert.That(name).IsEqualTo(expected);
    }

    [Test]
    public async Task Where_no_names_are_made_the_type_is_found_all_the_same()
    {
        var fixture = new SessionsFixture(settings: new() { AutoGenerateNames = false }).Started();
        await fixture.Prompt(fixture.Sessions.Focused.Id, "please fix the login bug");
        await Assert.That((fixture.Sessions.Focused.Name, fixture.Sessions.Focused.Type)).IsEqualTo(("dev-1", SessionType.Debug));
    }

    [Test]
    [Arguments(""), Arguments("  "), Arguments("+"), Arguments("-"), Arguments("!"), Arguments("日本語"), Arguments("---")]
    public async Task A_name_of_which_nothing_remains_is_refused(string given)
    {
        await Assert.That(NameMaker.Fold(given, Most).Problem).Contains("nothing of it remains");
    }

    [Test]
    [Arguments("3"), Arguments("#12"), Arguments(" 007 ")]
    public async Task Digits_alone_mean_a_slot(string given)
    {
        await Assert.That(NameMaker.Fold(given, Most).Problem).Contains("a number means a slot");
    }

    [Test]
    public async Task A_name_that_is_taken_gets_a_number_within_the_limit()
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "fix-login", "fix-login-2", "a-name-that-is-full-" };

        await Assert.That(NameMaker.Unique("fix-auth", SessionType.Debug, Most, taken.Contains)).IsEqualTo("fix-auth");
        await Assert.That(NameMaker.Unique("fix-login", SessionType.Debug, Most, taken.Contains)).IsEqualTo("fix-login-3");
        await Assert.That(NameMaker.Unique("a-name-that-is-full-", SessionType.Debug, Most, taken.Contains)).IsEqualTo("a-name-that-is-2");
        await Assert.That(NameMaker.Unique("seventeen-letters-x", SessionType.Debug, 12, taken.Contains)).IsEqualTo("seventeen-2");
    }

    [Test]
    public async Task A_thousand_sessions_with_one_name_are_told_apart()
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 1000; i++)
        {
            var name = NameMaker.Unique("implement-pagination", SessionType.Development, Most, taken.Contains);
            await Assert.That(taken.Add(name) && NameScore.IsValid(name, Most)).IsTrue();
        }
    }

    [Test]
    [Arguments((int)SessionType.Development, "dev-2"), Arguments((int)SessionType.Debug, "debug-2")]
    [Arguments((int)SessionType.Planning, "plan-2"), Arguments((int)SessionType.CodeReview, "review-2")]
    public async Task A_session_nothing_is_known_of_is_named_after_its_type(int type, string second)
    {
        var first = NameMaker.Unique("", (SessionType)type, Most, static _ => false);

        await Assert.That(first).IsEqualTo(second.Replace('2', '1'));
        await Assert.That(NameMaker.Unique("", (SessionType)type, Most, name => name == first)).IsEqualTo(second);
    }
}
