using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Q.TestKit;
using Q.TestKit.ModelServer;

namespace Q.E2E;

/// <summary>The same conversation (text, tool call, tool result, text) through the whole program, in both wire formats.</summary>
internal sealed partial class WireTests
{
    private static readonly JsonWriterOptions s_indented = new()
    {
        Indented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Test]
    [Arguments("openai", "OPENAI_BASE_URL", "https://platform.openai.com/docs/api-reference/chat/create")]
    [Arguments("anthropic", "ANTHROPIC_BASE_URL", "https://platform.claude.com/docs/en/agents-and-tools/tool-use/implement-tool-use")]
    public async Task The_conversation_is_asked_for_as_the_vendor_documents_it(string provider, string variable, string document)
    {
        await using var world = new World();
        world.Environment.Remove("OPENAI_BASE_URL");
        world.Environment[variable] = $"{world.Model.Address}";
        await File.WriteAllTextAsync(world.At("notes.txt"), "15 degrees\n");
        world.Model.On("weather", Reply.Flowing("I will", " look.").Call("fs_read", """{"operations":[{"mode":"Line","path":"notes.txt"}]}"""));
        world.Model.On("15 degrees", Reply.Flowing("It is ", "15 degrees."));

        var run = await world.Q(["chat", "--no-interactive", "--provider", provider, "--model", "test-model", "what is the weather?"]);

        await Assert.That(run).IsEqualTo(new Run(0, "I will look.\nIt is 15 degrees.\n", ""));
        var asked = new StringBuilder($"// As documented at {document}\n");
        foreach (var request in world.Model.Requests.Where(static request => request.Method == "POST"))
            asked.Append($"{request.Method} {request.Path}\n{OfNoMachine(Indented(request.Body), world)}\n");
        Golden.Check(asked.ToString(), $"conversation.{provider}.golden.txt");
    }

    [Test]
    [Arguments("openai", "OPENAI_BASE_URL"), Arguments("anthropic", "ANTHROPIC_BASE_URL")]
    public async Task The_conversation_with_a_server_that_others_wrote(string provider, string variable)
    {
        await using var world = new World();
        await using var aimock = await Aimock.Start(Path.Combine(Repository.Root!, "tests", "q.E2E", "aimock.fixtures.json"));
        world.Environment.Remove("OPENAI_BASE_URL");
        world.Environment[variable] = aimock.Address;
        await File.WriteAllTextAsync(world.At("notes.txt"), "15 degrees\n");

        var run = await world.Q(["chat", "--no-interactive", "--provider", provider, "--model", "gpt-5", "what is the weather?"]);

        await Assert.That(run).IsEqualTo(new Run(0, "I will look.\nIt is 15 degrees.\n", ""));
    }

    /// <summary>Without what is another on each machine and each day.</summary>
    private static string OfNoMachine(string request, World world) =>
        DayAndSystem().Replace(request.Replace(world.Folder, "FOLDER"), "System: SYSTEM\\nDate: DATE");

    [GeneratedRegex(@"System: [^\\]*\\nDate: [\d-]+", RegexOptions.None, 1000)]
    private static partial Regex DayAndSystem();

    private static string Indented(string json)
    {
        using var document = JsonDocument.Parse(json);
        using var to = new MemoryStream();
        using (var writer = new Utf8JsonWriter(to, s_indented))
            document.WriteTo(writer);
        return Encoding.UTF8.GetString(to.ToArray());
    }
}
