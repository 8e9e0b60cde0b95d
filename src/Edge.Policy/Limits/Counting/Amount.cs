namespace Edge.Policy.Limits.Counting;

/// <summary>
/// Sums of non-negative decimals that never come out below the exact result. <see cref="decimal"/> keeps 28 digits and rounds the rest away
/// silently: 10²⁸ + 0.4 is 10²⁸, and a count at its maximum would let such costs through for ever.
/// </summary>
internal static class Amount
{
    /// <summary>Adds, rounding up; false when the sum is above <see cref="decimal.MaxValue"/>.</summary>
    public static bool TryAdd(decimal a, decimal b, out decimal sum)
    {
        sum = decimal.MaxValue;
        // Near the largest value both are whole, so that rounding b up refuses nothing that fits.
        if (a > decimal.MaxValue - decimal.Ceiling(b))
            return false;
        var (large, small) = a >= b ? (a, b) : (b, a);
        var rounded = large + small;
        if (rounded - large < small)
        {
            if (rounded == decimal.MaxValue)
                return false;
            rounded += LastDigit(rounded);
        }

        sum = rounded;
        return true;
    }

    /// <summary>Subtracts, rounding up; zero when <paramref name="b"/> is the larger.</summary>
    public static decimal Subtract(decimal a, decimal b)
    {
        if (b >= a)
            return 0;
        var difference = a - b;
        return a - difference > b ? difference + LastDigit(difference) : difference;
    }

    /// <summary>The value of one unit in the last digit kept.</summary>
    public static decimal LastDigit(decimal value) => new(1, 0, 0, false, value.Scale);
}
