using System.Net.Sockets;
using System.Text;
using Q.Config;
using Q.Host;
using Q.TestKit;

namespace Q.Tests.Host;

/// <summary>The control socket between two q: what is asked, of whom, and what hostile peers can do, which is nothing.</summary>
internal sealed class ControlSocketTests
{
    private static readonly ControlRequest s_new = new()
    {
        Verb = ControlVerb.New,
        Name = "api",
        Prompt = "fix the login\nfor \"Zoë\" \u001b[31m",
        Folder = "/srv/api",
    };

    [Test]
    public async Task A_request_arrives_as_it_was_sent_and_its_answer_comes_back()
    {
        using var fixture = new ControlFixture();
        fixture.Open();
        var running = fixture.Client.UsedLast();

        var answer = ControlClient.Ask(running!, s_new);

        await Assert.That(answer.Problem).IsNull();
        await Assert.That(answer.TryGet(out var text) ? text : "").IsEqualTo("did new");
        await Assert.That(fixture.Asked.Single()).IsEqualTo(s_new);
    }

    [Test]
    public async Task The_q_that_was_used_last_is_asked()
    {
        using var fixture = new ControlFixture();
        fixture.Open(pid: 100, used: 5000);
        fixture.Open(pid: 200, used: 7000);
        fixture.Open(pid: 300, used: 6000);

        await Assert.That(fixture.Client.UsedLast()?.Pid).IsEqualTo(200);
    }

    [Test]
    public async Task Without_a_running_q_there_is_none_to_ask()
    {
        using var fixture = new ControlFixture();
        await Assert.That(fixture.Client.UsedLast()).IsNull();
        await Assert.That(fixture.Client.Close(100, "api").Problem).Contains("pid 100");
    }

    [Test]
    public async Task A_problem_comes_back_as_a_problem()
    {
        using var fixture = new ControlFixture { Handle = static (_, _) => Task.FromResult(ControlAnswer.No("10 sessions are open.")) };
        fixture.Open();

        await Assert.That(fixture.Client.Close(100, "api").Problem).IsEqualTo("10 sessions are open.");
        await Assert.That(fixture.Asked.Single().Verb).IsEqualTo(ControlVerb.Close);
    }

