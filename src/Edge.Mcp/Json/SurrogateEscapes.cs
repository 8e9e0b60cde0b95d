namespace Edge.Mcp.Json;

/// <summary>Finds out whether the escapes of a JSON string that a reader has accepted make whole characters, piece by piece.</summary>
/// <remarks>A surrogate that stands alone is replaced, kept or refused by other readers, each as it likes.</remarks>
internal struct SurrogateEscapes
{
    private const int HexDigits = 4;
    private const int ShortEscape = 2;
    private const int LongEscape = ShortEscape + HexDigits;

    private Place _place;
    private int _digits;
    private int _unit;
    private bool _highWaits;

    private enum Place
    {
        Text,
        BehindBackslash,
        InDigits,
    }

    /// <summary>Whether all that was taken is paired, at the string's end.</summary>
    public readonly bool ArePaired => !_highWaits;

    /// <summary>Takes the next piece; false as soon as a surrogate stands alone.</summary>
    public bool Take(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty)
        {
            if (_place == Place.Text && !TakeWhole(ref piece))
                return false;
            if (piece.IsEmpty)
                return true;
            if (_place == Place.Text)
            {
                var backslash = piece.IndexOf((byte)'\\');
                if (_highWaits && backslash != 0)
                    return false;
                if (backslash < 0)
                    return true;
                piece = piece[(backslash + 1)..];
                _place = Place.BehindBackslash;
                continue;
            }

            if (!(_place == Place.BehindBackslash ? TakeKind(piece[0]) : TakeDigit(piece[0])))
                return false;
            piece = piece[1..];
        }

        return true;
    }

    // Takes what certainly lies whole in the piece, escape by escape; the end of the piece is taken byte by byte.
    private bool TakeWhole(ref ReadOnlySpan<byte> piece)
    {
        var at = 0;
        while (at + LongEscape <= piece.Length)
        {
            if (piece[at] != (byte)'\\')
            {
                var text = _highWaits ? 0 : piece[at..].IndexOf((byte)'\\');
                if (text == 0)
                    return false;
                at = text < 0 ? piece.Length : at + text;
                continue;
            }

            var isLong = piece[at + 1] == (byte)'u';
            // Surrogates are D800 to DFFF, the low ones from DC00 on.
            var isSurrogate = isLong && (piece[at + 2] | 0x20) == 'd' && piece[at + 3] >= (byte)'8';
            var isLow = isSurrogate && (piece[at + 3] | 0x20) >= 'c';
            if (isLow != _highWaits)
                return false;
            _highWaits = isSurrogate && !isLow;
            at += isLong ? LongEscape : ShortEscape;
        }

        piece = piece[at..];
        return true;
    }

    private bool TakeKind(byte kind)
    {
        (_digits, _unit) = (0, 0);
        _place = kind == 'u' ? Place.InDigits : Place.Text;
        return kind == 'u' || !_highWaits;
    }

    private bool TakeDigit(byte digit)
    {
        _unit = (_unit << 4) | (char.IsAsciiDigit((char)digit) ? digit - '0' : (digit | 0x20) - 'a' + 10);
        if (++_digits < HexDigits)
            return true;
        _place = Place.Text;
        var unit = (char)_unit;
        var expectsLow = _highWaits;
        _highWaits = char.IsHighSurrogate(unit);
        return expectsLow == char.IsLowSurrogate(unit);
    }
}
