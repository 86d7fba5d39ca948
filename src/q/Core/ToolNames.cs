namespace Q.Core;

/// <summary>What the tools that q brings are called: by models, on the command line, in what is stored.</summary>
internal static class ToolNames
{
    public const string Read = "fs_read";
    public const string Write = "fs_write";
    public const string Run = "execute_bash";

    public static string[] All => [Read, Write, Run];
}
