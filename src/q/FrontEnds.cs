using Q.Config;
using Q.Terminal;

namespace Q;

/// <summary>How q shows its sessions.</summary>
internal enum FrontEnd : byte
{
    /// <summary>The whole screen, which comes back when q ends.</summary>
    Fullscreen,

    /// <summary>Printed text and a few live rows below it.</summary>
    Inline,

    /// <summary>Lines that are only appended.</summary>
    Plain,
}

/// <summary>
/// Chooses what the person wants and the terminal can do; where these differ, it says so in a sentence, once. Pure.
/// </summary>
internal static class FrontEnds
{
    /// <param name="found">What the terminal can do; as much as lines need, where these are chosen.</param>
    /// <param name="settings">What is wanted.</param>
    /// <param name="size">Null where the terminal does not know it.</param>
    /// <param name="say">Takes the sentence.</param>
    public static FrontEnd Choose(ref Capabilities found, Settings settings, TerminalSize? size, Action<string> say)
    {
        var obstacle = settings.Mode == "plain" || settings.ScreenReaderMode ? "" : Obstacle(found, settings, size);
        if (obstacle is not null)
        {
            if (obstacle.Length > 0)
                say($"{obstacle}, so here are plain lines. Nothing is lost.");
            found = found with { IsDumb = true };
            return FrontEnd.Plain;
        }
        return settings.Mode == "inline" || (settings.Mode == "auto" && !settings.MultiSessionEnabled) ? FrontEnd.Inline : FrontEnd.Fullscreen;
    }

    /// <summary>Why only lines can be shown; empty where nobody expects more, as of a pipe. Null where nothing stands in the way.</summary>
    private static string? Obstacle(Capabilities found, Settings settings, TerminalSize? size)
    {
        if (!found.InputIsTerminal || !found.OutputIsTerminal)
        {
            return settings.Mode == "auto" ? ""
                : $"ui.mode is {settings.Mode}, which needs a terminal, and {(found.OutputIsTerminal ? "input comes from" : "output goes to")} none";
        }
        if (found.IsDumb)
            return "TERM names a terminal that cannot move its cursor";
        return size is { } real && real.IsTooSmall
            ? $"This terminal has {real} cells and q draws on {TerminalSize.LeastColumns}x{TerminalSize.LeastRows} or more: "
                + "make it larger and start q again for that"
            : null;
    }
}
