using System.Text;
using Q.Core;

namespace Q.Terminal;

/// <summary>
/// Turns the bytes of a terminal into events. A state machine over single bytes, so that it does not matter how the bytes were
/// cut; owned by the reader's thread. It holds no timer: whether a lone ESC is the Escape key or the beginning of a sequence is
/// decided by its caller, who calls <see cref="Flush"/> when nothing came for a while after <see cref="IsUndecided"/>.
/// Sequences that nobody knows are swallowed whole; replies to our own questions are never typed.
/// </summary>
internal sealed class InputDecoder(Action<TerminalEvent> emit)
{
    /// <summary>Longer than any sequence that a terminal sends; what is longer is swallowed.</summary>
    private const int MostParameterBytes = 96;

    /// <summary>A paste beyond this is cut.</summary>
    private const int MostPasteBytes = 16 << 20;

    private enum State : byte
    {
        Ground,
        Utf8,
        Escape,
        Csi,
        LinuxFunction,
        Ss3,
        Skip,
        String,
        StringEscape,
        Paste,
    }

    private readonly byte[] _parameters = new byte[MostParameterBytes];
    private readonly byte[] _utf8 = new byte[4];
    private PooledBuffer? _paste;
    private State _state;
    private bool _alt;
    private bool _overlong;
    private int _count; // bytes in _parameters or _utf8, bytes to skip, or bytes of a string
    private int _endMatched; // how much of the paste's end was seen
    private int _given; // bytes of an answer's lead that Flush took for a key: on a slow line the rest may follow
    private int _seen; // bytes of it that have come; what is beyond those given is held
    private bool _isAnswered; // no answer is to come any more
    private byte _opener; // the byte after ESC that opened a string

    /// <summary>The bytes so far may be a key of their own; <see cref="Flush"/> would say so.</summary>
    public bool IsUndecided => _state switch
    {
        State.Escape => true,
        State.Csi or State.Ss3 or State.String => _count == 0 && !_overlong,
        _ => false,
    };

    /// <summary>What came may go on an answer of the terminal; <see cref="Release"/> types it.</summary>
    public bool IsHeld => _seen > _given;

    /// <summary>Nothing has begun that more bytes could end.</summary>
    public bool IsAtRest => _state is State.Ground && !IsHeld;

    private static ReadOnlySpan<byte> PasteEnd => "\e[201~"u8;

