using System.Globalization;
using Edge.Policy.Documents;

namespace Edge.Policy.Validation;

/// <summary>
/// Error: a limit with more digits than its store counts. The whole part of the largest maximum of a counter, and the places of every
/// number of its limits, are counted together.
/// </summary>
internal static class LimitDigitsCheck
{
    /// <summary>The digits of a decimal: nothing can be written with more.</summary>
    public const int All = 28;

    public static void Check(PolicyDocument document, int digits, DiagnosticBag diagnostics)
    {
        if (digits >= All)
            return;
        foreach (var counter in DocumentWalk.Rules(document).SelectMany(rule => rule.Limits).GroupBy(limit => limit.Counter))
        {
            var whole = counter.Max(limit => Whole(Math.Max(limit.Max, limit.Burst ?? 0)));
            foreach (var limit in counter)
            {
                var needed = whole + Numbers(limit).Max(Places);
                if (needed > digits)
                    diagnostics.Error(limit.Place, DiagnosticCodes.NumberOutOfRange, string.Create(CultureInfo.InvariantCulture,
                        $"expected at most {digits} digits, which is what Redis counts exactly; found {needed} ({whole} before the point "
                        + $"in the largest max of this counter, {needed - whole} behind it in this limit)"));
            }
        }
    }

    private static IEnumerable<decimal> Numbers(LimitDocument limit) =>
    [
        limit.Max, limit.Burst ?? 0, limit.Increment, limit.IncrementDefault ?? 0, limit.IncrementTable?.Default ?? 0,
        .. limit.IncrementTable?.Values.Values ?? [],
    ];

    private static int Whole(decimal number)
    {
        var digits = 1;
        for (number = decimal.Floor(number); number >= 10; number = decimal.Floor(number / 10))
            digits++;
        return digits;
    }

    // Zeros at the end say nothing.
    private static int Places(decimal number) => (number / 1.0000000000000000000000000000m).Scale;
}
