using System.Net.Sockets;
using System.Text;
using Q.Host;
using Q.TestKit;

namespace Q.Tests.Host;

/// <summary>What a peer may send that is no request: it is told so or cut off, nothing is done, and the next one is served.</summary>
internal sealed class HostilePeerTests
{
    [Test]
    [Arguments("\n")]
    [Arguments("GET / HTTP/1.1\n")]
    [Arguments("{}\n")]
    [Arguments("null\n")]
    [Arguments("[1,2]\n")]
    [Arguments("{\"do\":\"format\"}\n")]
    [Arguments("{\"do\":99}\n")]
    [Arguments("{\"do\":\"new\",\"name\":null}\n")]
    [Arguments("{\"do\":\"new\",\"name\":7}\n")]
    [Arguments("{\"do\":\"new\",\"name\":\"\\ud800\"}\n")]
    [Arguments("{\"do\":\"new\",\"do\":\"close\",\"name\":\"x\"}\n")]
    [Arguments("{\"v\":1,\"do\":\"new\",\"name\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}\n")]
    [Arguments("{\"do\":\"new\"")]
    public async Task What_is_no_request_is_told_so_and_nothing_is_done(string line)
    {
        using var fixture = new ControlFixture();
        fixture.Open();

        var answer = await fixture.Say(Encoding.UTF8.GetBytes(line), hangsUp: true);

        await Assert.That(answer).Contains("\"problem\":\"").And.EndsWith("}\n");
        await Assert.That(fixture.Asked).IsEmpty();
        await Assert.That(fixture.Client.UsedLast()?.Pid).IsEqualTo(100);
    }

    [Test]
    public async Task Another_version_is_told_which_one_this_is()
    {
        using var fixture = new ControlFixture();
        fixture.Open();
        var answer = await fixture.Say("{\"do\":\"dance\",\"v\":2,\"tempo\":120}\n"u8.ToArray());
        await Assert.That(answer).Contains("speaks version 1").And.Contains("not 2");
    }

    [Test]
    public async Task A_field_that_a_later_q_adds_is_passed_over()
    {
        using var fixture = new ControlFixture();
        fixture.Open();
        var answer = await fixture.Say("{\"v\":1,\"do\":\"switch\",\"name\":\"api\",\"colour\":[1,{}]}\n"u8.ToArray());
        await Assert.That(answer).Contains("did switch");
    }

    [Test]
    public async Task What_is_left_out_of_a_request_or_an_answer_is_empty_and_never_null()
    {
        using var fixture = new ControlFixture();
        fixture.Open();
        await fixture.Say("{\"do\":\"new\",\"name\":\"api\"}\n"u8.ToArray());
        await Assert.That(fixture.Asked.Single()).IsEqualTo(new ControlRequest { Verb = ControlVerb.New, Name = "api" });
        await Assert.That(ControlWire.Answer("{}"u8).TryGet(out var answer) ? answer : null).IsEqualTo(new ControlAnswer());
    }

    [Test]
    public async Task Random_bytes_do_nothing()
    {
        using var fixture = new ControlFixture();
        fixture.Open();
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var bytes = new byte[random.Next(1, 5000)];
            random.NextBytes(bytes);
            bytes[^1] = (byte)'\n';
            await fixture.Say(bytes);
        }
        await Assert.That(fixture.Asked).IsEmpty();
        await Assert.That(fixture.Client.UsedLast()?.Pid).IsEqualTo(100);
    }

    [Test]
    public async Task A_line_without_an_end_is_cut_off_at_its_bound()
    {
        using var fixture = new ControlFixture();
        fixture.Open();
        using var socket = fixture.Connect();
        var piece = new byte[64 * 1024];
        Array.Fill(piece, (byte)'x');
        var sent = 0L;
        try
        {
            while (sent < 64L << 20)
                sent += await socket.SendAsync(piece);
        }
        catch (SocketException)
        {
            // the other side has hung up
        }
        await Assert.That(sent).IsLessThan(4L << 20);
        await Assert.That(fixture.Client.UsedLast()?.Pid).IsEqualTo(100);
    }

    [Test]
    public async Task A_request_that_is_too_long_is_not_even_sent()
    {
        using var fixture = new ControlFixture();
        fixture.Open();
        var running = fixture.Client.UsedLast()!;
        var answer = ControlClient.Ask(running, new() { Verb = ControlVerb.New, Name = "api", Prompt = new string('x', ControlWire.MostBytes) });
        await Assert.That(answer.Problem).Contains("1024 kB");
        await Assert.That(fixture.Asked).IsEmpty();
    }

    [Test]
    public async Task A_long_prompt_within_the_bound_arrives_whole()
    {
        using var fixture = new ControlFixture();
        fixture.Open();
        var running = fixture.Client.UsedLast()!;
        var prompt = string.Concat(Enumerable.Repeat("zwölf Zeilen\n", 60_000));
        await Assert.That(ControlClient.Ask(running, new() { Verb = ControlVerb.New, Name = "api", Prompt = prompt }).Problem).IsNull();
        await Assert.That(fixture.Asked.Single().Prompt == prompt).IsTrue();
    }

    [Test]
    public async Task Slow_peers_hold_their_places_only_for_a_while()
    {
        using var fixture = new ControlFixture();
        fixture.Open();
        var slow = new List<Socket>();
        try
        {
            for (var i = 0; i < 40; i++)
            {
                slow.Add(fixture.Connect());
                await slow[^1].SendAsync("{\"do\""u8.ToArray());
            }
            await Task.Factory.StartNew(
                () => SpinWait.SpinUntil(() => fixture.Client.UsedLast() is not null, Poll.Limit),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await Assert.That(fixture.Client.UsedLast()).IsNotNull();
        }
        finally
        {
            slow.ForEach(static socket => socket.Dispose());
        }
    }

    [Test]
    public async Task A_flood_of_connections_is_served_in_turn()
    {
        using var fixture = new ControlFixture();
        fixture.Open();
        var running = fixture.Client.UsedLast()!;
        const int Many = 80; // on threads of their own: a client waits, and the pool belongs to all tests
        var answers = await Task.WhenAll(Enumerable.Range(0, Many).Select(i => Task.Factory.StartNew(
            () => ControlClient.Ask(running, new() { Verb = ControlVerb.New, Name = $"s{i}" }),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        await Assert.That(answers.Count(static answer => answer.Succeeded)).IsEqualTo(Many);
        await Assert.That(fixture.Asked.Select(static asked => asked.Name).Distinct().Count()).IsEqualTo(Many);
    }

    [Test]
    public async Task Who_has_hung_up_is_known_to_be_gone()
    {
        var isThere = new TaskCompletionSource<Func<bool>>();
        var answer = new TaskCompletionSource<ControlAnswer>();
        using var fixture = new ControlFixture();
        fixture.Handle = (_, there) =>
        {
            isThere.SetResult(there);
            return answer.Task;
        };
        fixture.Open();
        var socket = fixture.Connect();
        await socket.SendAsync(ControlWire.Of(new ControlRequest { Verb = ControlVerb.New, Name = "api" }));
        var asks = await isThere.Task;

        await Assert.That(asks()).IsTrue();
        socket.Dispose();
        await Poll.Until("it to be gone", () => !asks());
        answer.SetResult(new());
    }
}
