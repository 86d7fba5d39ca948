using System.Runtime.InteropServices;
using System.Text;
using ConsoleAppFramework;
using Q.Commands;
using SQLitePCL;

namespace Q.Cli;

/// <summary><c>q version</c>; <c>q --version</c> is answered before any of this.</summary>
[RegisterCommands]
[CommandGroup("About q", Order = 5)]
internal sealed class VersionVerb(VerbCall call)
{
    /// <summary>Show the version.</summary>
    /// <param name="verbose">-v, Also the commit, SQLite, and how the file is linked.</param>
    [Command("version")]
    public void Version(bool verbose = false) => call.Do(() =>
    {
        call.Host.Out(verbose ? Verbose() : Encoding.UTF8.GetString(BuildInfo.VersionLine));
        return 0;
    });

    private static string Verbose() => $"""
        q {BuildInfo.Version}
        commit   {(BuildInfo.Commit.Length > 0 ? BuildInfo.Commit : "unknown")}
        linking  {BuildInfo.Linking}
        sqlite   {SqliteVersion()} ({BuildInfo.Sqlite})
        runtime  {RuntimeInformation.FrameworkDescription}
        system   {RuntimeInformation.RuntimeIdentifier}

        """;

    private static string SqliteVersion()
    {
        Batteries_V2.Init();
        return raw.sqlite3_libversion().utf8_to_string();
    }
}
