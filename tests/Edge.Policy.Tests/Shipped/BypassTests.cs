using Xunit;

namespace Edge.Policy.Tests.Shipped;

/// <summary>What gets past a naive gateway does not get past the shipped policies.</summary>
public sealed class BypassTests
{
    private static readonly JudgedPolicy Policy = JudgedPolicy.Standard;
    private static readonly JudgedPolicy ReadOnly = JudgedPolicy.ReadOnly;

    public static TheoryData<string> Cases => [.. RunpodData.Bypasses.Select(b => b.Case)];

    [Fact]
    public void Every_case_is_named_once() =>
        Assert.Equal(RunpodData.Bypasses.Length, RunpodData.Bypasses.Select(b => b.Case).Distinct().Count());

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_bypass_is_denied(string name)
    {
        var bypass = RunpodData.Bypasses.Single(b => b.Case == name);
        var judged = Policy.Judge(bypass.Tool, bypass.Arguments.GetRawText());
        Assert.Equal((bypass.Reason, bypass.Rule), (judged.Reason, judged.Rule));
        Assert.False(judged.Decision.Forwards);
        Assert.Empty(judged.Charges);
        Assert.False(string.IsNullOrWhiteSpace(judged.Decision.Message));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_bypass_is_denied_by_the_read_only_policy_too(string name)
    {
        var bypass = RunpodData.Bypasses.Single(b => b.Case == name);
        Assert.False(ReadOnly.Judge(bypass.Tool, bypass.Arguments.GetRawText()).Decision.Forwards);
    }
}
