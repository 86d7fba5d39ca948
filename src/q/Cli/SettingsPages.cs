using System.Buffers;
using System.Text;
using System.Text.Json;
using Q.Commands;
using Q.Config;
using Q.Core;

namespace Q.Cli;

/// <summary>What the verbs of <c>q settings</c> do and print.</summary>
internal static class SettingsPages
{
    public static int List(VerbCall call, bool sources, bool json)
    {
        var found = CliHome.Find(call.Host);
        if (!found.TryGet(out var home))
            return call.Fail(found.Problem!);
        var resolved = home.Resolve();
        call.Host.Out(json ? Json(resolved) : SettingsText.List(resolved.Values, sources));
        foreach (var sentence in resolved.Problems.Concat(resolved.Warnings))
            call.Host.Tell(sentence);
        return 0;
    }

    public static int Get(VerbCall call, string name)
    {
        if (Key(call, name) is not { } key)
            return CommandLine.WrongUse;
        var found = CliHome.Find(call.Host);
        if (!found.TryGet(out var home))
            return call.Fail(found.Problem!);
        var resolved = home.Resolve();
        call.Host.Out($"{resolved[key].Value}\n");
        foreach (var sentence in SettingsText.ProblemsOf(key, resolved))
            call.Host.Tell(sentence);
        return 0;
    }

    public static int Set(VerbCall call, string name, string value)
    {
        if (Key(call, name) is not { } key)
            return CommandLine.WrongUse;
        var found = CliHome.Find(call.Host);
        if (!found.TryGet(out var home))
            return call.Fail(found.Problem!);
        var allowed = home.Allowed(key, value);
        if (!allowed.TryGet(out var kept))
        {
            call.Fail(allowed.Problem!);
            return CommandLine.WrongUse;
        }
        if (home.Store.Set(key, value).Problem is { } problem)
            return call.Fail(problem);
        call.Host.Out($"{key.FullName} = {kept}\n");
        if (key.Warning(kept) is { } warning)
            call.Host.Tell(warning);
        if (SettingsText.Overruled(home.Resolve()[key]) is { } stronger)
            call.Host.Tell(stronger);
        return 0;
    }

    public static int Unset(VerbCall call, string name)
    {
        if (Key(call, name) is not { } key)
            return CommandLine.WrongUse;
        var found = CliHome.Find(call.Host);
        if (!found.TryGet(out var home))
            return call.Fail(found.Problem!);
        if (home.Store.Unset(key).Problem is { } problem)
            return call.Fail(problem);
        call.Host.Out(home.Resolve()[key].Told);
        return 0;
    }

    private static SettingKey? Key(VerbCall call, string name)
    {
        var found = SettingKeys.Find(name);
        if (found.TryGet(out var key))
            return key;
        var near = NearestName.Of(name, ["list", "get", "set", "unset"]) is { } verb ? $" Did you mean: q settings {verb}" : "";
        call.Fail(found.Problem! + near);
        return null;
    }

    private static string Json(ResolvedSettings resolved)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var to = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            to.WriteStartObject();
            foreach (var one in resolved.Values)
            {
                to.WriteStartObject(one.Key.FullName);
                Value(to, one);
                to.WriteString("source", SourceName(one.Source));
                to.WriteString("place", one.Place);
                to.WriteString("default", one.Key.Default);
                to.WriteEndObject();
            }
            to.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan) + "\n";
    }

    private static void Value(Utf8JsonWriter to, SettingValue one)
    {
        if (one.Key.Type is SettingType.Switch)
            to.WriteBoolean("value", one.Value == "true");
        else if (one.Key.Type is SettingType.Number)
            to.WriteNumber("value", int.Parse(one.Value));
        else
            to.WriteString("value", one.Value);
    }

    private static string SourceName(SettingSource source) => source switch
    {
        SettingSource.Default => "default",
        SettingSource.File => "file",
        SettingSource.Database => "database",
        SettingSource.Environment => "environment",
        SettingSource.Flag => "flag",
    };
}
