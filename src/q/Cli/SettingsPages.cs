using System.Buffers;
using System.Text;
using System.Text.Json;
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
        call.Host.Out(json ? Json(resolved) : Text(resolved, sources));
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
        var about = resolved.Problems.Where(problem => problem.Contains(key.FullName, StringComparison.Ordinal));
        foreach (var sentence in about)
            call.Host.Tell(sentence);
        return 0;
    }

    public static int Set(VerbCall call, string name, string value)
    {
        if (Key(call, name) is not { } key)
            return CommandLine.WrongUse;
        if (!key.Check(value).TryGet(out var kept))
        {
            call.Fail(key.Check(value).Problem!);
            return CommandLine.WrongUse;
        }
        var found = CliHome.Find(call.Host);
        if (!found.TryGet(out var home))
            return call.Fail(found.Problem!);
        if (SettingRefusals.Of(key, kept, home, call.Host) is { } refusal)
        {
            call.Fail(refusal);
            return CommandLine.WrongUse;
        }
        if (home.Store.Set(key, value).Problem is { } problem)
            return call.Fail(problem);
        call.Host.Out($"{key.FullName} = {kept}\n");
        if (key.Warning(kept) is { } warning)
            call.Host.Tell(warning);
        TellIfOverruled(call, home, key);
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
        var now = home.Resolve()[key];
        call.Host.Out($"{key.FullName} = {now.Value} ({now.Place})\n");
        return 0;
    }

    /// <summary>What was just stored does not count while a stronger source says something else.</summary>
    private static void TellIfOverruled(VerbCall call, CliHome home, SettingKey key)
    {
        var now = home.Resolve()[key];
        if (now.Source is SettingSource.Environment or SettingSource.Flag)
            call.Host.Tell($"{now.Place} says {now.Value}, which counts as long as it is set.");
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

    private static string Text(ResolvedSettings resolved, bool sources)
    {
        var text = new StringBuilder();
        var names = resolved.Values.Max(one => one.Key.FullName.Length);
        var values = resolved.Values.Max(one => one.Value.Length);
        foreach (var one in resolved.Values)
        {
            var place = sources ? one.Place : "";
            var line = $"{one.Key.FullName.PadRight(names)}  {one.Value.PadRight(values)}  {place}";
            text.Append(line.TrimEnd()).Append('\n');
        }
        return text.ToString();
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
