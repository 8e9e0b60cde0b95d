using Edge.Policy.Calls;
using Edge.Policy.Tests.Cases;
using Xunit;

namespace Edge.Policy.Tests.Evaluation;

public sealed class ForecastTests
{
    public static TheoryData<string> Names => [.. CaseFiles.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_decided_was_always_possible(string name)
    {
        var one = CaseFiles.All[name];
        var policy = Samples.Compile(one.Policy.GetRawText());
        foreach (var expected in one.Calls)
        {
            var decision = policy.Decide(expected.ToCall());
            // Neither what a limit costs nor arguments that nobody could read are forecast.
            if (decision is { Reason: DecisionReason.Unevaluable }
                && (decision.Rule.Length == 0 || decision.Rule.Contains("limit", StringComparison.Ordinal)))
                continue;
            var forecast = policy.Forecast(expected.ToCall());
            Assert.True((forecast.Possible & Forecast.Of(decision))
                != 0, $"{expected.What}: {decision.Outcome} {decision.Rule} is not among {forecast.Possible}");
            if (forecast.IsCertain)
                Assert.Equal(Forecast.Of(decision), forecast.Possible);
        }
    }

    [Theory]
    [InlineData("{}", ForecastOutcomes.Allow, "/tools/t")]
    [InlineData("""{ "action": "deny" }""", ForecastOutcomes.Deny, "/tools/t/action")]
    [InlineData("""{ "action": "deny", "shadow": true }""", ForecastOutcomes.Shadow, "/tools/t")]
    [InlineData("""{ "action": "require_approval" }""", ForecastOutcomes.Ask, "/tools/t/action")]
    [InlineData("""{ "require": [ { "path": "tool", "op": "eq", "value": "t" } ] }""", ForecastOutcomes.Allow, "/tools/t")]
    [InlineData("""{ "require": [ { "path": "tool", "op": "eq", "value": "u" } ] }""", ForecastOutcomes.Deny, "/tools/t/require/0")]
    [InlineData("""{ "deny_if": [ { "path": "args.a", "op": "eq", "value": 1 } ] }""", ForecastOutcomes.Allow | ForecastOutcomes.Deny,
        null)]
    [InlineData("""{ "deny_if": [ { "path": "args.a", "op": "eq", "value": 1 } ], "shadow": true }""",
        ForecastOutcomes.Allow | ForecastOutcomes.Shadow, null)]
    [InlineData("""{ "approval": { "when": [ { "path": "args.a", "op": "eq", "value": 1 } ] } }""",
        ForecastOutcomes.Allow | ForecastOutcomes.Ask | ForecastOutcomes.Deny, null)]
    [InlineData("""{ "limits": [ { "counter": "c", "window": "day", "max": 1 } ] }""", ForecastOutcomes.Allow, "/tools/t")]
    public void A_rule_says_what_may_become_of_a_call_whose_arguments_nobody_knows(string rule, object possible, string? place) =>
        Assert.Equal(new Forecast((ForecastOutcomes)possible, place), Samples.CompileRule(rule).Forecast(Samples.Call()));
}
