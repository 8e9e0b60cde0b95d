using System.Globalization;
using System.Numerics;
using System.Text;
using Edge.Policy.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Edge.Policy.Tests.Text;

public sealed class ExactNumberTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("-0.000e999999999999999999", 0)]
    [InlineData("0.1", 0.1)]
    [InlineData("1.0", 1)]
    [InlineData("1e0", 1)]
    [InlineData("1E+2", 100)]
    [InlineData("10000000000000000000000000e-25", 1)]
    [InlineData("-12.5", -12.5)]
    [InlineData("9007199254740992", 9007199254740992)]
    [InlineData("0.30000000000000004", 0.30000000000000004)]
    [InlineData("1.7976931348623157e308", double.MaxValue)]
    [InlineData("5e-324", double.Epsilon)]
    [InlineData("1e22", 1e22)]
    [InlineData("1e23", 1e23)]
    [InlineData("123456789012345e-22", 123456789012345e-22)]
    public void A_number_that_a_double_keeps_is_read(string text, double expected)
    {
        Assert.True(ExactNumber.TryRead(Encoding.UTF8.GetBytes(text), out var value));
        Assert.Equal(expected, value);
        Assert.False(value == 0 && double.IsNegative(value));
    }

    [Theory]
    [InlineData("1.00000000000000001")]
    [InlineData("9007199254740993")]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("1e-400")]
    [InlineData("4e-324")]
    [InlineData("1.7976931348623159e308")]
    [InlineData("0.30000000000000003")]
    [InlineData("1e999999999999999999999")]
    [InlineData("1e-999999999999999999999")]
    [InlineData("123456789012345678901234567890")]
    public void A_number_that_changes_in_a_double_is_refused(string text) =>
    Assert.False(ExactNumber.TryRead(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e5x")]
    [InlineData("1 ")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    public void What_is_no_number_is_refused(string text)
    {
        Assert.False(ExactNumber.TryRead(Encoding.UTF8.GetBytes(text), out _));
        Assert.False(ExactNumber.TryReadDecimal(Encoding.UTF8.GetBytes(text), out _));
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("2.69", "2.69")]
    [InlineData("2.690000000000000000000000000000000000000000", "2.69")]
    [InlineData("1.00000000000000001", "1.00000000000000001")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("7.9228162514264337593543950335", "7.9228162514264337593543950335")]
    [InlineData("-1e28", "-10000000000000000000000000000")]
    [InlineData("1e-28", "0.0000000000000000000000000001")]
    public void A_decimal_is_read_exactly(string text, string expected)
    {
        Assert.True(ExactNumber.TryReadDecimal(Encoding.UTF8.GetBytes(text), out var value));
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), value);
    }

    [Theory]
    [InlineData("79228162514264337593543950336")]
    [InlineData("1e29")]
    [InlineData("1e400")]
    [InlineData("1e-29")]
    [InlineData("7.92281625142643375935439503351")]
    [InlineData("123456789012345678901234567890")]
    public void What_a_decimal_cannot_hold_is_refused(string text) =>
    Assert.False(ExactNumber.TryReadDecimal(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Every_double_is_read_from_its_shortest_text() =>
        Prop.ForAll(ArbMap.Default.ArbFor<double>(), number =>
        {
            if (!double.IsFinite(number))
                return true;
            return ExactNumber.TryRead(Encoding.UTF8.GetBytes(number.ToString("R", CultureInfo.InvariantCulture)), out var read)
                && read == number;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_bit_pattern_is_read_from_its_shortest_text() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>(), ArbMap.Default.ArbFor<long>(), (high, low) =>
        {
            var number = BitConverter.Int64BitsToDouble(unchecked(high * 6364136223846793005 ^ low << 40 ^ low));
            if (!double.IsFinite(number))
                return true;
            return ExactNumber.TryRead(Encoding.UTF8.GetBytes(number.ToString("R", CultureInfo.InvariantCulture)), out var read)
                && read == number;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void A_text_is_read_exactly_when_its_value_is_that_of_the_shortest_text_of_its_double() =>
        Prop.ForAll(NumberTexts.ToArbitrary(), text =>
        {
            var parsed = double.Parse(text, CultureInfo.InvariantCulture);
            var keeps = double.IsFinite(parsed) && SameValue(text, parsed.ToString("R", CultureInfo.InvariantCulture));
            return ExactNumber.TryRead(Encoding.UTF8.GetBytes(text), out var read) == keeps && (!keeps || read == parsed);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void A_text_is_read_as_a_decimal_exactly_when_a_decimal_has_its_value() =>
        Prop.ForAll(NumberTexts.ToArbitrary(), text =>
        {
            var read = ExactNumber.TryReadDecimal(Encoding.UTF8.GetBytes(text), out var value);
            var holds = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed)
                && SameValue(text, parsed.ToString(CultureInfo.InvariantCulture));
            return read == holds && (!read || value == parsed);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Theory]
    [InlineData('0')]
    [InlineData('9')]
    public void A_number_of_a_million_digits_is_judged_without_allocation(char digit)
    {
        var texts = new[]
        {
            "1" + new string(digit, 1_000_000),
            "0." + new string(digit, 1_000_000) + "1",
            "1." + new string('0', 1_000_000) + digit,
            "1e" + new string(digit, 1_000_000),
            "1e-1" + new string(digit, 1_000_000),
            "0.30000000000000004",
        }.Select(Encoding.UTF8.GetBytes).ToArray();
        var allocated = long.MaxValue;
        for (var i = 0; i < 5 && allocated > 0; i++) // The runtime allocates while it loads and tiers the code.
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var accepted = Accepted(texts);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(digit == '0' ? 6 : 2, accepted); // 1.000…, 1e000… and the last one.
        }
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_far_point_and_its_exponent_cancel_out()
    {
        var text = Encoding.UTF8.GetBytes("0." + new string('0', 20_000) + "25e20001");
        Assert.True(ExactNumber.TryRead(text, out var value));
        Assert.Equal(2.5, value);
    }

    private static int Accepted(byte[][] texts)
    {
        var accepted = 0;
        foreach (var text in texts)
        {
            if (ExactNumber.TryRead(text, out _))
                accepted++;
            if (ExactNumber.TryReadDecimal(text, out _))
                accepted++;
        }
        return accepted;
    }

    private static Gen<string> NumberTexts =>
        from negative in Gen.Elements("", "-")
        from whole in Digits(1, 20)
        from fraction in Digits(0, 20)
        from exponent in Gen.OneOf(Gen.Constant(0), Gen.Choose(-30, 30), Gen.Choose(-345, 330))
        select negative + Trim(whole) + (fraction.Length == 0 ? "" : "." + fraction)
        + (exponent == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"e{exponent}"));

    private static Gen<string> Digits(int least, int most) =>
        from length in Gen.Choose(least, most)
        from digits in Gen.OneOf(Gen.Elements('0', '9'), Gen.Elements("0123456789".ToCharArray())).ArrayOf(length)
        select new string(digits);

    private static string Trim(string digits) => digits.TrimStart('0') is { Length: > 0 } rest ? rest : "0";

    /// <summary>Compares two texts as fractions: another way than the one tested.</summary>
    private static bool SameValue(string left, string right)
    {
        var (a, p) = Fraction(left);
        var (b, q) = Fraction(right);
        var common = Math.Min(p, q);
        return a * BigInteger.Pow(10, p - common) == b * BigInteger.Pow(10, q - common);
    }

    private static (BigInteger Digits, int Power) Fraction(string text)
    {
        var e = text.IndexOfAny(['e', 'E']);
        var power = e < 0 ? 0 : int.Parse(text[(e + 1)..], CultureInfo.InvariantCulture);
        var mantissa = e < 0 ? text : text[..e];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var places = point < 0 ? 0 : mantissa.Length - point - 1;
        return (BigInteger.Parse(mantissa.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture), power - places);
    }
}