    private static ReadOnlySpan<byte> AnswerLead => "\e[?"u8;

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        if (_given > 0)
            bytes = RestOfAnswer(bytes);
        while (!bytes.IsEmpty)
        {
            if (_state == State.Paste)
            {
                bytes = bytes[TakePasted(bytes)..];
                continue;
            }
            Take(bytes[0]);
            bytes = bytes[1..];
        }
    }

    /// <summary>Nothing more came: what is undecided is a key. A sequence that has already begun in earnest goes on waiting.</summary>
    public void Flush()
    {
        if (!IsUndecided)
            return;
        var (state, alt, opener) = (_state, _alt, _opener);
        Reset();
        if (!alt && state is (State.Escape or State.Csi))
            _given = _seen = state is State.Escape ? 1 : 2;
        switch (state)
        {
            case State.Escape:
                Press(Key.Of(KeyCode.Escape));
                if (alt)
                    Press(Key.Of(KeyCode.Escape));
                break;
            case State.Csi:
                Press(Key.Of('[', KeyMods.Alt));
                break;
            case State.Ss3:
                Press(Key.Of('O', KeyMods.Alt));
                break;
            case State.String:
                Press(Key.Of((char)opener, KeyMods.Alt));
                break;
        }
    }

    /// <summary>No answer goes on for so long: a person typed what is held.</summary>
    public void Release()
    {
        var held = AnswerLead[_given.._seen];
        _given = _seen = 0;
        foreach (var one in held)
            Take(one);
    }

    /// <summary>
    /// An answer whose beginning was taken for a key goes on: nobody types <c>[?6</c> in one read. Until the terminal has answered
    /// it may come in any pieces; what is held of it is typed with the next byte that says otherwise, or by <see cref="Release"/>.
    /// </summary>
    private ReadOnlySpan<byte> RestOfAnswer(ReadOnlySpan<byte> bytes)
    {
        while (_seen < AnswerLead.Length && !bytes.IsEmpty && bytes[0] == AnswerLead[_seen])
        {
            _seen++;
            bytes = bytes[1..];
        }
        if (bytes.IsEmpty && !_isAnswered)
            return bytes;
        if (_seen < AnswerLead.Length || bytes.IsEmpty || !char.IsAsciiDigit((char)bytes[0]))
        {
            Release();
            return bytes;
        }
        _given = _seen = 0;
        Begin(State.Csi);
        Take((byte)'?');
        return bytes;
    }

    private void Take(byte value)
    {
        switch (_state)
        {
            case State.Ground: Ground(value); break;
            case State.Utf8: Continue(value); break;
            case State.Escape: Escaped(value); break;
            case State.Csi: Csi(value); break;
            case State.LinuxFunction: LinuxFunction(value); break;
            case State.Ss3: Ss3(value); break;
            case State.String: InString(value); break;
            case State.StringEscape: AfterStringEscape(value); break;
            case State.Skip:
                if (--_count == 0)
                    Reset();
                break;
        }
    }

    private void Ground(byte value)
    {
        switch (value)
        {
            case 0x1B:
                _state = State.Escape;
                break;
            case < 0x80:
                var alt = _alt;
                Reset();
                Press(KeyTables.Byte(value, alt ? KeyMods.Alt : KeyMods.None));
                break;
            default:
                (_state, _count, _utf8[0]) = (State.Utf8, 1, value);
                DecodeUtf8();
                break;
        }
    }

    private void Continue(byte value)
    {
        if ((value & 0xC0) == 0x80)
        {
            _utf8[_count++] = value;
            DecodeUtf8();
            return;
        }
        PressRune(Rune.ReplacementChar);
        Ground(value);
    }

    private void DecodeUtf8()
    {
        switch (Rune.DecodeFromUtf8(_utf8.AsSpan(0, _count), out var rune, out var used))
        {
            case System.Buffers.OperationStatus.Done:
                PressRune(rune);
                break;
            case System.Buffers.OperationStatus.InvalidData:
                var again = _count > used ? _utf8[_count - 1] : (byte)0;
                PressRune(Rune.ReplacementChar);
                if (again != 0)
                    Ground(again);
                break;
        }
    }

    private void PressRune(Rune rune)
    {
        var mods = _alt ? KeyMods.Alt : KeyMods.None;
        Reset();
        if (rune.Value >= 0xA0) // C1 controls are typed by nobody
            Press(new Key(KeyCode.Rune, rune, mods));
    }

    private void Escaped(byte value)
    {
        switch (value)
        {
            case 0x1B when _alt: // a third ESC: the first was a key of its own
                Press(Key.Of(KeyCode.Escape));
                break;
            case 0x1B:
                _alt = true; // Alt with a sequence, as some terminals send it, or Escape twice
                break;
            case (byte)'[':
                Begin(State.Csi);
                break;
            case (byte)'O':
                Begin(State.Ss3);
                break;
            case (byte)']' or (byte)'P' or (byte)'X' or (byte)'^' or (byte)'_':
                FirstEscapeIsAKey();
                Begin(State.String);
                _opener = value;
                break;
            default:
                FirstEscapeIsAKey();
                (_state, _alt) = (State.Ground, true);
                Ground(value);
                break;
        }
    }

    /// <summary>ESC ESC before what is no sequence: the first was Escape, the second belongs to what follows.</summary>
    private void FirstEscapeIsAKey()
    {
        if (_alt)
            Press(Key.Of(KeyCode.Escape));
        _alt = false;
    }

    private void Begin(State state) => (_state, _count, _overlong) = (state, 0, false);

    private void Csi(byte value)
    {
        switch (value)
        {
            case 0x1B:
                Reset();
                _state = State.Escape;
                break;
            case < 0x20 or >= 0x7F:
                Reset();
                if (value is not (0x18 or 0x1A)) // CAN and SUB end a sequence and are nothing else
                    Ground(value);
                break;
            case (byte)'$' when _count is 1 or 2 && _parameters[0] is >= (byte)'0' and <= (byte)'9':
                EndCsi(value); // rxvt: Shift with a function key
                break;
            case < 0x40:
                if (_count < MostParameterBytes)
                    _parameters[_count++] = value;
                else
                    _overlong = true;
                break;
            case (byte)'[' when _count == 0:
                _state = State.LinuxFunction;
                break;
            case (byte)'M' when _count == 0:
                (_state, _count) = (State.Skip, 3); // an old mouse report that another program left on
                break;
            default:
                EndCsi(value);
                break;
        }
    }

    private void EndCsi(byte final)
    {
        var (count, alt, overlong) = (_count, _alt, _overlong);
        Reset();
        if (overlong)
            return;
        var sequence = CsiSequence.Parse(_parameters.AsSpan(0, count), final);
        if (sequence.IsPasteStart)
        {
            (_state, _endMatched) = (State.Paste, 0);
            return;
        }
        if (sequence.Event is { } told)
        {
            _isAnswered |= told is Replied { Kind: ReplyKind.DeviceAttributes };
            emit(told);
        }
        else if (sequence.TryGetKey(out var key))
            Press(alt ? key with { Mods = key.Mods | KeyMods.Alt } : key);
    }

    private void LinuxFunction(byte value)
    {
        Reset();
        if (value is >= (byte)'A' and <= (byte)'E')
            Press(Key.Of(KeyTables.Function(value - 'A' + 1)));
        else if (value < 0x20)
            Ground(value);
    }

    private void Ss3(byte value)
    {
        if (value is >= (byte)'1' and <= (byte)'9' && _count == 0)
        {
            _parameters[_count++] = value;
            return;
        }
        var mods = _count == 0 ? KeyMods.None : KeyTables.Mods(_parameters[0] - '0');
        if (_alt)
            mods |= KeyMods.Alt;
        Reset();
        if (KeyTables.TrySs3(value, mods, out var key))
            Press(key);
        else if (value < 0x20)
            Ground(value);
    }

    private void InString(byte value)
    {
        switch (value)
        {
            case 0x07 or 0x18 or 0x1A:
                Reset();
                break;
            case 0x1B:
                _state = State.StringEscape;
                break;
            case < 0x20: // no string has it: the person pressed a key while the string was cut off
                Reset();
                Ground(value);
                break;
            default:
                _count = 1;
                break;
        }
    }

    private void AfterStringEscape(byte value)
    {
        Reset();
        if (value == '\\')
            return;
        _state = State.Escape;
        Escaped(value);
    }

    /// <summary>Takes as much of a paste as there is; gives how many bytes that was.</summary>
    private int TakePasted(ReadOnlySpan<byte> bytes)
    {
        _paste ??= new PooledBuffer(4096);
        if (_endMatched == 0)
        {
            var plain = bytes.IndexOf((byte)0x1B);
            if (plain < 0)
                plain = bytes.Length;
            KeepPasted(bytes[..plain]);
            if (plain > 0)
                return plain;
        }
        if (bytes[0] == PasteEnd[_endMatched])
        {
            if (++_endMatched == PasteEnd.Length)
                EndPaste();
            return 1;
        }
        KeepPasted(PasteEnd[.._endMatched]);
        _endMatched = 0;
        return 0; // look at the same byte again: it may begin the end
    }

    private void KeepPasted(ReadOnlySpan<byte> bytes) =>
        _paste!.Append(bytes[..Math.Min(bytes.Length, MostPasteBytes - _paste.Length)]);

    private void EndPaste()
    {
        using var paste = _paste!;
        _paste = null;
        Reset();
        emit(new Pasted(PastedText.From(paste.Written, out var leftOut)) { LeftOut = leftOut });
    }

    private void Reset() => (_state, _alt, _count, _overlong) = (State.Ground, false, 0, false);

    private void Press(Key key)
    {
        if (key != default)
            emit(KeyTables.Event(key));
    }
}
