using Q.Config;
using Q.Core;
using Q.Store;

namespace Q.Commands;

/// <summary>
/// What is chosen in a home, for /settings: each call reads files and the database anew, and is done when it returns. Any thread,
/// one call at a time.
/// </summary>
internal interface ISettingsHome
{
    SettingsStore Store { get; }

    /// <summary>All sources, the command line of this q among them; what cannot be read is among the problems.</summary>
    ResolvedSettings Resolve();

    /// <summary>The value as it is kept, or a sentence that says what is allowed.</summary>
    Outcome<string> Allowed(SettingKey key, string value);
}
