using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>The one file on a system that it was not built on.</summary>
internal sealed class OtherSystemTests
{
    /// <summary>A root folder of another system, with its own C library, name services and shell; <c>test --long</c> unpacks
    /// one.</summary>
    private static readonly string? s_root = Environment.GetEnvironmentVariable("Q_OTHER_ROOT");

    [Test]
    public async Task The_same_file_runs_in_the_root_of_another_system()
    {
        if (s_root is null)
            Skip.Test("Q_OTHER_ROOT names no root folder: ./build.sh test --long makes one.");
        using var root = await EmptyRoot.MakeOf(s_root!);
        root.Write("etc/hosts", "127.0.0.1 model.test\n");
        // All that could make a program load the modules of that system's C library.
        root.Write("etc/nsswitch.conf", "passwd: compat systemd files\ngroup: compat systemd files\nhosts: mymachines resolve compat files dns\n");
        await using var model = ScriptedModel.Start();
        Dictionary<string, string> environment = new()
        {
            ["Q_HOME"] = "/home/q",
            ["OPENAI_BASE_URL"] = $"http://model.test:{model.Port}",
        };
        model.Next(Reply.Flowing("I look.").Call("execute_bash", """{"command":". /etc/os-release; echo it is $ID $VERSION_ID"}"""));
        var told = model.On("it is ", Reply.Flowing("It is another one."));

        var run = await root.Q(["chat", "--no-interactive", "--trust-all-tools", "where are you?"], environment);

        await Assert.That(run.Output).Contains("It is another one.").Because(run.Error);
        await Assert.That(run.ExitCode).IsEqualTo(0);
        await Assert.That(await told.Ended).IsEqualTo(ExchangeEnd.Complete);
        await Assert.That(await Release("/etc/os-release")).IsNotEqualTo(await Release(root.At("etc/os-release")));
    }

    private static async Task<string> Release(string file) => string.Join(
        ' ', (await File.ReadAllLinesAsync(file)).Where(static line => line.StartsWith("ID=", StringComparison.Ordinal)
            || line.StartsWith("VERSION_ID=", StringComparison.Ordinal)));
}
