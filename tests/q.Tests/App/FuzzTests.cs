using Q.TestKit;

namespace Q.Tests.App;

/// <summary>Keys without sense, thousands of them. A seed that once failed stays here.</summary>
internal sealed class FuzzTests
{
    private const int Keys = 1500;

    [Test]
    [Arguments(1), Arguments(2), Arguments(3), Arguments(4)]
    public async Task Whatever_is_pressed_it_goes_on_and_the_screen_is_right(int seed)
    {
        var random = new Random(seed);
        for (var left = Keys; left > 0;)
        {
            await using var app = new AppFixture();
            for (; left > 0 && !app.Ended.IsCompleted; left--)
            {
                app.Terminal.Type(RandomKeys.Next(random));
                if (left % 10 == 0)
                {
                    await app.Heard();
                    app.Time.Advance(TimeSpan.FromMilliseconds(random.Next(1, 3000)));
                }
                if (left % 100 == 0)
                    app.Terminal.Resize(random.Next(30, 130), random.Next(6, 40));
            }

            if (left == 0 && !app.Ended.IsCompleted)
                await GoesOn(app);
            else
                await Assert.That(await app.Ended).IsEqualTo(0);
        }
    }

    private static async Task GoesOn(AppFixture app)
    {
        app.Terminal.Resize(100, 30);
        // Ends a paste, closes what is open, empties the line; two of these within a second mean something else.
        foreach (var key in (string[])["\e[201~", "\e", "\e", "\e", "\x03"])
        {
            app.Type(key);
            app.Time.Advance(TimeSpan.FromSeconds(2));
        }
        app.Type("still here");
        await app.Shows("q> still here");
        // A hint may go between the two pictures: then another look is taken.
        await Poll.Until("the same screen drawn anew", async () =>
        {
            var before = app.Terminal.Picture;
            var frames = app.Terminal.Read(static screen => screen.Frames);
            app.Type("\f");
            await app.Heard();
            await app.Screen("all drawn anew", _ => app.Terminal.Read(static screen => screen.Frames) > frames);
            return (before, after: app.Terminal.Picture);
        }, static pair => pair.before == pair.after, static pair => $"{pair.before}\nand anew\n{pair.after}");
        app.Type("\r");
        await app.ShowsNot("q> still here");
        await app.Shows("still here");
    }
}
