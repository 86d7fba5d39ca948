namespace Q.Input;

/// <summary>
/// What was kept under a letter: <c>"a</c> to <c>"z</c>, <c>"A</c> adds to <c>"a</c>; <c>"0</c> has what was copied last, <c>"1</c> to <c>"9</c> what was cut without a letter, newest first, <c>"+</c> and <c>"*</c> what
/// went to the clipboard from here, <c>"_</c> keeps nothing. Owned by the editor.
/// </summary>
internal sealed class ViRegisters
{
    private readonly Dictionary<char, string> _kept = [];

    public static bool IsOne(int letter) => letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '"' or '+' or '*' or '_';

    public static bool IsClipboard(char letter) => letter is '+' or '*';

    /// <summary>Null for the one that has no letter: that is the kill ring's newest.</summary>
    public string? Of(char letter) => letter is '\0' or '"' ? null : _kept.GetValueOrDefault(Name(letter), "");

    public void Keep(char letter, string text, bool isCopy)
    {
        if (isCopy && letter is '\0')
            _kept['0'] = text;
        if (!isCopy && letter is '\0' or '"')
        {
            for (var older = '9'; older > '1'; older--)
                _kept[older] = _kept.GetValueOrDefault((char)(older - 1), "");
            _kept['1'] = text;
        }
        if (letter is '\0' or '"' or '_' or (>= '0' and <= '9'))
            return;
        var before = char.IsAsciiLetterUpper(letter) ? _kept.GetValueOrDefault(Name(letter), "") : "";
        if (before.Length > 0 && text.EndsWith('\n') && !before.EndsWith('\n'))
            before += "\n"; // whole lines stay whole
        _kept[Name(letter)] = before + text;
    }

    private static char Name(char letter) => letter == '*' ? '+' : char.ToLowerInvariant(letter);
}
