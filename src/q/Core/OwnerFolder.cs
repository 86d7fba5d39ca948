namespace Q.Core;

/// <summary>Folders that only their owner may look into. Any thread.</summary>
internal static class OwnerFolder
{
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes it, with those above it that are missing: .NET would make those as open as the umask lets it. Throws as CreateDirectory does.</summary>
    public static void Make(string folder)
    {
        if (Directory.Exists(folder))
            return;
        if (Path.GetDirectoryName(folder) is { Length: > 0 } above)
            Make(above);
        Directory.CreateDirectory(folder, Mode);
    }
}
