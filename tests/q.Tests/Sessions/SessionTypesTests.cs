using Q.Core;
using Q.Naming;

namespace Q.Tests.Sessions;

internal sealed class SessionTypesTests
{
    private static SessionType Of(string message) => NameMaker.Guess([message], 20).Type;

    [Test]
    [Arguments("prefix"), Arguments("checkout"), Arguments("fixture"), Arguments("planet"), Arguments("debugger")]
    [Arguments("preview"), Arguments("unfixed"), Arguments("planes"), Arguments("planed"), Arguments("checksum")]
    [Arguments("designer"), Arguments("affix"), Arguments("reviewer"), Arguments("explanation"), Arguments("src/fix/plan.md")]
    [Arguments("DebugView"), Arguments("review_id"), Arguments("check.cs")]
    public async Task A_word_that_only_holds_another_says_nothing(string word)
    {
        await Assert.That(Of($"about {word}")).IsEqualTo(SessionType.Development);
    }

    [Test]
    [Arguments("fix"), Arguments("fixes"), Arguments("fixed"), Arguments("fixing"), Arguments("FIX"), Arguments("debug")]
    [Arguments("debugging"), Arguments("debugged"), Arguments("bug-fix"), Arguments("hotfix"), Arguments("crash"), Arguments("crashes")]
    public async Task Debugging_is_known_in_all_its_forms(string word)
    {
        await Assert.That(Of($"about {word} the importer")).IsEqualTo(SessionType.Debug);
    }

    [Test]
    [Arguments("plan"), Arguments("plans"), Arguments("planned"), Arguments("planning"), Arguments("design"), Arguments("designing")]
    [Arguments("designed"), Arguments("Planung"), Arguments("diseño"), Arguments("zaplanuj"), Arguments("conception")]
    public async Task Planning_is_known_in_all_its_forms(string word)
    {
        await Assert.That(Of($"about {word} the importer")).IsEqualTo(SessionType.Planning);
    }

    [Test]
    [Arguments("review"), Arguments("reviews"), Arguments("reviewing"), Arguments("reviewed"), Arguments("check"), Arguments("checks")]
    [Arguments("double-check"), Arguments("Prüfe"), Arguments("vérifie"), Arguments("revisa"), Arguments("sprawdź"), Arguments("incele")]
    public async Task Reviewing_is_known_in_all_its_forms(string word)
    {
        await Assert.That(Of($"about {word} the importer")).IsEqualTo(SessionType.CodeReview);
    }

    [Test]
    public async Task Debugging_goes_before_planning_before_reviewing()
    {
        await Assert.That(Of("review the plan to fix it")).IsEqualTo(SessionType.Debug);
        await Assert.That(Of("review the plan")).IsEqualTo(SessionType.Planning);
    }

    [Test]
    public async Task What_is_broken_is_debugged_unless_something_is_to_be_made()
    {
        await Assert.That(Of("the importer throws an exception")).IsEqualTo(SessionType.Debug);
        await Assert.That(Of("translate the error messages")).IsEqualTo(SessionType.Development);
        await Assert.That(Of("System.IO.IOException: disk is full")).IsEqualTo(SessionType.Debug);
        await Assert.That(Of("panic: oh")).IsEqualTo(SessionType.Debug);
        await Assert.That(Of("note: oh")).IsEqualTo(SessionType.Development);
    }

    [Test]
    [Arguments("debug", (int)SessionType.Debug), Arguments("plan", (int)SessionType.Planning)]
    [Arguments("planning", (int)SessionType.Planning), Arguments("dev", (int)SessionType.Development)]
    [Arguments("development", (int)SessionType.Development), Arguments("review", (int)SessionType.CodeReview)]
    [Arguments("Code-Review", (int)SessionType.CodeReview)]
    public async Task Types_are_typed_as_they_are_documented(string word, int type)
    {
        await Assert.That(SessionTypes.Parse(word)).IsEqualTo((SessionType)type);
    }

    [Test]
    [Arguments(""), Arguments("debugging"), Arguments("reviewing-all-of-it"), Arguments("x")]
    public async Task Other_words_name_no_type(string word)
    {
        await Assert.That(SessionTypes.Parse(word)).IsNull();
    }
}
