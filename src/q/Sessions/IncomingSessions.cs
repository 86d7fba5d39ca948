using System.Security.Cryptography;
using System.Text;
using Q.Config;
using Q.Core;
using Q.Naming;
using Q.Store;
using Q.Store.Exports;
using Q.Turns;

namespace Q.Sessions;

/// <summary>
/// What sessions that come in are called here, and which of them are here already. Used once, for one import.
/// </summary>
/// <param name="all">All that come in.</param>
/// <param name="here">Those that are here.</param>
internal sealed class IncomingSessions(
    Settings settings, DateTimeOffset now, IReadOnlyList<ExportedSession> all, IReadOnlyList<StoredSession> here)
{
    private const int NameMost = 64;
    private const int PromptsRead = 3;

    private readonly HashSet<string> _taken = new(here.Select(one => one.Name), StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<int> _slots = [.. here.Select(one => one.Slot)];
    private readonly long _looked = here.Select(one => one.FocusedAt).DefaultIfEmpty().Max();
    private bool _hasFocus = here.Any(one => one.Active);

    /// <summary>
    /// With the name that it had, folded, or else one after its first prompts; and one that no other session has. What comes from
    /// elsewhere counts as used now, or it would be removed as too old before anybody has seen it here; the order stays.
    /// </summary>
    public StoredSession Named(StoredSession session, IReadOnlyList<Message> messages)
    {
        if (session.Name.Length > 0)
            session = session with { Name = Free(NameMaker.Fold(session.Name, NameMost).TryGet(out var folded) ? folded : "", session.Type, NameMost) };
        else
        {
            var guess = NameMaker.Guess([.. messages.Where(message => message.Role is Role.User).Select(Text).Where(text => text.Length > 0)
                .Take(PromptsRead)], settings.NameMaxLength);
            session = session with
            {
                Type = guess.Type,
                Name = Free(settings.AutoGenerateNames ? guess.Name : "", guess.Type, settings.NameMaxLength),
                LastActive = now.AddMilliseconds(-all.Count(other => other.Session.LastActive > session.LastActive)),
            };
        }
        _taken.Add(session.Name);
        return session;
    }

    /// <summary>In its own slot, or the first free one; never in focus, or looked at last, where others are here.</summary>
    public StoredSession Placed(StoredSession session)
    {
        var slot = session.Slot;
        if (slot > 0 && !_slots.Add(slot))
        {
            for (slot = 1; !_slots.Add(slot); slot++)
            {
                // taken
            }
        }
        var isFocused = session.Active && !_hasFocus;
        _hasFocus |= isFocused;
        var at = _looked == 0 ? session.FocusedAt : Math.Min(session.FocusedAt, _looked - 1);
        return session with { Slot = slot, Active = isFocused, FocusedAt = at };
    }

    /// <summary>The id of a copy: the same each time, so that what comes in again is known.</summary>
    public static SessionId CopyId(ExportedSession one) => new(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(Plain(one, one.Messages.Count))).AsSpan(0, 16)));

    /// <summary>The one that is here has all that was said in the other one, and perhaps has gone on.</summary>
    public static bool BeginsAs(ExportedSession here, ExportedSession other) =>
        here.Messages.Count >= other.Messages.Count
        && Plain(here with { Session = here.Session with { Id = other.Session.Id } }, other.Messages.Count) == Plain(other, other.Messages.Count);

    private string Free(string wanted, SessionType type, int most) => NameMaker.Unique(wanted, type, most, _taken.Contains);

    private static string Text(Message message) => string.Join('\n', message.Parts.OfType<TextContent>().Select(part => part.Text));

    /// <summary>What was said and by whom, as text, since that is how it is compared without an eye on what it is made of.</summary>
    private static string Plain(ExportedSession one, int messages) => ExportJson.Of(
        new(new() { Id = one.Session.Id, Name = "", Folder = "" }, [.. one.Messages.Take(messages).Select(message => message with { At = default })]), default);
}