    [Test]
    public async Task Folder_and_socket_are_their_owners_alone_also_where_others_could_look_in()
    {
        using var fixture = new ControlFixture();
        Directory.CreateDirectory(fixture.Home.Paths.Run);
        File.SetUnixFileMode(fixture.Home.Paths.Run, QPaths.FolderMode | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        fixture.Open();

        await Assert.That(File.GetUnixFileMode(fixture.Home.Paths.Run)).IsEqualTo(QPaths.FolderMode);
        await Assert.That(File.GetUnixFileMode(fixture.Folder.Of(100))).IsEqualTo(QPaths.FileMode);
    }

    [Test]
    public async Task The_peer_of_a_socket_of_this_process_is_its_own_user()
    {
        using var fixture = new ControlFixture();
        fixture.Open();
        using var socket = fixture.Connect();
        using var pipe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        await Assert.That(Peer.IsOwn(socket)).IsTrue();
        await Assert.That(Peer.IsOwn(pipe)).IsFalse(); // no peer, so nobody's
    }

    [Test]
    public async Task Another_user_is_told_nothing_and_nothing_is_done_for_it_though_every_door_was_opened()
    {
        if (!OtherUser.IsPossible)
            Skip.Test("Another user needs root on Linux.");
        using var fixture = new ControlFixture();
        fixture.Open();
        var path = fixture.Folder.Of(100);
        await Assert.That(await OtherUser.Do(() => Reaches(fixture))).IsFalse(); // the folder keeps others out already

        const UnixFileMode everybody = (UnixFileMode)0b111_111_111;
        for (var door = path; door != Path.GetDirectoryName(fixture.Home.Folder); door = Path.GetDirectoryName(door)!)
            File.SetUnixFileMode(door, everybody);
        using var stranger = await OtherUser.Do(() => fixture.Connect());

        string heard;
        try
        {
            await stranger.SendAsync("{\"do\":\"new\",\"name\":\"stolen\"}\n"u8.ToArray());
            heard = await ControlFixture.Hear(stranger);
        }
        catch (SocketException)
        {
            heard = ""; // cut off before it could say anything
        }

        await Assert.That(heard).IsEqualTo("");
        await Assert.That(Peer.IsOwn(stranger)).IsTrue(); // it is the server's end that sees another user
        await Assert.That(fixture.Client.UsedLast()?.Pid).IsEqualTo(100); // and its own is served
        await Assert.That(fixture.Asked).IsEmpty();

        static bool Reaches(ControlFixture fixture)
        {
            try
            {
                using var socket = fixture.Connect();
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }

    [Test]
    public async Task A_socket_that_nobody_listens_at_is_removed()
    {
        using var fixture = new ControlFixture();
        await Assert.That(ControlFolder.Prepare(fixture.Folder.Of(1)).Problem).IsNull();
        Dead(fixture.Folder.Of(4_000_000));
        await Assert.That(fixture.Client.UsedLast()).IsNull();
        await Assert.That(fixture.Folder.Sockets()).IsEmpty();

        Dead(fixture.Folder.Of(4_000_000));
        Dead(fixture.Folder.Of(100)); // of a process that had our pid
        fixture.Open();

        await Assert.That(fixture.Folder.Sockets().Select(static one => one.Pid)).IsEquivalentTo([100], EqualityComparer<int>.Default);
        await Assert.That(fixture.Client.UsedLast()?.Pid).IsEqualTo(100);
    }

    [Test]
    public async Task At_the_end_the_socket_is_gone_and_who_waits_is_let_go()
    {
        using var fixture = new ControlFixture { Handle = static async (_, _) => await new TaskCompletionSource<ControlAnswer>().Task };
        var server = fixture.Open();
        var running = fixture.Client.UsedLast()!;
        var asking = Task.Factory.StartNew(
            () => ControlClient.Ask(running, s_new), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Poll.Until("the request", () => !fixture.Asked.IsEmpty);

        server.Dispose();

        await Assert.That(fixture.Folder.Sockets()).IsEmpty();
        await Assert.That(fixture.Client.UsedLast()).IsNull();
        await Assert.That((await asking).Problem).Contains("pid 100");
    }

    [Test]
    public async Task A_path_that_is_too_long_for_a_socket_goes_to_a_short_folder()
    {
        using var home = new TempHome();
        var paths = new QPaths(Path.Combine(home.Folder, new string('x', 120)));
        var folder = new ControlFolder(paths);
        try
        {
            var opened = ControlServer.Open(
                paths, 100, TimeProvider.System, static (_, _) => Task.FromResult(new ControlAnswer { Pid = 100, Text = "here" }));
            await Assert.That(opened.Problem).IsNull();
            using var server = opened.TryGet(out var made) ? made : null;

            await Assert.That(Encoding.UTF8.GetByteCount(folder.Of(100))).IsLessThanOrEqualTo(107);
            await Assert.That(Path.GetDirectoryName(folder.Of(100))).IsEqualTo(folder.Short);
            await Assert.That(File.GetUnixFileMode(folder.Short)).IsEqualTo(QPaths.FolderMode);
            await Assert.That(new ControlClient(paths) { Patience = Poll.Limit }.UsedLast()?.Pid).IsEqualTo(100);
        }
        finally
        {
            Directory.Delete(folder.Short, recursive: true);
        }
    }

    [Test]
    public async Task A_path_of_exactly_107_bytes_stays_in_the_home()
    {
        var home = "/" + new string('h', 107 - "//run/1.sock".Length);
        var folder = new ControlFolder(new QPaths(home));
        await Assert.That(folder.Of(1)).IsEqualTo($"{home}/run/1.sock");
        await Assert.That(folder.Of(1).Length).IsEqualTo(107);
        await Assert.That(Path.GetDirectoryName(folder.Of(10))).IsEqualTo(folder.Short);
    }

    [Test]
    public async Task A_link_in_the_place_of_the_short_folder_is_refused()
    {
        using var home = new TempHome();
        var elsewhere = Directory.CreateDirectory(Path.Combine(home.Folder, "elsewhere")).FullName;
        var link = Path.Combine(home.Folder, "link");
        Directory.CreateSymbolicLink(link, elsewhere);

        await Assert.That(ControlFolder.Prepare(Path.Combine(link, "1.sock")).Problem).Contains("is a link");
    }

    private static void Dead(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path + ".draft"));
        File.Move(path + ".draft", path, overwrite: true); // so that closing it does not remove it
    }
}
