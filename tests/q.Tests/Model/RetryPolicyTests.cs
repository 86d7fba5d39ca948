using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Q.Core;
using Q.Model;

namespace Q.Tests.Model;

internal sealed class RetryPolicyTests
{
    private readonly FakeTimeProvider _time = new();

    /// <summary>Fails as it is told, then answers.</summary>
    private sealed class Failing(ModelException problem, int times, bool afterText = false) : IModelClient
    {
        public int Asked { get; private set; }

        public string Provider => "fake";

        public string Model => "fake";

        public async IAsyncEnumerable<ModelEvent> Stream(ModelRequest request, [EnumeratorCancellation] CancellationToken cancel)
        {
            await Task.CompletedTask;
            Asked++;
            if (afterText)
                yield return new ModelText(Encoding.UTF8.GetBytes("half"));
            if (Asked <= times)
                throw problem;
            yield return new ModelDone(StopReason.EndOfTurn, default);
        }

        public Task<Outcome<IReadOnlyList<string>>> ListModels(CancellationToken cancel) => throw new NotSupportedException();
    }

    private async Task<(Heard Heard, List<RetryWait> Waits)> Run(IModelClient client)
    {
        var waits = new List<RetryWait>();
        var heard = Asking.Hear(new RetryPolicy(_time, () => 1).Stream(client, Asking.Request(), wait =>
        {
            waits.Add(wait);
            return ValueTask.CompletedTask;
        }, default));
        while (!heard.IsCompleted) // it may be late to begin its wait: time goes on until it has ended
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
        return (await heard, waits);
    }

    [Test]
    public async Task Trouble_is_asked_again_twice_with_waits_that_double()
    {
        var client = new Failing(new("trouble", ModelFault.Server), times: 2);

        var (heard, waits) = await Run(client);

        await Assert.That(heard.Problem).IsNull();
        await Assert.That(waits.Select(wait => wait.Wait.TotalMilliseconds)).IsEquivalentTo([500d, 1000d], EqualityComparer<double>.Default);
        await Assert.That(waits[0].Sentence).Contains("Attempt 2 of 3");
    }

    [Test]
    [Arguments("The answer stopped in the middle. What came is kept; /retry asks again.", "The answer stopped in the middle. Attempt 2 of 3 in 1 s.")]
    [Arguments("Check that the server is at work; /retry asks again.", "Check that the server is at work. Attempt 2 of 3 in 1 s.")]
    [Arguments("It has trouble. /retry asks again.", "It has trouble. Attempt 2 of 3 in 1 s.")]
    public async Task Where_it_is_asked_again_by_itself_the_sentence_says_that_instead_of_what_a_person_can_do(string problem, string said)
    {
        var (_, waits) = await Run(new Failing(new(problem, ModelFault.Broken), times: 1));

        await Assert.That(waits.Single().Sentence).IsEqualTo(said);
    }

    [Test]
    public async Task The_third_failure_is_the_last()
    {
        var client = new Failing(new("trouble", ModelFault.Unreachable), times: 9);

        await Assert.That((await Run(client)).Heard.Problem!.Message).IsEqualTo("trouble");
        await Assert.That(client.Asked).IsEqualTo(3);
    }

    [Test]
    public async Task A_wait_that_the_server_asks_for_is_kept_and_said()
    {
        var (_, waits) = await Run(new Failing(new("slow down", ModelFault.RateLimited, TimeSpan.FromSeconds(20)), times: 1));

        await Assert.That(waits.Single().Wait).IsEqualTo(TimeSpan.FromSeconds(20));
        await Assert.That(waits.Single().Sentence).Contains("in 20 s");
    }

    [Test]
    public async Task Nothing_is_asked_again_once_text_was_shown()
    {
        var client = new Failing(new("cut", ModelFault.Broken), times: 1, afterText: true);

        var (heard, _) = await Run(client);

        await Assert.That(heard.Text).IsEqualTo("half");
        await Assert.That(heard.Problem!.Message).IsEqualTo("cut");
        await Assert.That(client.Asked).IsEqualTo(1);
    }

    [Test]
    [Arguments((int)ModelFault.Unauthorized), Arguments((int)ModelFault.NotFound), Arguments((int)ModelFault.Rejected), Arguments((int)ModelFault.Tls)]
    public async Task What_a_retry_cannot_mend_is_not_retried(int fault)
    {
        var client = new Failing(new("no", (ModelFault)fault), times: 9);

        await Assert.That((await Run(client)).Heard.Problem).IsNotNull();
        await Assert.That(client.Asked).IsEqualTo(1);
    }

    [Test]
    public async Task A_wait_can_be_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var stream = new RetryPolicy(_time).Stream(
            new Failing(new("slow", ModelFault.RateLimited, TimeSpan.FromMinutes(5)), times: 1), Asking.Request(),
            async _ => await cancel.CancelAsync(), cancel.Token);

        await Assert.That(async () => await Asking.Hear(stream)).Throws<OperationCanceledException>();
    }
}
