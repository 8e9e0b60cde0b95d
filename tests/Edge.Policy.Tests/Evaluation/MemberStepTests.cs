using System.Text;
using Edge.Policy.Evaluation;
using Xunit;

namespace Edge.Policy.Tests.Evaluation;

public sealed class MemberStepTests
{
    [Fact]
    public void Every_letter_that_a_comparison_without_case_takes_for_another_is_a_variant()
    {
        for (var value = 1; value <= 0xFFFF; value++)
        {
            if (!Rune.TryCreate(value, out var rune))
                continue;
            AssertVariant(rune.ToString(), Rune.ToUpperInvariant(rune).ToString());
            AssertVariant(rune.ToString(), Rune.ToLowerInvariant(rune).ToString());
            Assert.True(
                !string.Equals(rune.ToString(), Rune.ToUpperInvariant(rune).ToString(), StringComparison.OrdinalIgnoreCase)
                || IsVariant(Rune.ToUpperInvariant(rune).ToString(), rune.ToString()));
        }
    }

    [Theory]
    [InlineData("s", "\u017f")]
    [InlineData("S", "\u017f")]
    [InlineData("\u017f", "s")]
    [InlineData("k", "\u212a")]
    [InlineData("K", "\u212a")]
    [InlineData("\u00e5", "\u212b")]
    [InlineData("\u03c3", "\u03c2")]
    [InlineData("\ud801\udc00", "\ud801\udc28")]
    public void The_odd_ones_are_variants(string wanted, string name) => AssertVariant(wanted, name);

    [Theory]
    [InlineData("i", "\u0131")]
    [InlineData("i", "\u0130")]
    [InlineData("ss", "\u00df")]
    [InlineData("a", "\uff41")]
    [InlineData("a", "a ")]
    [InlineData("ab", "a")]
    [InlineData("", "a")]
    public void Another_name_is_none(string wanted, string name) => Assert.False(IsVariant(wanted, name));

    private static void AssertVariant(string wanted, string name) => Assert.True(IsVariant(wanted, name), $"{wanted} {name}");

    private static bool IsVariant(string wanted, string name) =>
        new MemberStep(wanted, NoPath.Node).IsVariant(Encoding.UTF8.GetBytes(name));
}
