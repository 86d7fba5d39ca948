using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using Q.Core;
using Q.Model;
using Q.TestKit;

namespace Q.Tests.Model;

internal sealed class CallGateTests
{
    private const string Account = "https://api.example KEY";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
    private readonly SessionId[] _sessions = [SessionId.New(), SessionId.New(), SessionId.New(), SessionId.New()];

    /// <summary>One call, and all it was told while it waited.</summary>
    private sealed class Call
    {
        private readonly CancellationTokenSource _cancel = new();

        public Call(CallGate gate, SessionId session, string account = Account) => Entered =
            gate.Enter(new(session, account), place =>
            {
                Told.Enqueue(GatedClient.Words(place, TimeZoneInfo.Utc));
                return ValueTask.CompletedTask;
            }, _cancel.Token).AsTask();

        public ConcurrentQueue<string> Told { get; } = new();

        public Task<CallGate.Pass> Entered { get; }

        public Task Cancel() => _cancel.CancelAsync();

        public async Task Leave() => (await Entered.WaitAsync(Poll.Limit)).Dispose();

        public Task Hears(string last) => Poll.Until(last, () => Told.LastOrDefault() == last);
    }

    [Test]
    public async Task The_one_that_waited_longest_goes_next_and_hears_its_place()
    {
        var gate = new CallGate(1);
        var first = new Call(gate, _sessions[0]);
        var second = new Call(gate, _sessions[1]);
        var third = new Call(gate, _sessions[2]);
        await second.Hears("queued 1st");
        await third.Hears("queued 2nd");

        await first.Leave();
        await first.Leave();

        await third.Hears("queued 1st");
        await second.Leave();
        await third.Leave();
        await Assert.That(first.Told).IsEmpty();
        await Assert.That(gate.Inside).IsEqualTo(0);
        await Assert.That(gate.Waiting).IsEqualTo(0);
    }

    [Test]
    public async Task The_session_in_focus_goes_first_and_a_change_of_focus_reorders()
    {
        var gate = new CallGate(1);
        var first = new Call(gate, _sessions[0]);
        var second = new Call(gate, _sessions[1]);
        var third = new Call(gate, _sessions[2]);
        var fourth = new Call(gate, _sessions[3]);

        gate.Watches(_sessions[3]);
        await fourth.Hears("queued 1st");
        await second.Hears("queued 2nd");
        gate.Watches(_sessions[2]);
        await third.Hears("queued 1st");
        await fourth.Hears("queued 3rd");

        await first.Leave();
        await third.Leave();
        await second.Leave();
        await fourth.Leave();
    }

    [Test]
    public async Task One_that_is_cancelled_leaves_the_queue_and_those_behind_it_move_up()
    {
        var gate = new CallGate(1);
        var first = new Call(gate, _sessions[0]);
        var second = new Call(gate, _sessions[1]);
        var third = new Call(gate, _sessions[2]);
        await third.Hears("queued 2nd");

        await second.Cancel();

        await Assert.That(async () => await second.Entered).Throws<OperationCanceledException>();
        await third.Hears("queued 1st");
        await first.Leave();
        await third.Leave();
        await Assert.That(gate.Inside).IsEqualTo(0);
    }

