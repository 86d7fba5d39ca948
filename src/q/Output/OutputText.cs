namespace Q.Output;

/// <summary>
/// Writes records as plain text: prompts behind <c>&gt; </c>, blocks on lines of their own, and of what a model or a tool wrote
/// no control byte but line feed and tab, so that the file may be shown in a terminal. One owner.
/// </summary>
internal sealed class OutputText(Stream to)
{
    /// <summary>Where in an escape sequence the text stands; it may go on in the next record.</summary>
    private enum Place : byte
    {
        Text,
        Escape,
        Control,
        String,
        StringEscape,
    }

    private readonly byte[] _line = new byte[OutputRing.MaxRecordBytes + 1];
    private Place _place;
    private bool _isC2; // the first byte of U+0080 to U+00BF is held
    private byte _last = (byte)'\n';

    public void Take(OutputKind kind, bool begins, ReadOnlySpan<byte> utf8)
    {
        if (begins)
        {
            (_place, _isC2) = (Place.Text, false);
            if (_last != (byte)'\n')
                Put("\n"u8);
            if (kind is OutputKind.Prompt)
                Put("\n> "u8);
            else if (kind is OutputKind.ToolStart)
                Put("\n* "u8);
        }
        var length = 0;
        foreach (var one in utf8)
        {
            if (_isC2)
            {
                _isC2 = false;
                if (one is >= 0x80 and < 0xa0)
                {
                    _ = IsText(0x1b); // a control of eight bits is Escape and its letter
                    _ = IsText((byte)(one - 0x40));
                    continue;
                }
                if (IsText(0xc2))
                    _line[length++] = 0xc2;
            }
            if (one == 0xc2)
                _isC2 = true;
            else if (IsText(one))
                _line[length++] = one;
        }
        Put(_line.AsSpan(0, length));
    }

    /// <summary>The last line is ended.</summary>
    public void End()
    {
        if (_last != (byte)'\n')
            Put("\n"u8);
    }

    private bool IsText(byte one)
    {
        switch (_place)
        {
            case Place.Text when one == 0x1b:
                _place = Place.Escape;
                return false;
            case Place.Text:
                return one is >= 0x20 and not 0x7f or (byte)'\n' or (byte)'\t';
            case Place.Escape:
                _place = one switch
                {
                    (byte)'[' => Place.Control,
                    (byte)']' or (byte)'P' or (byte)'X' or (byte)'^' or (byte)'_' => Place.String,
                    >= 0x20 and <= 0x2f => Place.Escape,
                    _ => Place.Text,
                };
                return false;
            case Place.Control:
                if (one is >= 0x40 and <= 0x7e or < 0x20)
                    _place = Place.Text;
                return one == (byte)'\n';
            case Place.String:
                _place = one switch
                {
                    0x07 => Place.Text,
                    0x1b => Place.StringEscape,
                    (byte)'\n' => Place.Text, // never closed: the rest is text again
                    _ => Place.String,
                };
                return one == (byte)'\n';
            case Place.StringEscape:
                _place = one == (byte)'\\' ? Place.Text : Place.String;
                return false;
            default:
                return false;
        }
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        to.Write(bytes);
        _last = bytes[^1];
    }
}
