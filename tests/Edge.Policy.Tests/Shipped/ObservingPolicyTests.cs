using Edge.Policy.Documents;
using Xunit;

namespace Edge.Policy.Tests.Shipped;

/// <summary><c>runpod-observe.json</c> says what <c>runpod.json</c> says, and forwards.</summary>
public sealed class ObservingPolicyTests
{
    private static readonly JudgedPolicy Observing = JudgedPolicy.Observing;
    private static readonly JudgedPolicy Standard = JudgedPolicy.Standard;

    [Fact]
    public void Every_call_of_the_table_is_judged_alike_and_forwarded()
    {
        foreach (var row in RunpodData.Table)
        {
            foreach (var arguments in row.Bad.Select(b => b.ApplyTo(row.Good)).Append(row.Good.GetRawText()))
                Compare(row.Tool, arguments);
        }
    }

    [Fact]
    public void Every_bypass_is_judged_alike_and_forwarded()
    {
        foreach (var bypass in RunpodData.Bypasses)
            Compare(bypass.Tool, bypass.Arguments.GetRawText());
    }

    [Fact]
    public void Nothing_is_taken_from_the_list() =>
    Assert.All(RunpodData.Table, row => Assert.True(Observing.IsListed(row.Tool), row.Tool));

    private static void Compare(string tool, string arguments)
    {
        var (observed, enforced) = (Observing.Judge(tool, arguments), Standard.Judge(tool, arguments));
        Assert.Equal((enforced.Reason, enforced.Rule, enforced.Decision.Message),
            (observed.Reason, observed.Rule, observed.Decision.Message));
        Assert.Equal(PolicyMode.Shadow, observed.Decision.Mode);
        Assert.True(observed.Decision.Forwards);

        // Nobody approves in shadow, and without an approval nothing is taken.
        var taken = enforced.Reason == "approval_required" ? [] : enforced.Charges;
        Assert.Equal(taken.Select(c => (c.Rule, c.Max, c.Cost)), observed.Charges.Select(c => (c.Rule, c.Max, c.Cost)));
    }
}
