using Q.Core;

namespace Q.Turns;

/// <summary>
/// Asks a session's model for a title of what was asked in it: one small call, beside the session's turns. Any thread. The problem
/// is for the log.
/// </summary>
/// <param name="setup">Whose title it is.</param>
/// <param name="prompts">What was asked so far, oldest first.</param>
internal delegate Task<Outcome<string>> TitleAsker(SessionSetup setup, IReadOnlyList<string> prompts);
