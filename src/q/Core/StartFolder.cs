namespace Q.Core;

/// <summary>The folder that q was started in. Any thread.</summary>
internal static class StartFolder
{
    /// <summary>It may be gone, or be one that this person may not see.</summary>
    /// <param name="current">Reads it.</param>
    public static Outcome<string> Find(Func<string> current)
    {
        try
        {
            return Outcome<string>.Ok(current());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Outcome<string>.No($"The folder that q was started in is gone, or may not be read ({e.Message.TrimEnd('.')}). "
                + "Go to another one (cd ~) and start q there.");
        }
    }

    public static Outcome<string> Find() => Find(static () => Environment.CurrentDirectory);
}
