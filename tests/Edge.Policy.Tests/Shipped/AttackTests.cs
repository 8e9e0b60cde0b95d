using Xunit;

namespace Edge.Policy.Tests.Shipped;

/// <summary>What costs, destroys, reveals or runs somebody's code gets past no shipped policy without a person.</summary>
public sealed class AttackTests
{
    public static TheoryData<string> Cases => [.. RunpodData.Attacks.Select(a => a.Case)];

    [Fact]
    public void Every_case_is_named_once() =>
        Assert.Equal(RunpodData.Attacks.Length, RunpodData.Attacks.Select(a => a.Case).Distinct().Count());

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_attack_is_denied_or_needs_a_person(string name)
    {
        var attack = RunpodData.Attacks.Single(a => a.Case == name);
        var judged = JudgedPolicy.Standard.Judge(attack.Tool, attack.Arguments.GetRawText());
        Assert.Equal((attack.Reason, attack.Rule), (judged.Reason, judged.Rule));
        Assert.False(judged.Decision.Forwards);
        Assert.False(string.IsNullOrWhiteSpace(judged.Decision.Message));
        Assert.DoesNotContain("hunter2", judged.Decision.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_attack_is_denied_by_the_read_only_policy(string name)
    {
        var attack = RunpodData.Attacks.Single(a => a.Case == name);
        var judged = JudgedPolicy.ReadOnly.Judge(attack.Tool, attack.Arguments.GetRawText());
        Assert.Contains(judged.Reason, new[] { "not_listed", "condition_failed", "unevaluable" });
    }
}
