using System.Text;

namespace Q.E2E;

/// <summary>Cells of one look.</summary>
internal sealed record SgrRun(string Text, string Colour, string? Background, bool IsBold)
{
    /// <summary>The one wide character that q draws by itself.</summary>
    private const char Wide = '⏳';

    public int Width => Text.Length + Text.Count(static one => one == Wide);
}

/// <summary>Reads a screen as tmux captures it with its colours: rows of runs. Only what q writes: the sixteen colours and attributes.</summary>
internal static class SgrRow
{
    private const string Plain = "#d7dae0";
    private const string Ground = "#16181d";

    private static readonly string[] s_palette =
    [
        "#3b4048", "#e06c75", "#98c379", "#d19a66", "#61afef", "#c678dd", "#56b6c2", "#abb2bf",
        "#7f848e", "#ff7b86", "#b5e890", "#e5c07b", "#74c0ff", "#de8ff5", "#6fd3df", "#ffffff",
    ];

    public static IEnumerable<IReadOnlyList<SgrRun>> Split(string screen)
    {
        var look = new Look();
        foreach (var line in screen.TrimEnd('\n').Split('\n'))
            yield return Row(line, look);
    }

    private static List<SgrRun> Row(string line, Look look)
    {
        var (runs, text) = (new List<SgrRun>(), new StringBuilder());
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] != '\u001b')
            {
                text.Append(line[at]);
                continue;
            }
            var end = at + 1;
            while (end < line.Length && !char.IsAsciiLetter(line[end]))
                end++;
            if (text.Length > 0)
                runs.Add(look.Run(text.ToString()));
            text.Clear();
            if (end < line.Length && line[end] == 'm')
                look.Take(line[(at + 2)..end]);
            at = end;
        }
        if (text.Length > 0)
            runs.Add(look.Run(text.ToString()));
        return runs;
    }

    private sealed class Look
    {
        private int _front = -1;
        private int _back = -1;
        private bool _isBold;
        private bool _isDim;
        private bool _isReversed;

        public void Take(string numbers)
        {
            foreach (var word in numbers.Split(';'))
            {
                var number = word.Length == 0 ? 0 : int.TryParse(word.Split(':')[0], out var parsed) ? parsed : -1;
                switch (number)
                {
                    case 0: (_front, _back, _isBold, _isDim, _isReversed) = (-1, -1, false, false, false); break;
                    case 1: _isBold = true; break;
                    case 2: _isDim = true; break;
                    case 7: _isReversed = true; break;
                    case 22: (_isBold, _isDim) = (false, false); break;
                    case 27: _isReversed = false; break;
                    case >= 30 and <= 37: _front = number - 30; break;
                    case 39: _front = -1; break;
                    case >= 40 and <= 47: _back = number - 40; break;
                    case 49: _back = -1; break;
                    case >= 90 and <= 97: _front = number - 90 + 8; break;
                    case >= 100 and <= 107: _back = number - 100 + 8; break;
                    default: break;
                }
            }
        }

        public SgrRun Run(string text)
        {
            var front = _front >= 0 ? s_palette[_front] : _isDim ? s_palette[8] : Plain;
            var back = _back >= 0 ? s_palette[_back] : null;
            return _isReversed ? new(text, back ?? Ground, front, _isBold) : new(text, front, back, _isBold);
        }
    }
}
