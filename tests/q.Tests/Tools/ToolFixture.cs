using System.Text;
using System.Text.Json;
using Q.Core;
using Q.TestKit;
using Q.Tools;
using Q.Turns;

namespace Q.Tests.Tools;

/// <summary>The real tools in a folder of their own, with a home beside it, and what they put out while they ran.</summary>
internal sealed class ToolFixture : IDisposable
{
    private readonly TempHome _temp = new();
    private readonly StringBuilder _streamed = new();

    public ToolFixture(string? searchPath = "/usr/bin:/bin")
    {
        Root = RealPath.Of(_temp.Folder).TryGet(out var real) ? real : _temp.Folder;
        Directory.CreateDirectory(At("work"));
        Directory.CreateDirectory(At("home"));
        Workspace = new(SessionId.New(), Folder, At("home"));
        Table = ToolTable.BuiltIn(searchPath);
    }

    /// <summary>Holds <c>work</c>, the session's folder, and <c>home</c>.</summary>
    public string Root { get; }

    public string Folder => At("work");

    public Workspace Workspace { get; }

    public ToolTable Table { get; }

    public string Streamed => _streamed.ToString();

    public static string Text(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    public string At(string path) => Path.Combine(Root, path);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    public Outcome<ToolCall> Prepare(string tool, string json, ToolContext? context = null) =>
        Table.Prepare(new ToolUseContent("1", tool, json), context ?? new(Workspace));

    public ToolCall Call(string tool, string json) =>
        Prepare(tool, json) is var prepared && prepared.TryGet(out var call)
            ? call
            : throw new InvalidOperationException(prepared.Problem);

    public Task<ToolResult> Run(string tool, string json, CancellationToken cancel = default) => Run(Call(tool, json), cancel);

    public Task<ToolResult> Run(ToolCall call, CancellationToken cancel = default) =>
        call.Run(utf8 =>
        {
            _streamed.Append(Encoding.UTF8.GetString(utf8.Span));
            return default;
        }, cancel);

    public void Dispose() => _temp.Dispose();
}
