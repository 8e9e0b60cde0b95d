using System.Globalization;

namespace Edge.Policy.Text;

/// <summary>
/// Reads the UTF-8 text of a JSON number (RFC 8259, section 6) and refuses one that would not arrive as written. Allocates nothing, takes
/// time linear in the length of the text, never throws. Thread-safe.
/// </summary>
internal static class ExactNumber
{
    // Any decimal of up to 15 significant digits survives a double, well inside the range of normal doubles.
    private const int SafeDigits = 15;
    private const int SafeExponent = 290;

    // No shortest round-trip decimal of a double has more.
    private const int MaxDigits = 17;

    // All exact. An array: a span over constants allocates until the code is optimized.
    private static readonly double[] PowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>
    /// Reads a number as a double; false when the text is no JSON number or its value changes on the way (policy-format.md, Condition),
    /// that is, when the shortest decimal that denotes the double is not the value written. Minus zero is read as zero.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        if (!DecimalText.TryScan(text, out var number))
            return false;
        if (number.Digits == 0)
            return true;
        if (number.Digits > MaxDigits || Math.Abs(number.Magnitude) > 400)
            return false;
        var magnitude = number.Digits <= SafeDigits && Math.Abs(number.Exponent) < PowersOfTen.Length
            ? Scale(number)
            : Nearest(number);
        if (!double.IsFinite(magnitude) || magnitude == 0)
            return false;
        if ((number.Digits > SafeDigits || Math.Abs(number.Magnitude) > SafeExponent) && !IsShortest(number, magnitude))
            return false;
        value = number.Negative ? -magnitude : magnitude;
        return true;
    }

    /// <summary>Reads a number as a decimal; false when the text is no JSON number or a decimal cannot hold its exact value.</summary>
    public static bool TryReadDecimal(ReadOnlySpan<byte> text, out decimal value)
    {
        value = 0;
        if (!DecimalText.TryScan(text, out var number))
            return false;
        if (number.Digits == 0)
            return true;
        if (number.Digits > DecimalText.MaxDigits || number.Exponent < -28 || number.Magnitude > 28)
            return false;
        var digits = number.Significand;
        for (var i = 0L; i < number.Exponent; i++)
            digits *= 10;
        if (digits >> 96 != 0)
            return false;
        value = new decimal((int)(uint)digits, (int)(uint)(digits >> 32), (int)(uint)(digits >> 64), number.Negative,
            (byte)Math.Max(0, -number.Exponent));
        return true;
    }

    /// <summary>Both factors are exact doubles, so the one rounding is the correct one.</summary>
    private static double Scale(in DecimalText number) => number.Exponent < 0
        ? number.Head / PowersOfTen[(int)-number.Exponent]
        : number.Head * PowersOfTen[(int)number.Exponent];

    /// <summary>Parses a canonical text of bounded length in the place of the one written.</summary>
    private static double Nearest(in DecimalText number)
    {
        Span<byte> canonical = stackalloc byte[32];
        number.Head.TryFormat(canonical, out var length, default, CultureInfo.InvariantCulture);
        canonical[length++] = (byte)'E';
        number.Exponent.TryFormat(canonical[length..], out var exponentLength, default, CultureInfo.InvariantCulture);
        return double.Parse(canonical[..(length + exponentLength)], NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private static bool IsShortest(in DecimalText number, double magnitude)
    {
        Span<byte> shortest = stackalloc byte[32];
        magnitude.TryFormat(shortest, out var length, default, CultureInfo.InvariantCulture);
        return DecimalText.TryScan(shortest[..length], out var other)
            && other.Digits == number.Digits && other.Head == number.Head && other.Exponent == number.Exponent;
    }
}
