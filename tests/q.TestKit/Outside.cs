namespace Q.TestKit;

/// <summary>What others have, at the moment of looking: it may be gone, or held, between two looks.</summary>
internal static class Outside
{
    /// <summary>What stands in a file; empty while it is not there or its writer holds it.</summary>
    public static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>The process has ended, whether its parent has noticed or not.</summary>
    public static bool HasEnded(string pid) =>
        Text($"/proc/{pid}/stat") is var stat && (stat.Length == 0 || stat[stat.LastIndexOf(')') + 2] == 'Z');
}
