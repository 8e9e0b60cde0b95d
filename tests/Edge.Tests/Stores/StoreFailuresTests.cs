using Edge.Gateway.Stores;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Stores;
using Edge.Testing.Limits;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Edge.Tests.Stores;

public sealed class StoreFailuresTests
{
    private static readonly Decision s_allowed = new()
    {
        Outcome = DecisionOutcome.Allow,
        Reason = DecisionReason.Allowed,
        Rule = "/tools/t"
    };
    private static readonly Decision s_deniedInShadow = new()
    {
        Outcome = DecisionOutcome.Deny,
        Reason = DecisionReason.Denied,
        Rule = "/tools/t",
        Mode = PolicyMode.Shadow
    };

    [Fact]
    public void Closed_denies_when_any_limit_is_enforced()
    {
        var failures = Of(FailureMode.Closed);

        var decision = failures.Decide(s_allowed, Call(LimitOf.Fixed(1, shadow: true), LimitOf.Fixed(1)), "server", StoreProblem.Away);

        Assert.Equal((false, DecisionReason.StoreUnavailable, ""), (decision.Forwards, decision.Reason, decision.Rule));
        Assert.Equal(0, failures.LetThrough);
    }

    [Fact]
    public void Open_lets_through_and_counts()
    {
        var failures = Of(FailureMode.Open);

        Assert.Same(s_allowed, failures.Decide(s_allowed, Call(LimitOf.Fixed(1)), "server", StoreProblem.Away));

        Assert.Equal(1, failures.LetThrough);
    }

    [Theory]
    [InlineData(FailureMode.Closed)]
    [InlineData(FailureMode.Open)]
    public void Shadow_forwards_says_so_and_counts_nothing(object mode)
    {
        var failures = Of((FailureMode)mode);

        var decision = failures.Decide(s_allowed, Call(LimitOf.Fixed(1, shadow: true)), "server", StoreProblem.Away);

        Assert.Equal((true, DecisionReason.StoreUnavailable, PolicyMode.Shadow), (decision.Forwards, decision.Reason, decision.Mode));
        Assert.Same(s_deniedInShadow, failures.Decide(s_deniedInShadow, Call(LimitOf.Fixed(1, shadow: true)), "server", StoreProblem.Away));
        Assert.Equal(0, failures.LetThrough);
    }

    [Theory]
    [InlineData(FailureMode.Closed)]
    [InlineData(FailureMode.Open)]
    public void A_store_that_is_there_and_had_no_time_lets_nothing_through(object mode)
    {
        var failures = Of((FailureMode)mode);

        var decision = failures.Decide(s_allowed, Call(LimitOf.Fixed(1)), "server", StoreProblem.Busy);

        Assert.Equal((false, DecisionReason.StoreUnavailable, PolicyMode.Enforce), (decision.Forwards, decision.Reason, decision.Mode));
        Assert.Contains("try again in a second", decision.Message, StringComparison.Ordinal);
        Assert.True(failures.Decide(s_allowed, Call(LimitOf.Fixed(1, shadow: true)), "server", StoreProblem.Busy).Forwards);
        Assert.Equal(0, failures.LetThrough);
    }

    [Theory]
    [InlineData(FailureMode.Closed)]
    [InlineData(FailureMode.Open)]
    public void A_store_that_refuses_lets_nothing_through_and_blames_no_crowd(object mode)
    {
        var decision = Of((FailureMode)mode).Decide(s_allowed, Call(LimitOf.Fixed(1)), "server", StoreProblem.Refused);

        Assert.Equal((false, "the limits of this call cannot be counted"), (decision.Forwards, decision.Message));
    }

    private static StoreFailures Of(FailureMode mode) => new(mode, NullLogger<StoreFailures>.Instance);

    private static Call Call(params CompiledLimit[] limits)
    {
        var call = LimiterFixture.Call();
        foreach (var limit in limits)
            call.Charges.Add(limit, call.Charges.Append("key"u8), 1);
        return call;
    }
}
