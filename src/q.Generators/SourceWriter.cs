using System.Text;

namespace Q.Generators;

/// <summary>Text with indentation; a block closes its own brace, so that they cannot drift apart.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public SourceWriter Line(string line = "")
    {
        if (line.Length > 0)
            _text.Append(' ', _depth * 4).Append(line);
        _text.Append('\n');
        return this;
    }

    /// <summary>Opens a brace after <paramref name="head"/>; disposing the result closes it.</summary>
    public Block Open(string head, string end = "")
    {
        Line(head).Line("{");
        _depth++;
        return new(this, end);
    }

    public override string ToString() => _text.ToString();

    /// <summary>A C# literal that means <paramref name="text"/>.</summary>
    public static string Literal(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                < ' ' => quoted.Append($"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>A collection expression of string literals.</summary>
    public static string Literals(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Literal))}]";

    internal readonly struct Block(SourceWriter writer, string end) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer.Line("}" + end);
        }
    }
}
