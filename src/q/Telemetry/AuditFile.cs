using System.Text;
using Q.Config;
using Q.Core;

namespace Q.Telemetry;

/// <summary>
/// The audit log on the disk: appended to under a lock (see <see cref="SharedFile"/>); rolled when it is full, with a line that
/// says so. Used by one task.
/// </summary>
internal sealed class AuditFile(QPaths paths, AuditBounds bounds)
{
    private const int MostTries = 200;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Whole lines. What went wrong, or null.</summary>
    public async Task<string?> Append(ReadOnlyMemory<byte> lines)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (QPaths.MakeFolder(paths.Logs).Problem is { } problem)
                    return problem;
                await using var file = SharedFile.Append(paths.Audit);
                if (file.Length >= bounds.File)
                {
                    if (attempt > MostTries)
                        return "it is full and cannot be renamed";
                    Roll(); // it could not be when it became full
                    continue;
                }
                await file.WriteAsync(lines);
                await file.FlushAsync();
                if (file.Length >= bounds.File)
                    Roll();
                return null;
            }
            catch (IOException e) when (attempt < MostTries && SharedFile.IsTaken(e))
            {
                await Task.Delay(s_pause); // another q writes at this moment
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return e.Message;
            }
        }
    }

    private void Roll()
    {
        SharedFile.Roll(paths.Audit, bounds.Keep);
        using var fresh = SharedFile.Append(paths.Audit);
        fresh.Write(Encoding.ASCII.GetBytes(
            $$"""{"op":"rolled","what":"What came before is in audit.log.1; the newest {{bounds.Keep}} are kept."}""" + "\n"));
    }
}
