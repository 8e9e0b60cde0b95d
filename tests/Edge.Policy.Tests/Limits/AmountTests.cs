using System.Numerics;
using Edge.Policy.Limits.Counting;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Edge.Policy.Tests.Limits;

public sealed class AmountTests
{
    private static readonly BigInteger s_scale = BigInteger.Pow(10, 28);

    // Any mantissa of 96 bits at any scale, small ones and those at the edge more often.
    private static readonly Gen<decimal> s_amounts =
        from low in Gen.OneOf(ArbMap.Default.GeneratorFor<int>(), Gen.Elements(0, 1, -1, -2))
        from middle in Gen.OneOf(ArbMap.Default.GeneratorFor<int>(), Gen.Elements(0, -1))
        from high in Gen.OneOf(ArbMap.Default.GeneratorFor<int>(), Gen.Elements(0, -1))
        from scale in Gen.OneOf(Gen.Choose(0, 28), Gen.Elements(0, 1, 28))
        select new decimal(low, middle, high, false, (byte)scale);

    [Fact]
    public void A_sum_is_never_below_the_exact_one_and_at_most_a_digit_above() => Check((a, b) =>
    {
        var exact = Exact(a) + Exact(b);
        if (!Amount.TryAdd(a, b, out var sum))
            return exact > Exact(decimal.MaxValue);
        return exact <= Exact(decimal.MaxValue) && Exact(sum) >= exact && Exact(sum) - exact <= Exact(Amount.LastDigit(sum));
    });

    [Fact]
    public void A_difference_is_never_below_the_exact_one_and_at_most_a_digit_above() => Check((a, b) =>
    {
        var exact = BigInteger.Max(0, Exact(a) - Exact(b));
        var difference = Exact(Amount.Subtract(a, b));
        return difference >= exact && difference - exact <= Exact(Amount.LastDigit(Amount.Subtract(a, b)));
    });

    private static void Check(Func<decimal, decimal, bool> property) => FsCheck.Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(20_000),
        Prop.ForAll(s_amounts.Two().ToArbitrary(), pair => property(pair.Item1, pair.Item2)));

    private static BigInteger Exact(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var mantissa = ((BigInteger)(uint)bits[2] << 64) + ((BigInteger)(uint)bits[1] << 32) + (uint)bits[0];
        return mantissa * s_scale / BigInteger.Pow(10, value.Scale);
    }
}
