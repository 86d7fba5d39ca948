using System.Text;
using Q.Core;
using Q.Terminal;

namespace Q;

/// <summary>The half-typed line as a file that only its owner may read, while an editor has it. Removed when it is disposed. App loop only.</summary>
internal sealed class PromptFile : IDisposable
{
    private const int MostBytes = 16 << 20;

    private PromptFile(string path) => Path = path;

    public string Path { get; }

    public static Outcome<PromptFile> Make(string text)
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"q-prompt-{Guid.NewGuid():N}.md");
        try
        {
            using var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            file.Write(Encoding.UTF8.GetBytes(text.Length == 0 || text.EndsWith('\n') ? text : text + "\n"));
            return Outcome<PromptFile>.Ok(new(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Outcome<PromptFile>.No($"The line was not given to an editor, {path} cannot be written: {e.Message}");
        }
    }

    /// <summary>What stands in it now, without the last line's end.</summary>
    /// <param name="leftOut">Control characters of it, which are not in the text.</param>
    public Outcome<string> Read(out string leftOut)
    {
        leftOut = "";
        try
        {
            return new FileInfo(Path).Length > MostBytes
                ? Outcome<string>.No("The file has more than 16 MB, which no prompt can have: the line is as it was.")
                : Outcome<string>.Ok(PastedText.From(File.ReadAllBytes(Path), out leftOut).TrimEnd('\n'));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Outcome<string>.No($"What the editor left cannot be read: {e.Message}");
        }
    }

    public void Dispose()
    {
        try
        {
            File.Delete(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // the folder for such files is emptied by the system
        }
    }
}
