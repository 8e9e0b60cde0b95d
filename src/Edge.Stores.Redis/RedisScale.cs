using Edge.Policy.Limits;

namespace Edge.Stores.Redis;

/// <summary>
/// Amounts as the integers that scripts count: Lua has doubles, which are exact to 15 digits. A count's scale is the number of decimal
/// places that are left beside the whole part of the widest limit on it.
/// </summary>
internal static class RedisScale
{
    /// <summary>How many digits an amount has, before and after the point.</summary>
    public const int Digits = 15;

    private const decimal Most = 999_999_999_999_999;

    /// <summary>The most units that an amount has.</summary>
    public const long MostUnits = 999_999_999_999_999;

    private const long Full = 9_000_000_000_000_000;

    private static readonly decimal[] s_powers = [.. Enumerable.Range(0, 29).Select(Power)];

    /// <summary>The scale for limits of at most <paramref name="widest"/>: 0 to 14 places.</summary>
    public static int Of(decimal widest)
    {
        var whole = 1;
        while (whole < Digits && widest >= s_powers[whole])
            whole++;
        return Digits - whole;
    }

    /// <summary>The widest maximum or capacity of all limits of a reservation on one count.</summary>
    public static decimal WidestOf(Reservation reservation, int count)
    {
        var widest = 0m;
        foreach (ref readonly var charge in reservation.Charges)
        {
            if (charge.Count == count)
                widest = Math.Max(widest, Math.Max(charge.Limit.Max, charge.Limit.Capacity));
        }

        return widest;
    }

    /// <summary>Whether an amount is exact in a scale.</summary>
    public static bool IsExact(decimal amount, int scale) => amount <= Most / s_powers[scale] && decimal.Round(amount, scale) == amount;

    /// <summary>An amount that a call takes, rounded up; more than any limit holds if it is that.</summary>
    public static long Up(decimal amount, int scale) =>
        amount > Most / s_powers[scale] ? Full : (long)decimal.Ceiling(amount * s_powers[scale]);

    /// <summary>An amount of room, rounded down.</summary>
    public static long Down(decimal amount, int scale) =>
        amount > Most / s_powers[scale] ? (long)Most : (long)decimal.Floor(amount * s_powers[scale]);

    /// <summary>The amount that a script counted.</summary>
    public static decimal Amount(long units, int scale) => units / s_powers[scale];

    private static decimal Power(int exponent)
    {
        var power = 1m;
        for (var i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }
}
