namespace Q.Terminal;

/// <summary>
/// One finished control sequence (<c>CSI parameters final</c>), read as what a terminal may send: a key, a reply, a focus
/// change, the start of a paste, or nothing that concerns us.
/// </summary>
internal readonly ref struct CsiSequence
{
    private const int MostFields = 4;
    private const int MostParts = 3;
    private const int WheelRows = 3;

    private readonly Fields _fields;
    private readonly byte _final;
    private readonly bool _isPrivate;

    private CsiSequence(Fields fields, byte final, bool isPrivate) => (_fields, _final, _isPrivate) = (fields, final, isPrivate);

    public bool IsPasteStart => !_isPrivate && _final == '~' && _fields.First == 200;

    /// <summary>What the terminal tells, when it is no key.</summary>
    public TerminalEvent? Event { get; private init; }

    public static CsiSequence Parse(ReadOnlySpan<byte> bytes, byte final)
    {
        var mark = bytes.Length > 0 && bytes[0] is >= (byte)'<' and <= (byte)'?' ? bytes[0] : (byte)0;
        var text = mark != 0 ? bytes[1..] : bytes;
        var intermediate = text.Length > 0 && text[^1] is >= 0x20 and < 0x30 ? text[^1] : (byte)0;
        var fields = Fields.Parse(text);
        TerminalEvent? told = (mark, intermediate, final) switch
        {
            (0, 0, (byte)'I') when bytes.IsEmpty => new FocusChanged(true),
            (0, 0, (byte)'O') when bytes.IsEmpty => new FocusChanged(false),
            ((byte)'<', 0, (byte)'M') when fields.First is 64 or 65 => new WheelTurned(fields.First == 64 ? WheelRows : -WheelRows),
            ((byte)'?', 0, (byte)'c') => new Replied(ReplyKind.DeviceAttributes, 0, fields.First),
            ((byte)'?', 0, (byte)'u') => new Replied(ReplyKind.KittyFlags, 0, fields.First),
            ((byte)'?', (byte)'$', (byte)'y') => new Replied(ReplyKind.ModeReport, fields.First, fields.Second),
            (0, 0, (byte)'R') when fields.Count > 1 => new Replied(ReplyKind.CursorPosition, fields.First, fields.Second),
            _ => null,
        };
        return new(fields, final, mark != 0 || (intermediate != 0 && final != '$')) { Event = told };
    }

    public bool TryGetKey(out Key key)
    {
        key = default;
        if (_isPrivate || _fields.IsRelease)
            return false;
        var mods = KeyTables.Mods(_fields.Second);
        key = (char)_final switch
        {
            'u' => KeyTables.Extended(_fields.First, _fields.Shifted, _fields.Text, _fields.Second, _fields.Latin),
            '~' when _fields.First == 27 => KeyTables.Extended(_fields.Third, _fields.Third, 0, _fields.Second),
            '~' => KeyTables.Tilde(_fields.First, mods),
            '^' => KeyTables.Tilde(_fields.First, KeyMods.Ctrl),
            '$' => KeyTables.Tilde(_fields.First, KeyMods.Shift),
            '@' => KeyTables.Tilde(_fields.First, KeyMods.Ctrl | KeyMods.Shift),
            'Z' => Key.Of(KeyCode.Tab, mods | KeyMods.Shift),
            var letter => KeyTables.Letter(letter, mods),
        };
        return key != default;
    }

    /// <summary>Numbers between semicolons, with up to three parts between colons. What is left out is 0.</summary>
    private readonly struct Fields
    {
        private readonly Numbers _numbers;

        private Fields(Numbers numbers, int count) => (_numbers, Count) = (numbers, count);

        public int Count { get; }
        public int First => _numbers[0];
        public int Second => _numbers[MostParts];
        public int Third => _numbers[2 * MostParts];

        /// <summary>Kitty: what Shift makes of the key.</summary>
        public int Shifted => _numbers[1];

        /// <summary>Kitty: the key in this place of a Latin layout, where the layout is another one.</summary>
        public int Latin => _numbers[2];

        /// <summary>Kitty: the character that the key types.</summary>
        public int Text => _numbers[2 * MostParts];

        /// <summary>Kitty: event type 3.</summary>
        public bool IsRelease => _numbers[MostParts + 1] == 3;

        public static Fields Parse(ReadOnlySpan<byte> text)
        {
            var numbers = default(Numbers);
            int field = 0, part = 0;
            foreach (var one in text)
            {
                if (one == ';')
                    (field, part) = (field + 1, 0);
                else if (one == ':')
                    part++;
                else if (one is >= (byte)'0' and <= (byte)'9' && field < MostFields && part < MostParts)
                    numbers[field * MostParts + part] = Math.Min(numbers[field * MostParts + part] * 10 + one - '0', 9_999_999);
            }
            return new(numbers, field + 1);
        }

        [System.Runtime.CompilerServices.InlineArray(MostFields * MostParts)]
        private struct Numbers
        {
            private int _first;
        }
    }
}
