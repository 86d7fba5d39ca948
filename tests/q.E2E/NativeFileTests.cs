using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>The one file, as a person gets it.</summary>
[NotInParallel("terminal")]
internal sealed class NativeFileTests
{
    [Test]
    public async Task One_file_in_an_empty_root()
    {
        using var root = EmptyRoot.Make();
        root.Write("etc/hosts", "127.0.0.1 model.test\n");
        await using var plain = ScriptedModel.Start();
        await using var secure = ScriptedModel.StartTls("model.test");
        secure.WriteCertificate(root.At("roots.pem"));
        Dictionary<string, string> environment = new()
        {
            ["Q_HOME"] = "/home",
            ["OPENAI_BASE_URL"] = $"http://model.test:{plain.Port}",
        };

        var version = await root.Q(["--version"]);
        await Assert.That(version.Error).IsEqualTo("");
        await Assert.That(version.Output).StartsWith("q ").And.EndsWith("\n");

        plain.Next(Reply.Flowing("Over HTTP."));
        var http = await root.Q(["chat", "--no-interactive", "who answers?"], environment);
        await Assert.That(http).IsEqualTo(new Run(0, "Over HTTP.\n", ""));

        secure.Next(Reply.Flowing("Over TLS."));
        Dictionary<string, string> overTls = new(environment)
        {
            ["OPENAI_BASE_URL"] = $"https://model.test:{secure.Port}",
            ["OPENAI_API_KEY"] = "test-key",
            ["SSL_CERT_FILE"] = "/roots.pem",
        };
        var tls = await root.Q(["chat", "--no-interactive", "who answers?"], overTls);
        await Assert.That(tls).IsEqualTo(new Run(0, "Over TLS.\n", ""));
        overTls.Remove("SSL_CERT_FILE");
        var untrusted = await root.Q(["chat", "--no-interactive", "who answers?"], overTls);
        await Assert.That(untrusted.ExitCode).IsEqualTo(1);
        await Assert.That(untrusted.Error).Contains("SSL_CERT_FILE");

        plain.Next(Reply.Flowing("An answer to keep."));
        await using (var pane = await TmuxPane.Start(root.Command(["--model", "test-model"]), environment))
        {
            await pane.UntilShows("q>");
            await pane.Line("what shall be kept?");
            await pane.UntilShows("An answer to keep.");
            await pane.Quit();
            await Assert.That(await pane.Ended()).IsEqualTo(0);
        }

        await using var again = await TmuxPane.Start(root.Command(["--model", "test-model"]), environment);
        await again.UntilShows("An answer to keep.");
        await Assert.That(await again.Screen()).Contains("what shall be kept?");
        await again.Quit();
        await Assert.That(await again.Ended()).IsEqualTo(0);
    }

    [Test]
    public async Task The_file_is_static_and_carries_no_symbols()
    {
        var kind = await Run.Tool("file", "-b", Product.File);

        await Assert.That(kind).Contains("statically linked").And.Contains(", stripped");
    }

    [Test]
    public async Task Both_spellings_of_the_version_answer_with_one_line()
    {
        var full = await Run.Program(Product.File, ["--version"]);
        var brief = await Run.Program(Product.File, ["-V"]);

        await Assert.That(brief).IsEqualTo(full);
        await Assert.That(full.Output.Split('\n').Length).IsEqualTo(2);
    }
}
