using Xunit;

namespace Edge.Policy.Tests.Shipped;

/// <summary><c>runpod-read-only.json</c> against every row of the table of tools.</summary>
public sealed class ReadOnlyPolicyTests
{
    private static readonly JudgedPolicy Policy = JudgedPolicy.ReadOnly;
    private static readonly JudgedPolicy Standard = JudgedPolicy.Standard;

    public static TheoryData<string, string> Rows => RunpodPolicyTests.Rows;

    [Theory]
    [MemberData(nameof(Rows))]
    public void Only_reads_are_allowed_and_within_the_same_rules(string tool, string surface)
    {
        var row = RunpodData.Row(tool, surface);
        var good = Policy.Judge(tool, row.Good.GetRawText());
        if (!row.Class.StartsWith("Read", StringComparison.Ordinal))
        {
            Assert.Equal(("not_listed", "/default"), (good.Reason, good.Rule));
            Assert.False(Policy.IsListed(tool));
            return;
        }

        Assert.True(Policy.IsListed(tool));
        Assert.Equal(("allowed", $"/tools/{tool}"), (good.Reason, good.Rule));
        Assert.Equal(
            Standard.Judge(tool, row.Good.GetRawText()).Charges.Select(c => (c.Rule, c.Max, c.Window, c.Cost)),
            good.Charges.Select(c => (c.Rule, c.Max, c.Window, c.Cost)));
        Assert.All(row.Bad, bad => Assert.Equal((bad.Reason, bad.Rule), Reason(Policy.Judge(tool, bad.ApplyTo(row.Good)))));

        static (string, string) Reason(Judged judged) => (judged.Reason, judged.Rule);
    }
}
