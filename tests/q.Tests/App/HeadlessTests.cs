using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Q.Config;
using Q.Store;
using Q.TestKit;
using Q.Tests.Sessions;
using Q.Tests.Store;

namespace Q.Tests.App;

/// <summary>One prompt, one answer, with a store that does or does not take it.</summary>
public sealed class HeadlessTests
{
    private readonly FakeTimeProvider _time = new(StoreFixture.Noon);
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly StringBuilder _said = new();
    private volatile FakeEngine? _engine;

    [Test]
    public async Task A_prompt_that_is_stored_is_answered()
    {
        var run = Start(new MemoryStore(), out _);
        await (await Engine()).Finish("forty-two");
        await Assert.That(await run).IsEqualTo(0);
        await Assert.That(_said.ToString()).IsEqualTo("forty-two\n");
        await Assert.That(_errors).IsEmpty();
    }

    [Test]
    public async Task With_the_store_away_it_says_so_after_two_seconds_and_answers()
    {
        using var home = new StoreFixture();
        File.WriteAllText(home.Home.Paths.Home, "no folder");
        var run = Start(home.Open(), out _);
        await Poll.Until("it goes on", () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return _engine is { Told.IsEmpty: false };
        });
        await Assert.That(_errors.Single()).StartsWith("q: this run is not stored: the database cannot be written now");
        await (await Engine()).Finish("forty-two");
        await Assert.That(await run).IsEqualTo(0);
        await Assert.That(_said.ToString()).IsEqualTo("forty-two\n");
    }

    [Test]
    public async Task While_it_waits_for_the_store_it_can_be_stopped()
    {
        using var home = new StoreFixture();
        File.WriteAllText(home.Home.Paths.Home, "no folder");
        var run = Start(home.Open(), out var headless);
        headless.Cancel();
        await Assert.That(await run.WaitAsync(Poll.Limit)).IsEqualTo(130);
        await Assert.That(_engine).IsNull();
    }

    private Task<int> Start(ISessionStore store, out Headless headless)
    {
        var made = headless = new Headless(store, new Settings(), _time, utf8 =>
        {
            _said.Append(Encoding.UTF8.GetString(utf8.Span));
            return true;
        }, _errors.Enqueue);
        return Task.Run(() => made.Run("what is it", "/srv/api", (setup, sink, history) => _engine = new FakeEngine(setup, sink, history)));
    }

    private async Task<FakeEngine> Engine()
    {
        await Poll.Until("the engine", () => _engine is { Told.IsEmpty: false });
        return _engine!;
    }
}
