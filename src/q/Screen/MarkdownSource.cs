using System.Text;

namespace Q.Screen;

/// <summary>Where the places of a text that was cleaned, and perhaps decoded, stood in the ring. App loop only.</summary>
internal sealed class MarkdownSource
{
    private readonly List<(int Text, int Ring)> _pieces = [];
    private readonly List<(int Clean, int Raw)> _lines = [];
    private readonly List<int> _characters = []; // of each line, when places are counted in characters
    private string? _text;

    public void Clear()
    {
        _pieces.Clear();
        _lines.Clear();
        CountBytes();
    }

    /// <summary>The text from here on was read from there: so far behind the chunk's position.</summary>
    public void Piece(int text, int ring) => _pieces.Add((text, ring));

    /// <summary>A line's place after cleaning, and before.</summary>
    public void Line(int clean, int raw) => _lines.Add((clean, raw));

    public void CountBytes()
    {
        _characters.Clear();
        _text = null;
    }

    /// <summary>From now on places are asked for in characters of this text, which has the same lines.</summary>
    public void CountCharacters(string text)
    {
        _text = text;
        for (var at = 0; _characters.Count < _lines.Count; at = text.IndexOf('\n', at) + 1)
            _characters.Add(at);
    }

    public int InRing(int place)
    {
        if (_lines.Count == 0)
            return 0;
        int line, within;
        if (_text is not null)
        {
            line = Find(_characters, place);
            within = Encoding.UTF8.GetByteCount(_text.AsSpan(_characters[line]..Math.Clamp(place, _characters[line], _text.Length)));
        }
        else
        {
            line = Find(_lines, place);
            within = place - _lines[line].Clean;
        }
        var raw = _lines[line].Raw + within;
        var (text, ring) = _pieces[Find(_pieces, raw)];
        return ring + raw - text;
    }

    private static int Find(List<int> starts, int place)
    {
        var found = starts.BinarySearch(place);
        return Math.Max(0, found < 0 ? ~found - 1 : found);
    }

    private static int Find(List<(int From, int To)> pairs, int place)
    {
        var (low, high) = (0, pairs.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = pairs[middle].From <= place ? (middle, high) : (low, middle - 1);
        }
        return low;
    }
}
