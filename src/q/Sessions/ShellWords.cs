namespace Q.Sessions;

/// <summary>What q says to a person in it, for one at a shell: there a slash command is a verb. Pure.</summary>
internal static class ShellWords
{
    public static string Of(string sentence) => sentence
        .Replace("/sessions lists them", "`q sessions list` lists them", StringComparison.Ordinal)
        .Replace("/close NAME", "q sessions close NAME", StringComparison.Ordinal)
        .Replace(" /switch ", " q chat --switch ", StringComparison.Ordinal);
}
