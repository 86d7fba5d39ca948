using System.Text;
using Q.Core;

namespace Q.Tools;

/// <summary>Lists a folder as <c>ls -l</c> would: mode, links, user, group, size, date, path. Links are not followed.</summary>
internal static class FolderLister
{
    private const int MostEntries = 20_000;

    public static Outcome<ReadText> List(ReadOperation operation, SessionId own, int mostBytes, CancellationToken cancel)
    {
        if (!Directory.Exists(operation.Path))
        {
            return Outcome<ReadText>.No(File.Exists(operation.Path)
                ? $"{operation.Shown} is a file. Read it with the mode Line."
                : $"The folder {operation.Shown} does not exist{operation.Place}.");
        }
        try
        {
            var listing = new Listing(own, mostBytes, cancel);
            listing.Add(operation.Path, operation.Depth);
            return Outcome<ReadText>.Ok(listing.Finish());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Outcome<ReadText>.No($"The folder {operation.Shown} cannot be listed: {e.Message}");
        }
    }

    private sealed class Listing(SessionId own, int mostBytes, CancellationToken cancel)
    {
        private readonly StringBuilder _text = new();
        private int _bytes;
        private int _shown;
        private int _left;

        public void Add(string folder, int depth)
        {
            foreach (var path in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
            {
                cancel.ThrowIfCancellationRequested();
                var status = FileStatus.Of(path);
                Line($"{status.ModeText()} {status.Links} {status.User} {status.Group} {status.Size} {status.Modified:MMM dd HH:mm} {PlainText.Line(path)}\n");
                if (status.Kind is not FileKind.Folder || depth == 0 || _left > 0 || SessionFolder.IsOfAnother(path, own))
                    continue;
                try
                {
                    Add(path, depth - 1);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    Line($"{path} cannot be listed: {e.Message}\n");
                }
            }
        }

        public ReadText Finish()
        {
            if (_left > 0)
                _text.Append("… ").Append(_left).Append(" more entries are not shown. List a folder below, or with less depth.\n");
            return new(_shown == 0 ? "The folder is empty." : _text.ToString(), _shown == 1 ? "1 entry" : $"{_shown + _left} entries");
        }

        private void Line(string line)
        {
            var size = Encoding.UTF8.GetByteCount(line);
            if (_left > 0 || _shown == MostEntries || _bytes + size > mostBytes - 200) // 200: the last sentence
            {
                _left++;
                return;
            }
            _text.Append(line);
            _bytes += size;
            _shown++;
        }
    }
}
