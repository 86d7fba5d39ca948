using Q.Config;
using Q.Model;

namespace Q.Tests.Model;

internal sealed class ModelChoiceTests
{
    private const string Secret = "sk-secret-0123456789-a1b2";

    private static (ModelChoice? Choice, string? Problem) Make(
        Settings? settings = null, ModelFlags? flags = null, params (string Name, string Value)[] environment)
    {
        var made = ModelChoice.Make(settings ?? new(), flags ?? new(), environment.ToDictionary(one => one.Name, one => one.Value));
        return made.TryGet(out var choice) ? (choice, null) : (null, made.Problem);
    }

    [Test]
    public async Task Nothing_found_is_offline_and_a_local_server_is_asked_later()
    {
        var (choice, _) = Make(environment: ("OPENAI_API_KEY", " "));

        await Assert.That(choice!.Wire).IsEqualTo(WireKind.Offline);
        await Assert.That(choice.AskOllama).IsTrue();
        await Assert.That(choice.Describe()).Contains("not a language model");
    }

    [Test]
    public async Task Flag_then_setting_then_what_is_found()
    {
        var found = ("ANTHROPIC_API_KEY", Secret);
        await Assert.That(Make(null, null, found).Choice!.Provider).IsEqualTo("anthropic");
        await Assert.That(Make(new() { Provider = "openrouter" }, null, found).Choice!.Provider).IsEqualTo("openrouter");
        await Assert.That(Make(new() { Provider = "openrouter" }, new("ollama"), found).Choice!.Provider).IsEqualTo("ollama");
        await Assert.That(Make(null, new(Model: "script/a/b.jsonl"), found).Choice).IsEqualTo(
            new ModelChoice("script", WireKind.Script, "a/b.jsonl", null, "chosen by --model"));
        await Assert.That(Make(null, new("script", "script//a/b.jsonl"), found).Choice?.Model).IsEqualTo("/a/b.jsonl");
        await Assert.That(Make(null, new("script", "scripts/b.jsonl"), found).Choice?.Model).IsEqualTo("scripts/b.jsonl");
        await Assert.That(Make(null, new(Model: "meta/llama"), found).Choice!.Model).IsEqualTo("meta/llama");
    }

    [Test]
    public async Task A_model_of_the_settings_stays_with_its_provider()
    {
        var settings = new Settings { Provider = "openai", Model = "gpt-5" };

        await Assert.That(Make(settings, new("anthropic")).Choice!.Model).IsNull();
        await Assert.That(Make(settings).Choice!.Model).IsEqualTo("gpt-5");
    }

    [Test]
    public async Task A_key_and_the_address_beside_it_belong_together()
    {
        var (choice, _) = Make(null, null, ("OPENAI_API_KEY", Secret), ("OPENAI_API_BASE", "https://gateway.example/"));

        await Assert.That(choice!.Endpoint!.Base.AbsoluteUri).IsEqualTo("https://gateway.example/v1");
        await Assert.That(choice.Endpoint.Key!.Reveal()).IsEqualTo(Secret);
    }

    [Test]
    public async Task A_vendors_key_never_goes_to_an_address_of_the_settings()
    {
        var (choice, _) = Make(new() { BaseUrl = "https://elsewhere.example" }, null, ("OPENAI_API_KEY", Secret));

        await Assert.That(choice!.Endpoint!.Key).IsNull();
        await Assert.That(choice.Endpoint.Base.Host).IsEqualTo("elsewhere.example");
    }

    [Test]
    public async Task A_key_that_a_setting_names_goes_to_the_address_beside_it_and_to_no_other_provider()
    {
        var settings = new Settings { BaseUrl = "https://elsewhere.example", ApiKeyEnv = "MY_KEY" };

        await Assert.That(Make(settings, null, ("MY_KEY", Secret)).Choice!.Endpoint!.Key!.Source).IsEqualTo("MY_KEY");
        var (other, _) = Make(settings, new("anthropic"), ("MY_KEY", Secret));
        await Assert.That(other!.Endpoint!.Key).IsNull();
        await Assert.That(other.Endpoint.Base.Host).IsEqualTo("api.anthropic.com");
    }

    [Test]
    public async Task A_key_goes_over_plain_http_to_this_machine_only_unless_the_entry_allows_it()
    {
        var (_, problem) = Make(null, null, ("OPENAI_API_KEY", Secret), ("OPENAI_BASE_URL", "http://10.0.0.5:8000"));
        await Assert.That(problem!).Contains("plain http").And.Contains("10.0.0.5:8000").And.DoesNotContain(Secret);

        await Assert.That(Make(null, null, ("OPENAI_API_KEY", Secret), ("OPENAI_BASE_URL", "http://localhost:8000")).Problem).IsNull();
        await Assert.That(Make(null, null, ("OPENAI_BASE_URL", "http://10.0.0.5:8000")).Problem).IsNull();
        var own = new Settings { Providers = [new("lab", "http://10.0.0.5:8000", "LAB_KEY", AllowPlainHttp: true)] };
        await Assert.That(Make(own, new("lab"), ("LAB_KEY", Secret)).Choice!.Endpoint!.Key!.Source).IsEqualTo("LAB_KEY");
    }

    [Test]
    public async Task The_description_masks_the_key_and_says_where_it_came_from()
    {
        var text = Make(null, null, ("OPENAI_API_KEY", Secret)).Choice!.Describe();

        await Assert.That(text).IsEqualTo("openai: key from OPENAI_API_KEY (…a1b2), base https://api.openai.com/v1 (as OPENAI_API_KEY is set)");
    }

    [Test]
    public async Task An_unknown_provider_is_an_error_that_lists_what_there_is()
    {
        var (_, problem) = Make(null, new("opnai"));

        await Assert.That(problem!).Contains("\"opnai\"").And.Contains("openai").And.Contains("offline");
    }

    [Test]
    [Arguments("https://h", "https://h/v1"), Arguments("https://h/", "https://h/v1"), Arguments("https://h/v1/", "https://h/v1")]
    [Arguments("https://h/v1/chat/completions", "https://h/v1"), Arguments("localhost:8080", "http://localhost:8080/v1")]
    [Arguments("https://h/api", "https://h/api/v1"), Arguments("https://h/v1beta/openai", "https://h/v1beta/openai")]
    public async Task An_address_is_taken_in_every_spelling(string given, string taken)
    {
        BaseAddress.Read(given, WireKind.OpenAi, "x").TryGet(out var address);
        await Assert.That(address!.AbsoluteUri).IsEqualTo(taken);
    }

    [Test]
    [Arguments("0.0.0.0", "http://127.0.0.1:11434/v1"), Arguments("box:1234", "http://box:1234/v1"), Arguments("box", "http://box:11434/v1")]
    [Arguments(":9999", "http://127.0.0.1:9999/v1"), Arguments("https://o.example/", "https://o.example/v1")]
    public async Task Ollamas_host_is_taken_in_every_spelling(string given, string taken)
    {
        BaseAddress.ReadOllama(given).TryGet(out var address);
        await Assert.That(address!.AbsoluteUri).IsEqualTo(taken);
    }
}
