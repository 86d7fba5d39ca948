using ConsoleAppFramework;
using Q.Commands;
using Q.Store.Exports;

namespace Q.Cli;

/// <summary>
/// <c>q sessions …</c>: what is stored, for the shell. What a running q has open is only read; it is asked to close it.
/// </summary>
[RegisterCommands("sessions")]
[CommandGroup("Sessions that are stored", Order = 2)]
internal sealed class SessionsVerbs(VerbCall call)
{
    /// <summary>List the open sessions of this home, or export all.</summary>
    /// <param name="exportAll">Every session with its messages, as JSON: a copy that `q sessions import` takes back.</param>
    /// <param name="output">-o, A new file for the copy; without one it goes to standard output.</param>
    /// <example>q sessions --export-all --output sessions.json</example>
    [Command("")]
    public void Sessions(bool exportAll = false, [Value("file")] string? output = null) => call.Do(() =>
    {
        if (exportAll)
            return SessionPages.ExportAll(call, output);
        return output is null ? SessionPages.List(call, all: false, json: false) : call.Fail("--output goes with --export-all.");
    });

    /// <summary>List the open sessions of this home.</summary>
    /// <param name="all">Also those that are closed, newest first.</param>
    /// <param name="search">Only those that have these words in name, type, state, group or folder, or in which they were said.</param>
    /// <param name="json">As JSON, for programs.</param>
    /// <example>q sessions list --all --search "oauth token"</example>
    [Command("list")]
    public void List(bool all = false, [Value("text")] string search = "", bool json = false) =>
        call.Do(() => SessionPages.List(call, all, json, search));

    /// <summary>Show a session and what was said in it.</summary>
    /// <param name="session">Its name or id, or the beginning of either.</param>
    /// <param name="json">As JSON, for programs.</param>
    [Command("show")]
    public void Show([Argument] string session, bool json = false) => call.Do(() => SessionPages.Show(call, session, json));

    /// <summary>Write a session to standard output or a file.</summary>
    /// <remarks>Only json keeps everything and can be imported again. A file that exists is never written over.</remarks>
    /// <param name="session">Its name or id, or the beginning of either.</param>
    /// <param name="format">-f, How it is written.</param>
    /// <param name="output">-o, A new file; without one it goes to standard output.</param>
    /// <example>q sessions export login-bug --format html --output login-bug.html</example>
    [Command("export")]
    public void Export(
        [Argument] string session, [Value("format")] ExportFormat format = ExportFormat.Md, [Value("file")] string? output = null) =>
        call.Do(() => SessionPages.Export(call, session, format, output));

    /// <summary>Look for words in everything that was said, in all sessions.</summary>
    /// <remarks>All words must be there; "words in quotes" stand in a row. Exit code 1 when nothing is found.</remarks>
    /// <param name="text">What to look for; all words that follow.</param>
    /// <param name="json">As JSON, for programs.</param>
    /// <example>q sessions search oauth token</example>
    [Command("search")]
    public void Search(ConsoleAppContext context, [Argument, Value("text", ToEnd = true)] string? text = null, bool json = false)
    {
        var wanted = text ?? string.Join(' ', context.EscapedArguments);
        call.Do(() => SessionPages.Search(call, wanted, json));
    }

    /// <summary>Take sessions from a file that q exported, or conversations of the Amazon Q CLI.</summary>
    /// <remarks>
    /// What is here already is left alone, also when it has gone on since; one of the same id in which other things were said comes
    /// in as a copy. Of a file that is not as it should be nothing is taken. The Amazon Q CLI's files are only read; its
    /// conversations come in closed, and `q chat --resume NAME` goes on with one.
    /// </remarks>
    /// <param name="file">What `q sessions export --format json`, `q sessions --export-all` or /save of the Amazon Q CLI wrote.</param>
    /// <param name="amazonQ">--amazon-q, All conversations of the Amazon Q CLI, or else of the Kiro CLI, and the sessions that the latter keeps as files; the file is its database, data.sqlite3, or the folder of those, where that is not in its usual place.</param>
    /// <example>q sessions import sessions.json</example>
    /// <example>q sessions import --amazon-q</example>
    [Command("import")]
    public void Import([Argument] string? file = null, bool amazonQ = false) => call.Do(() =>
        amazonQ ? SessionImports.FromAmazonQ(call, file)
        : file is null ? call.Fail("What shall be imported? q sessions import FILE, or q sessions import --amazon-q.")
        : SessionImports.FromFile(call, file));

    /// <summary>Close a session; its history is kept.</summary>
    /// <param name="session">Its name or id, or the beginning of either.</param>
    [Command("close")]
    public void Close([Argument] string session) => call.Do(() => SessionPages.Close(call, session));

    /// <summary>Delete a session, all that was said in it, and its own files.</summary>
    /// <param name="session">Its name or id, or the beginning of either.</param>
    /// <param name="yes">-y, Do it; without this it only says what would go.</param>
    [Command("delete")]
    public void Delete([Argument] string session, bool yes = false) => call.Do(() => SessionPages.Delete(call, session, yes));
}
