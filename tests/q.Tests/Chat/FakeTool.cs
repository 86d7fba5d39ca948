using System.Text.Json;
using Q.Core;
using Q.Tools;
using Q.Turns;

namespace Q.Tests.Chat;

/// <summary>A tool that does what its argument <c>do</c> says: ok, fail, wait, explode, bad, says N characters, holds N bytes.</summary>
internal sealed class FakeTool(string name, Permission need) : ITool
{
    public ToolSpec Spec { get; } = new(name, "For tests.", """{"type":"object"}""");

    public Outcome<ToolCall> Prepare(JsonElement input, ToolContext context)
    {
        var what = input.TryGetProperty("do", out var named) ? named.GetString()! : "ok";
        return what == "bad" ? Outcome<ToolCall>.No("bad arguments") : Outcome<ToolCall>.Ok(new Call(name, what, need));
    }

    private sealed class Call(string name, string what, Permission need) : ToolCall
    {
        public override string Title => $"{name} {what}";

        public override string Preview => $"all of {what}\n";

        public override Permission Need => need;

        public override long Held => what.StartsWith("holds ", StringComparison.Ordinal) ? int.Parse(what[6..]) : 0;

        public override async Task<ToolResult> Run(ToolOutputSink output, CancellationToken cancel)
        {
            await output("working\n"u8.ToArray());
            switch (what)
            {
                case "fail":
                    return ToolResult.Failed("did not work");
                case "explode":
                    throw new InvalidOperationException("a bug");
                case "wait":
                    await Task.Delay(Timeout.Infinite, cancel);
                    break;
                case var _ when what.StartsWith("says ", StringComparison.Ordinal):
                    return new(new string('r', int.Parse(what[5..])), IsError: false, "done");
            }
            return new($"{what} done", IsError: false, "done");
        }
    }
}
