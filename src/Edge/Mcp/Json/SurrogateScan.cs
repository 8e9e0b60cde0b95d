namespace Edge.Mcp.Json;

/// <summary>Reads the raw bytes of one JSON string piece by piece and finds escapes that leave a surrogate alone.</summary>
internal struct SurrogateScan
{
    private const byte Plain = 0;
    private const byte AfterBackslash = 1;
    private const byte InHex = 2;

    private byte _state;
    private byte _hexDigits;
    private ushort _unit;
    private bool _highPending;

    /// <summary>True when the string so far ends with a high surrogate.</summary>
    public readonly bool IsOpen => _highPending;

    /// <summary>Reads the next piece, whose escapes the JSON reader has found valid; true once a surrogate stands alone.</summary>
    public bool Append(ReadOnlySpan<byte> raw)
    {
        while (!raw.IsEmpty)
        {
            if (_state == Plain && !_highPending)
            {
                var next = raw.IndexOf((byte)'\\');
                if (next < 0)
                    return false;
                raw = raw[next..];
            }

            if (Step(raw[0]))
                return true;
            raw = raw[1..];
        }

        return false;
    }

    private bool Step(byte b)
    {
        switch (_state)
        {
            case Plain:
                _state = b == (byte)'\\' ? AfterBackslash : Plain;
                return _highPending && _state == Plain;
            case AfterBackslash when b == (byte)'u':
                (_state, _hexDigits, _unit) = (InHex, 0, 0);
                return false;
            case AfterBackslash:
                _state = Plain;
                return _highPending;
            default:
                _unit = (ushort)((_unit << 4) | HexValue(b));
                if (++_hexDigits < 4)
                    return false;
                _state = Plain;
                return EndUnit();
        }
    }

    private bool EndUnit()
    {
        var low = char.IsLowSurrogate((char)_unit);
        if (_highPending != low)
            return true;
        _highPending = char.IsHighSurrogate((char)_unit);
        return false;
    }

    private static int HexValue(byte b) => b <= (byte)'9' ? b - '0' : (b | 0x20) - 'a' + 10;
}
