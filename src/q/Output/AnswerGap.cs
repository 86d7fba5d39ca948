namespace Q.Output;

/// <summary>
/// Finds where an answer may be parted while it comes in: behind an empty line that stands in no block of code. It is
/// handed the text in pieces, cut anywhere. A value of who writes the answer.
/// </summary>
internal struct AnswerGap
{
    /// <summary>Where in a line the text stands.</summary>
    private enum Place : byte
    {
        Head,
        Fence,
        Info,
        Rest,
    }

    private Place _place;
    private bool _hasSigns; // of a quote or a list, at the head of the line
    private byte _sign; // of the fence that may begin in this line
    private int _length;
    private byte _openSign; // of the one that the text stands in
    private int _open; // its length; 0: it stands in none

    /// <summary>What came last was such an empty line.</summary>
    public bool IsHere { get; private set; }

    /// <summary>Takes all of it, or up to behind the first gap, and returns how many bytes that was.</summary>
    public int Take(ReadOnlySpan<byte> text, bool stopsAtGap)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (_place is Place.Rest)
            {
                IsHere = false;
                var feed = text[at..].IndexOf((byte)'\n');
                if (feed < 0)
                    break;
                at += feed;
            }
            Take(text[at]);
            if (IsHere && stopsAtGap)
                return at + 1;
        }
        return text.Length;
    }

    private void Take(byte one)
    {
        if (one == '\r')
            return;
        if (one == '\n')
        {
            End();
            return;
        }
        IsHere = false;
        var isBlank = one is (byte)' ' or (byte)'\t';
        switch (_place)
        {
            case Place.Head when one is (byte)'`' or (byte)'~':
                (_place, _sign, _length) = (Place.Fence, one, 1);
                break;
            case Place.Head:
                _hasSigns |= !isBlank;
                if (!isBlank && !">-*+.)0123456789"u8.Contains(one))
                    _place = Place.Rest;
                break;
            case Place.Fence when one == _sign:
                _length++;
                break;
            case Place.Fence when _length < 3:
                (_place, _length) = (Place.Rest, 0);
                break;
            case Place.Fence when isBlank:
                break; // what follows may close it still
            case Place.Fence or Place.Info:
                (_place, _length) = one == '`' && _sign == '`' ? (Place.Rest, 0) : (Place.Info, _length);
                break;
        }
    }

    private void End()
    {
        var isEmpty = _place is Place.Head && !_hasSigns;
        if (_length >= 3 && _open == 0)
            (_openSign, _open) = (_sign, _length);
        else if (_place is Place.Fence && _sign == _openSign && _length >= _open)
            _open = 0;
        IsHere = isEmpty && _open == 0;
        (_place, _hasSigns, _length) = (Place.Head, false, 0);
    }
}
