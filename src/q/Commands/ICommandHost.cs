using Q.Config;
using Q.Core;
using Q.Store.Exports;
using Q.Turns;

namespace Q.Commands;

/// <summary>What a command may ask of the app loop beyond the coordinator. The loop implements it, tests fake it.</summary>
internal interface ICommandHost
{
    /// <summary>There are lines only: the terminal itself edits the one that is typed.</summary>
    bool HasLinesOnly { get; }

    /// <summary>Leaves; asks first when turns run anywhere.</summary>
    void Quit();

    /// <summary>Asks y/n in the prompt's place and acts on yes.</summary>
    void Confirm(string question, Action whenYes);

    /// <summary>Shows a session's whole question; <paramref name="lean"/> is what a second press of the same key would answer.</summary>
    void ShowCard(SessionId session, AnswerKind lean);

    /// <summary>Opens the list of sessions with its filter.</summary>
    void ShowPicker();

    /// <summary>Opens the list of what is found for a text.</summary>
    void ShowSearch(string text);

    /// <summary>Shows a conversation again at its pace, until it is over or a key is pressed.</summary>
    /// <param name="said">Whose, with its messages.</param>
    /// <param name="speed">2 is twice as fast; above 0.</param>
    void ShowReplay(ExportedSession said, double speed);

    /// <summary>Opens the log of a session and follows it; false, and nothing, where there are only lines.</summary>
    /// <param name="name">Whose.</param>
    /// <param name="log">Gives what comes from now on.</param>
    /// <param name="lines">What it has given already.</param>
    bool ShowLog(string name, LogTail log, IReadOnlyList<string> lines);

    /// <summary>Shows a session beside the one in focus, or above or below it; says why not where there is no room.</summary>
    Outcome ShowBeside(SessionId other, bool isStacked);

    /// <summary>The session in focus has the screen alone again; false when it had it.</summary>
    bool EndSplit();

    /// <summary>How wide the screen is, for what is laid out when it is said.</summary>
    int Columns { get; }

    /// <summary>Draws by other settings from now on, as far as they count at once.</summary>
    void Use(Settings settings);

    /// <summary>Shows answers as they were written, or as Markdown again.</summary>
    void ToggleRaw();

    /// <summary>Shows all that tools wrote, or one row for each call again.</summary>
    void ToggleOutput();

    /// <summary>The same for one call of the session in focus: the so many-th from the end.</summary>
    void ToggleOutput(int call);

    /// <summary>Looks for a text in the transcript of the session in focus.</summary>
    void ShowFind(string text);

    /// <summary>Hands a text to the terminal's clipboard, where it has one.</summary>
    Outcome Copy(string text);

    /// <summary>Does something on the loop, soon. Any thread.</summary>
    void Later(Action work);

    /// <summary>Gives a text, or the half-typed line, to the person's editor; what it leaves comes into the line.</summary>
    void OpenEditor(string? text = null);

    /// <summary>Puts text into the empty prompt line, e.g. <c>/rename </c>.</summary>
    void Prefill(string text);
}
