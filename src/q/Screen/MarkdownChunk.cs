namespace Q.Screen;

internal enum MarkdownKind : byte
{
    /// <summary>Whole blocks: paragraphs, headings, lists, quotes, tables.</summary>
    Prose,

    /// <summary>A fenced block of code, or a part of a long one.</summary>
    Code,
}

/// <summary>What a chunk of code needs to know of the fence that it stands in.</summary>
/// <param name="Length">Characters of the fence; 0 for none.</param>
/// <param name="Sign">A backtick or a tilde.</param>
/// <param name="Language">Place in <see cref="CodeLanguages"/>; 0 for none that is known.</param>
internal readonly record struct CodeFence(int Length, byte Sign, byte Language);

/// <summary>
/// A part of an answer that is parsed and laid out by itself: nothing before or after it changes how it looks.
/// </summary>
/// <param name="At">Ring position of its first byte.</param>
/// <param name="Record">Position of the record that holds it.</param>
/// <param name="Length">Bytes of text, with its last line feed.</param>
/// <param name="Kind">What it is.</param>
/// <param name="HasGap">An empty line stands before it.</param>
/// <param name="Opens">Of code: its first line is the fence. Otherwise it goes on with the code of the chunk before.</param>
/// <param name="Number">What its first item of a numbered list is; -1 to believe the text.</param>
/// <param name="Fence">Of code: its fence.</param>
internal readonly record struct MarkdownChunk(
    long At, long Record, int Length, MarkdownKind Kind, bool HasGap, bool Opens, int Number, CodeFence Fence);