    [Test]
    public async Task Places_are_given_back_however_calls_end_while_many_come_and_go()
    {
        var gate = new CallGate(3);
        var most = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 400), async (number, _) =>
        {
            var call = new Call(gate, _sessions[number % 4]);
            if (number % 3 == 0)
                await call.Cancel();
            if (number % 7 == 0)
                gate.Watches(_sessions[number % 4]);
            try
            {
                using var pass = await call.Entered;
                lock (_sessions)
                    most = Math.Max(most, gate.Inside);
            }
            catch (OperationCanceledException)
            {
                // a third of them
            }
        });
        await Assert.That(most).IsLessThanOrEqualTo(3);
        await Assert.That((gate.Inside, gate.Waiting)).IsEqualTo((0, 0));
    }

    [Test]
    public async Task A_refusal_holds_every_call_of_that_account_until_its_time_and_no_other()
    {
        var limits = new RateLimits(_time);
        var gate = new CallGate(5, limits);
        limits.Learn(Account, HttpStatusCode.TooManyRequests, Headers(("retry-after", "12")));

        var one = new Call(gate, _sessions[0]);
        var two = new Call(gate, _sessions[1]);
        var other = new Call(gate, _sessions[2], "https://other.example KEY");

        await other.Leave();
        await one.Hears("rate limit until 12:00:12, queued 1st");
        await two.Hears("rate limit until 12:00:12, queued 2nd");
        _time.Advance(TimeSpan.FromSeconds(11));
        await Assert.That(gate.Waiting).IsEqualTo(2);
        _time.Advance(TimeSpan.FromSeconds(1));
        await one.Leave();
        await two.Leave();
    }

    [Test]
    public async Task No_more_calls_go_out_than_the_provider_said_are_left()
    {
        var limits = new RateLimits(_time);
        var gate = new CallGate(5, limits);
        limits.Learn(Account, HttpStatusCode.OK, Headers(("x-ratelimit-remaining-requests", "1"), ("x-ratelimit-reset-requests", "1m30s")));

        var one = new Call(gate, _sessions[0]);
        var two = new Call(gate, _sessions[1]);

        await one.Leave();
        await two.Hears("rate limit until 12:01:30, queued 1st");
        _time.Advance(TimeSpan.FromSeconds(90));
        await two.Leave();
    }

    [Test]
    [Arguments("anthropic-ratelimit-input-tokens-remaining", "0", "anthropic-ratelimit-input-tokens-reset", "2026-11-25T12:00:20Z", 20)]
    [Arguments("anthropic-ratelimit-requests-remaining", "0", "anthropic-ratelimit-requests-reset", "2026-11-25T12:00:07Z", 7)]
    [Arguments("x-ratelimit-remaining-tokens", "0", "x-ratelimit-reset-tokens", "2m59.5s", 179.5)]
    [Arguments("x-ratelimit-remaining-tokens", "17", "x-ratelimit-reset-tokens", "2m59.5s", 0)]
    [Arguments("x-ratelimit-remaining-requests", "0", "x-ratelimit-reset-requests", "3h", 0)]
    [Arguments("x-ratelimit-remaining-requests", "zero", "x-ratelimit-reset-requests", "soon", 0)]
    public async Task What_heads_of_answers_say_is_understood(string left, string number, string resets, string when, double seconds)
    {
        var limits = new RateLimits(_time);
        limits.Learn(Account, HttpStatusCode.OK, Headers((left, number), (resets, when)));
        var opens = limits.OpensAt(Account);
        await Assert.That(opens == default ? 0 : (opens - _time.GetUtcNow()).TotalSeconds).IsEqualTo(seconds);
    }

    [Test]
    public async Task What_each_account_was_told_is_told()
    {
        _time.SetLocalTimeZone(TimeZoneInfo.Utc);
        var limits = new RateLimits(_time);
        await Assert.That(limits.Told()).IsEmpty();
        limits.Learn(Account, HttpStatusCode.TooManyRequests, Headers(("retry-after", "12")));
        limits.Learn("https://other.example ", HttpStatusCode.OK, Headers(("x-ratelimit-remaining-requests", "7"), ("x-ratelimit-reset-requests", "90s")));
        await Assert.That(string.Join('\n', limits.Told())).IsEqualTo(
            $"{Account}: no call until 12:00:12\nhttps://other.example: takes calls, 7 requests left until 12:01:30");
    }

    [Test]
    [Arguments("20ms", 0.02), Arguments("6m0s", 360), Arguments("1h2m3s", 3723), Arguments("45", 45), Arguments("1.5s", 1.5)]
    [Arguments("", -1), Arguments("soon", -1), Arguments("1x", -1), Arguments("m", -1), Arguments("99999999d", -1)]
    public async Task Spans_of_rate_limits(string text, double seconds) =>
        await Assert.That(RateLimits.Span(text)?.TotalSeconds ?? -1).IsEqualTo(seconds);

    [Test]
    [Arguments(1, "queued 1st"), Arguments(11, "queued 11th"), Arguments(22, "queued 22nd"), Arguments(103, "queued 103rd")]
    public async Task Places_in_words(int rank, string words) =>
        await Assert.That(GatedClient.Words(new(rank, default), TimeZoneInfo.Utc)).IsEqualTo(words);

    [Test]
    public async Task Over_http_one_session_is_refused_and_the_other_waits_without_asking()
    {
        var asked = 0;
        await using var server = new LoopbackServer(_ => Interlocked.Increment(ref asked) == 1
            ? LoopbackServer.Json("""{"error":{"message":"slow down"}}""", status: 429, more: "retry-after: 30\r\n")
            : LoopbackServer.Sse("""{"choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":"stop"}]}""", "[DONE]"));
        using var clients = new ModelClients(
            new Dictionary<string, string> { ["OPENAI_BASE_URL"] = server.Base, ["OPENAI_API_KEY"] = "sk-test-key-0123456789" }, _time);
        clients.Create(new(), new("openai", "m")).TryGet(out var chosen);
        var gate = new CallGate(5, clients.Limits);
        var told = new ConcurrentQueue<string?>();
        GatedClient Of(int session) => new(chosen!.Client, gate, _sessions[session], what =>
        {
            told.Enqueue(what);
            return ValueTask.CompletedTask;
        });

        var refused = await Of(0).Hear();
        await Assert.That(refused.Problem!.Fault).IsEqualTo(ModelFault.RateLimited);
        var waits = Of(1).Hear();
        await Poll.Until("the second to wait", () => told.Contains("rate limit until 12:00:30, queued 1st"));
        await Assert.That(asked).IsEqualTo(1);

        _time.Advance(TimeSpan.FromSeconds(30));
        await Assert.That((await waits.WaitAsync(Poll.Limit)).Text).IsEqualTo("hi");
        await Assert.That(told.Last()).IsNull();
    }

    [Test]
    [Arguments(0, 0), Arguments(19, 0), Arguments(20, 10), Arguments(400, 100)]
    public async Task Tokens_are_a_quarter_of_the_bytes_in_tens(int bytes, int tokens) =>
        await Assert.That(TokenEstimate.OfBytes(bytes)).IsEqualTo(tokens);

    private static System.Net.Http.Headers.HttpResponseHeaders Headers(params (string Name, string Value)[] all)
    {
        var response = new HttpResponseMessage();
        foreach (var (name, value) in all)
            response.Headers.TryAddWithoutValidation(name, value);
        return response.Headers;
    }
}
