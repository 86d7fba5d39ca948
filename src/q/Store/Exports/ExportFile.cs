using Q.Config;
using Q.Core;

namespace Q.Store.Exports;

/// <summary>Writes an export where a person wants it: readable by the owner only, and never over another file.</summary>
internal static class ExportFile
{
    /// <summary>A new file; what is written is in memory piece by piece only.</summary>
    public static Outcome Write(string path, ExportedSession exported, ExportFormat format, DateTimeOffset now) =>
        Write(path, to => Write(to, exported, format, now));

    public static string Extension(ExportFormat format) => format switch
    {
        ExportFormat.Md => ".md",
        ExportFormat.Json => ".json",
        ExportFormat.Html => ".html",
        ExportFormat.Cast => ".cast",
    };

    /// <summary>The name itself, or the first with a number behind it that is free.</summary>
    public static string Free(string folder, string name, ExportFormat format)
    {
        var extension = Extension(format);
        var path = Path.Combine(folder, name + extension);
        for (var n = 2; Path.Exists(path); n++)
            path = Path.Combine(folder, $"{name}-{n}{extension}");
        return path;
    }

    /// <summary>What was begun and could not be ended is removed again.</summary>
    public static Outcome Write(string path, Action<TextWriter> write)
    {
        var isMine = false;
        try
        {
            using var file = new StreamWriter(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = QPaths.FileMode,
            });
            isMine = true;
            write(file);
            file.Flush();
            return Outcome.Ok;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            if (isMine)
                Remove(path);
            return Outcome.No(!isMine && Path.Exists(path)
                ? $"{path} exists already, and nothing was written. Choose another name, or remove it first."
                : $"{path} could not be written: {e.Message.TrimEnd('.')}. Choose another place.");
        }
    }

    public static void Write(TextWriter to, ExportedSession exported, ExportFormat format, DateTimeOffset now)
    {
        switch (format)
        {
            case ExportFormat.Md:
                MarkdownExport.Write(to, exported);
                break;
            case ExportFormat.Html:
                HtmlExport.Write(to, exported);
                break;
            case ExportFormat.Json:
                ExportJson.Write(to, [exported], now);
                break;
            case ExportFormat.Cast:
                CastExport.Write(to, exported);
                break;
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // what is left of it cannot be removed either; the sentence names the file
        }
    }
}
