using System.Text;
using Q.Core;

namespace Q.Screen;

/// <summary>
/// The sequences of notifications and progress, as the terminals' own pages give them: iTerm2 (OSC 9), kitty (OSC 99), rxvt
/// (OSC 777), ConEmu and Windows Terminal (OSC 9 ; 4). Inside tmux each is wrapped in its pass-through.
/// </summary>
internal static class OscNotices
{
    public static void Notification(PooledBuffer to, NotifyBy by, string text, bool throughTmux)
    {
        var clean = Clean(text);
        Write(to, throughTmux, by switch
        {
            NotifyBy.Osc9 => $"\e]9;{clean}\a",
            NotifyBy.Osc99 => $"\e]99;;q: {clean}\e\\",
            NotifyBy.Osc777 => $"\e]777;notify;q;{clean}\a",
            NotifyBy.Nothing => "",
        });
    }

    public static void Progress(PooledBuffer to, bool isOn, bool throughTmux) =>
        Write(to, throughTmux, isOn ? "\e]9;4;3;0\a" : "\e]9;4;0;0\a");

    private static void Write(PooledBuffer to, bool throughTmux, string sequence)
    {
        if (throughTmux)
            sequence = $"\ePtmux;{sequence.Replace("\e", "\e\e", StringComparison.Ordinal)}\e\\";
        to.Append(Encoding.UTF8.GetBytes(sequence));
    }

    /// <summary>Names are ours, but nothing that would end or part the sequence gets in.</summary>
    private static string Clean(string text) => string.Concat(text.Where(c => !char.IsControl(c) && c != ';'));
}
