using System.Text;
using Edge.Policy.Documents;
using Edge.Policy.Parsing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Edge.Policy.Tests.GoodPolicies;

public sealed class GoodPolicyTests
{
    public static TheoryData<string> Names => [.. GoodPolicyFiles.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_good_policy_is_read_without_an_error(string name)
    {
        var reading = PolicyParser.Read(name, GoodPolicyFiles.Read(name));
        Assert.DoesNotContain(reading.Diagnostics, d => d.Severity == Severity.Error);
        Assert.NotNull(reading.Document);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_policy_cut_short_anywhere_is_refused(string name)
    {
        var policy = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(GoodPolicyFiles.Read(name)).TrimEnd());
        for (var length = 0; length < policy.Length; length++)
            Assert.Null(PolicyParser.Read(name, policy.AsMemory(0, length)).Document);
    }

    [Fact]
    public void No_bytes_make_the_parser_throw() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => IsOrderly(bytes)).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void No_mutation_of_a_good_policy_makes_the_parser_throw() =>
        Prop.ForAll(Mutations.Bytes.ToArbitrary(), bytes => IsOrderly(bytes)).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void No_exchange_of_values_in_a_good_policy_makes_the_parser_throw() =>
        Prop.ForAll(Mutations.Values.ToArbitrary(), bytes => IsOrderly(bytes)).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Reading_is_deterministic() =>
        Prop.ForAll(Mutations.Values.ToArbitrary(), bytes =>
            PolicyParser.Read("p", bytes).Diagnostics.SequenceEqual(PolicyParser.Read("p", bytes).Diagnostics))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData(
        """{"version":"1","default":"deny","tools":{"t":{"require":[⟪{"path":"args.a","op":"eq","value":1},⟫"""
        + """{"path":"args.a","op":"eq","value":2}]}}}""", 40_000)]
    [InlineData(
        """{"version":"1","default":"deny","tools":{"t":{"limits":[⟪{"counter":"c","window":"hour","max":9},⟫"""
        + """{"counter":"c","window":"hour","max":9}]}}}""", 40_000)]
    [InlineData("""{"version":"1","default":"deny","hide":[⟪"a*b*c*d",⟫"x"]}""", 200_000)]
    [InlineData("""{"version":"1","default":"deny","description":"⟪\ud83d⟫"}""", 500_000)]
    public void A_large_policy_is_read_like_a_small_one(string pattern, int times)
    {
        var (start, end) = (pattern.IndexOf('⟪', StringComparison.Ordinal), pattern.IndexOf('⟫', StringComparison.Ordinal));
        var text = pattern[..start] + string.Concat(Enumerable.Repeat(pattern[(start + 1)..end], times)) + pattern[(end + 1)..];
        Assert.True(IsOrderly(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>A reading has a document or an error, and every message is one line with a place.</summary>
    private static bool IsOrderly(byte[] bytes)
    {
        var reading = PolicyParser.Read("p.json", bytes);
        return reading.Document is null == reading.Diagnostics.Any(d => d.Severity == Severity.Error)
            && reading.Diagnostics.All(d => d.Line > 0 && d.Column > 0 && !d.ToString().Any(char.IsControl));
    }
}
