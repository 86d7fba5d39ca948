using System.Text;
using Q.Core;
using Q.Sessions;
using Q.Store;

namespace Q.Commands;

/// <summary>What a person wants of <c>/sessions</c>.</summary>
/// <param name="All">Also the closed ones.</param>
/// <param name="Waiting">Of the open ones those that wait.</param>
/// <param name="Search">Only what has these words; empty for all.</param>
/// <param name="Page">Which page of the closed ones, from 1; behind the first nothing else is listed.</param>
internal readonly record struct SessionWish(bool All, bool Waiting, string Search, int Page);

/// <summary>What <c>/sessions</c> says: the open sessions, then a page of the closed ones, newest first. Called on the app loop.</summary>
internal sealed class SessionPage(Coordinator sessions, ISessionArchive store, TimeProvider time)
{
    /// <summary>Closed sessions on a page: they fit on a screen, with the open ones above them.</summary>
    public const int Rows = 20;

    /// <summary>Words that were said just now are looked for too, if they are written so soon.</summary>
    private static readonly TimeSpan s_flush = TimeSpan.FromMilliseconds(200);

    /// <param name="wish">What is wanted.</param>
    /// <param name="columns">How wide the screen is.</param>
    public Outcome<string> Of(SessionWish wish, int columns)
    {
        var has = Filter(wish.Search);
        var text = new StringBuilder();
        if (wish.Page == 1)
            Open(text, wish, has, columns);
        if (!wish.All)
            return Outcome<string>.Ok(text.Length > 0 ? text.ToString() : Nothing(wish));
        List<SessionView> closed = [.. sessions.Historical(int.MaxValue).Select(SessionListing.View).Where(has)];
        var from = (wish.Page - 1) * Rows;
        if (wish.Page > 1 && from >= closed.Count)
            return Outcome<string>.No($"There is no page {wish.Page} of closed sessions: {(closed.Count == 0 ? "there are none" : $"the last is {(closed.Count - 1) / Rows + 1}")}.");
        if (closed.Count > 0)
            Closed(text, wish, closed, columns);
        return Outcome<string>.Ok(text.Length > 0 ? text.ToString() : Nothing(wish));
    }

    private void Open(StringBuilder to, SessionWish wish, Func<SessionView, bool> has, int columns)
    {
        var views = sessions.Views.Where(has);
        views = wish.Waiting
            ? views.Where(view => view.Waits).OrderByDescending(view => view.Stands).ThenBy(view => view.Since)
            : views.OrderBy(view => view.Slot);
        var (now, focused) = (time.GetUtcNow(), sessions.Focused.Id);
        List<SessionListing.Row> rows = [.. views.Select(view => SessionListing.Of(view, view.Id == focused, now))];
        if (rows.Count > 0)
            SessionListing.Write(to, wish.Waiting ? "Waiting Sessions:" : "Active Sessions:", rows, columns);
        else if (wish.Waiting && wish.Search.Length == 0)
            to.Append("No session asks for anything, or has an answer you have not seen.\n");
    }

    private void Closed(StringBuilder to, SessionWish wish, List<SessionView> closed, int columns)
    {
        var (from, now) = ((wish.Page - 1) * Rows, time.GetUtcNow());
        var page = closed.Skip(from).Take(Rows).Select(view => SessionListing.Of(view, inFocus: false, now)).ToList();
        SessionListing.Write(to.Append(to.Length > 0 ? "\n" : ""), "Closed Sessions:", page, columns);
        if (closed.Count <= Rows)
            return;
        to.Append($"{from + 1} to {from + page.Count} of {closed.Count}");
        if (from + page.Count < closed.Count)
            to.Append($"; /sessions --page {wish.Page + 1}{Again(wish.Search)} goes on");
        to.Append(".\n");
    }

    /// <summary>The words stand in what the list shows of a session, or were said in it.</summary>
    private Func<SessionView, bool> Filter(string search)
    {
        if (search.Length == 0)
            return static _ => true;
        store.Flush(s_flush);
        var said = store.Saying(search);
        return view => said.Contains(view.Id) || SessionListing.Has(view, search);
    }

    private static string Nothing(SessionWish wish) => wish.All
        ? "No session has that, neither what is listed of it nor what was said in it.\n"
        : "No open session has that. With --all the closed ones are looked through too.\n";

    private static string Again(string search) => search.Length == 0 ? "" : search.Contains('"') ? $" --search '{search}'" : $" --search \"{search}\"";
}
