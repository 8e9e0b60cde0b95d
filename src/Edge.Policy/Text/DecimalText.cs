namespace Edge.Policy.Text;

/// <summary>
/// The parts of a decimal number's text: significand times ten to the exponent, zeros stripped at both ends of the significand.
/// </summary>
internal readonly struct DecimalText
{
    /// <summary>How many significant digits are kept: what a decimal can hold.</summary>
    public const int MaxDigits = 29;

    private const int HeadDigits = 19;
    private const long ExponentBound = 1_000_000_000_000;

    private readonly ulong _tail;

    private DecimalText(bool negative, int digits, ulong head, ulong tail, long exponent) =>
        (Negative, Digits, Head, _tail, Exponent) = (negative, digits, head, tail, exponent);

    /// <summary>Whether a minus stands in front.</summary>
    public bool Negative { get; }

    /// <summary>How many significant digits there are; 0 for zero. Counted on when there are more than <see cref="MaxDigits"/>.</summary>
    public int Digits { get; }

    /// <summary>The first significant digits, at most 19.</summary>
    public ulong Head { get; }

    /// <summary>The power of ten of the last significant digit.</summary>
    public long Exponent { get; }

    /// <summary>The power of ten of the first significant digit.</summary>
    public long Magnitude => Exponent + Digits - 1;

    /// <summary>All significant digits; only for at most <see cref="MaxDigits"/>.</summary>
    public UInt128 Significand
    {
        get
        {
            UInt128 value = Head;
            for (var i = HeadDigits; i < Digits; i++)
                value *= 10;
            return value + _tail;
        }
    }

    /// <summary>Takes the text of a JSON number apart; false when it is none.</summary>
    public static bool TryScan(ReadOnlySpan<byte> text, out DecimalText number)
    {
        number = default;
        var at = 0;
        var negative = text.Length > 0 && text[0] == '-';
        if (negative)
            at++;
        var start = at;
        int digits = 0, zeros = 0;
        ulong head = 0, tail = 0;
        at = Digest(text, at, ref digits, ref zeros, ref head, ref tail);
        if (at == start || (text[start] == '0' && at - start > 1))
            return false;
        long exponent = 0;
        if (at < text.Length && text[at] == '.')
        {
            start = ++at;
            at = Digest(text, at, ref digits, ref zeros, ref head, ref tail);
            if (at == start)
                return false;
            exponent = start - at;
        }
        if (at < text.Length && (text[at] | 0x20) == 'e')
        {
            if (!TryReadExponent(text[(at + 1)..], out var written))
                return false;
            exponent += written;
            at = text.Length;
        }
        if (at < text.Length)
            return false;
        number = digits == 0 ? new(negative, 0, 0, 0, 0) : new(negative, digits, head, tail, exponent + zeros);
        return true;
    }

    /// <summary>Takes a run of digits in; zeros count only once a digit other than zero follows.</summary>
    private static int Digest(ReadOnlySpan<byte> text, int at, ref int digits, ref int zeros, ref ulong head, ref ulong tail)
    {
        for (; at < text.Length; at++)
        {
            var digit = (uint)(text[at] - '0');
            if (digit > 9)
                break;
            if (digit == 0)
            {
                if (digits > 0)
                    zeros++;
                continue;
            }
            for (; zeros > 0 && digits <= MaxDigits; zeros--)
                Append(0, ref digits, ref head, ref tail);
            digits += zeros;
            zeros = 0;
            Append(digit, ref digits, ref head, ref tail);
        }
        return at;
    }

    private static void Append(uint digit, ref int digits, ref ulong head, ref ulong tail)
    {
        if (digits < HeadDigits)
            head = head * 10 + digit;
        else if (digits < MaxDigits)
            tail = tail * 10 + digit;
        digits++;
    }

    /// <summary>Reads the rest after <c>e</c>; what is beyond any text's reach stays at the bound.</summary>
    private static bool TryReadExponent(ReadOnlySpan<byte> text, out long exponent)
    {
        exponent = 0;
        var negative = text.Length > 0 && text[0] == '-';
        var digits = text.Length > 0 && (negative || text[0] == '+') ? text[1..] : text;
        if (digits.IsEmpty)
            return false;
        foreach (var character in digits)
        {
            var digit = (uint)(character - '0');
            if (digit > 9)
                return false;
            exponent = Math.Min(ExponentBound, exponent * 10 + digit);
        }
        if (negative)
            exponent = -exponent;
        return true;
    }
}
