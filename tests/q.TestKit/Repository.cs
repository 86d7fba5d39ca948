using System.Runtime.CompilerServices;

namespace Q.TestKit;

/// <summary>Where the source tree is, for the tests that read it: known from where this file was compiled.</summary>
internal static class Repository
{
    /// <summary>The folder with q.slnx in it, or null where only the compiled tests are.</summary>
    public static string? Root { get; } = Find();

    private static string? Find([CallerFilePath] string here = "")
    {
        for (var folder = Path.GetDirectoryName(here); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "q.slnx")))
            {
                return folder;
            }
        }

        return null;
    }
}
