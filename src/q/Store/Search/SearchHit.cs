using System.Text;
using Q.Core;
using Q.Turns;

namespace Q.Store.Search;

/// <summary>A message in which everything stands that was looked for.</summary>
/// <param name="Seq">Which message of its session, from 1.</param>
internal sealed record SearchHit(
    SessionId Session, string Name, SessionStatus Status, string Folder, Role Role, DateTimeOffset At, long Seq, Snippet Snippet);

/// <summary>A place in a snippet.</summary>
internal sealed record Match(int Start, int Length);

/// <summary>One line around what was found. Text of models and tools: shown through a filter only.</summary>
internal sealed record Snippet(string Text, IReadOnlyList<Match> Matches)
{
    /// <summary>With marks around what was found.</summary>
    public string Marked(string before, string after)
    {
        var marked = new StringBuilder();
        var at = 0;
        foreach (var match in Matches)
        {
            marked.Append(Text, at, match.Start - at).Append(before).Append(Text, match.Start, match.Length).Append(after);
            at = match.Start + match.Length;
        }
        return marked.Append(Text, at, Text.Length - at).ToString();
    }
}
