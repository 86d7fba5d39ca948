namespace Q.E2E;

/// <summary>
/// A root folder that holds q, /dev/null and /dev/urandom, and nothing else: no C library, no shell, no users. Programs run
/// in it by chroot, in a mount namespace of their own, so that what is mounted for them goes when they go.
/// </summary>
internal sealed class EmptyRoot : IDisposable
{
    private EmptyRoot(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>A copy of another system's root folder, with q in it.</summary>
    public static async Task<EmptyRoot> MakeOf(string other)
    {
        var root = Make();
        await Run.Tool("cp", "-a", $"{other}/.", root.Folder);
        return root;
    }

    /// <summary>Skips the test where this user may not change root.</summary>
    public static EmptyRoot Make()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            Skip.Test("An empty root folder needs chroot: run the tests as root on Linux.");
        }

        var root = new EmptyRoot(Directory.CreateTempSubdirectory("q-root-").FullName);
        root.Add(Product.File, "q");
        File.SetUnixFileMode(root.At("q"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Directory.CreateDirectory(root.At("dev"));
        File.WriteAllText(root.At("dev/null"), "");
        File.WriteAllText(root.At("dev/urandom"), "");
        return root;
    }

    /// <summary>A path of the root folder, as seen from outside.</summary>
    public string At(string path) => Path.Combine(Folder, path);

    /// <summary>Copies a file into the root folder.</summary>
    public void Add(string file, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.Copy(file, At(path), overwrite: true);
    }

    /// <summary>Writes a file into the root folder: /etc/hosts, a certificate.</summary>
    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    /// <summary>Runs q inside, with this environment and the PATH that chroot itself needs.</summary>
    public Task<Run> Q(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        Dictionary<string, string> all = new(environment ?? new Dictionary<string, string>())
        {
            ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin",
        };
        var command = Command(arguments);
        return Run.Program(command[0], [.. command.Skip(1)], all);
    }

    /// <summary>What runs q inside. The two devices are the host's, bound in place.</summary>
    public IReadOnlyList<string> Command(IReadOnlyList<string> arguments)
    {
        const string script =
            "mount --bind /dev/null \"$1/dev/null\" && mount --bind /dev/urandom \"$1/dev/urandom\" && root=$1 && shift && exec "
            + "chroot \"$root\" \"$@\"";
        return ["unshare", "--mount", "/bin/sh", "-c", script, "sh", Folder, "/q", .. arguments];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
