using System.Text;
using System.Text.Json;
using Q.Core;
using Q.Turns;

namespace Q.Model;

/// <summary>One line of a script.</summary>
internal sealed record ScriptStep
{
    public byte[]? Text { get; init; }

    public int Repeat { get; init; } = 1;

    public TimeSpan Delay { get; init; }

    public string? Tool { get; init; }

    public string Input { get; init; } = "{}";

    public string? Error { get; init; }

    public ModelFault Fault { get; init; } = ModelFault.Server;

    /// <summary>How often the error is given before the answer goes on.</summary>
    public int Times { get; init; } = int.MaxValue;

    public TimeSpan? RetryAfter { get; init; }

    public bool Ends { get; init; }

    public StopReason? Reason { get; init; }

    public Usage Usage { get; init; }
}

/// <summary>Steps up to the end of one answer. <paramref name="When"/>: only for a prompt with these words.</summary>
internal sealed record ScriptAnswer(string? When, IReadOnlyList<ScriptStep> Steps);

/// <summary>A recorded conversation, read once. Immutable.</summary>
internal sealed record Script(IReadOnlyList<ScriptAnswer> InOrder, IReadOnlyList<ScriptAnswer> Worded, bool Loops)
{
    public static Outcome<Script> Parse(ReadOnlySpan<byte> file, string path)
    {
        var answers = new List<ScriptAnswer>();
        var (steps, when, loops, number) = (new List<ScriptStep>(), default(string), false, 0);
        foreach (var range in file.Split((byte)'\n'))
        {
            number++;
            var line = file[range].Trim(" \r\t"u8);
            if (line.IsEmpty || line[0] == '#')
                continue;
            try
            {
                var reader = new Utf8JsonReader(line);
                using var parsed = JsonDocument.ParseValue(ref reader);
                var entry = parsed.RootElement;
                if (entry.TryGetProperty("loop", out var loop))
                    loops = loop.GetBoolean();
                if (entry.TryGetProperty("when", out var words))
                {
                    Close();
                    when = words.GetString();
                }
                var step = Step(entry);
                steps.Add(step);
                if (step.Ends)
                    Close();
            }
            catch (Exception failure)
                when (failure is JsonException or InvalidOperationException or FormatException or ArgumentException)
            {
                return Outcome<Script>.No(
                    $"{path}, line {number}, is no step of a script: {failure.Message} See docs/script-provider.md.");
            }
        }
        Close();
        var worded = answers.FindAll(one => one.When is not null);
        return Outcome<Script>.Ok(new(answers.FindAll(one => one.When is null), worded, loops));

        void Close()
        {
            if (steps.Exists(step => step.Ends || (step.Text ?? (object?)step.Tool ?? step.Error) is not null))
                answers.Add(new(when, steps));
            (steps, when) = ([], null);
        }
    }

    private static ScriptStep Step(JsonElement entry)
    {
        var step = new ScriptStep();
        foreach (var field in entry.EnumerateObject())
        {
            step = field.Name switch
            {
                "text" => step with { Text = Encoding.UTF8.GetBytes(field.Value.GetString()!) },
                "repeat" => step with { Repeat = Math.Clamp(field.Value.GetInt32(), 1, 10_000_000) },
                "delay_ms" => step with { Delay = Milliseconds(field.Value) },
                "tool" => step with { Tool = field.Value.GetString() },
                "input" => step with { Input = field.Value.GetRawText() },
                "error" => step with { Error = field.Value.GetString() },
                "fault" => step with { Fault = FaultOf(field.Value.GetString()!) },
                "times" => step with { Times = field.Value.GetInt32() },
                "retry_after_ms" => step with { RetryAfter = Milliseconds(field.Value) },
                "end" => step with { Ends = true, Reason = ReasonOf(field.Value) },
                "input_tokens" => step with { Usage = step.Usage with { InputTokens = field.Value.GetInt32() } },
                "output_tokens" => step with { Usage = step.Usage with { OutputTokens = field.Value.GetInt32() } },
                "when" or "loop" or "note" => step,
                _ => throw new FormatException($"\"{field.Name}\" is no field of a step."),
            };
        }
        return step;
    }

    private static TimeSpan Milliseconds(JsonElement value) =>
        TimeSpan.FromMilliseconds(Math.Clamp(value.GetDouble(), 0, 3_600_000));

    private static StopReason? ReasonOf(JsonElement value) => value.ValueKind is JsonValueKind.True ? null :
        value.GetString() switch
        {
            "end_turn" => StopReason.EndOfTurn,
            "tool_use" => StopReason.ToolUse,
            "max_tokens" => StopReason.MaxTokens,
            "refused" => StopReason.Refused,
            var other => throw new FormatException(
                $"\"{other}\" is no way to end: end_turn, tool_use, max_tokens or refused."),
        };

    private static ModelFault FaultOf(string name) => name switch
    {
        "unreachable" => ModelFault.Unreachable,
        "tls" => ModelFault.Tls,
        "unauthorized" => ModelFault.Unauthorized,
        "not_found" => ModelFault.NotFound,
        "rate_limited" => ModelFault.RateLimited,
        "server" => ModelFault.Server,
        "broken" => ModelFault.Broken,
        "malformed" => ModelFault.Malformed,
        "rejected" => ModelFault.Rejected,
        "too_long" => ModelFault.TooLong,
        _ => throw new FormatException($"\"{name}\" is no fault."),
    };
}
