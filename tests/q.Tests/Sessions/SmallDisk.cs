using Q.Processes;
using Q.Tests.Store;

namespace Q.Tests.Sessions;

/// <summary>A home on a disk of its own that is soon full.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    public StoreFixture Home { get; } = new();

    /// <summary>Where this user may mount nothing the test is skipped.</summary>
    public static async Task<SmallDisk> Make(int megabytes)
    {
        var disk = new SmallDisk();
        if (await Run($"mount -t tmpfs -o size={megabytes}m tmpfs '{disk.Home.Home.Folder}'"))
            return disk;
        disk.Home.Dispose();
        Skip.Test("A disk that is soon full needs a mount: run the tests as root on Linux.");
        return disk;
    }

    public async ValueTask DisposeAsync()
    {
        await Run($"umount -l '{Home.Home.Folder}'");
        Home.Dispose();
    }

    private static async Task<bool> Run(string command)
    {
        if (!ChildProcess.Start(new("/bin/sh", ["-c", command], "/")).TryGet(out var child))
            return false;
        return (await child.Finish(static (_, _) => ValueTask.CompletedTask, CancellationToken.None)).Succeeded;
    }
}
