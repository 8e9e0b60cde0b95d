using Edge.Gateway.Calls;
using Edge.Gateway.Stores;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Stores;

namespace Edge.Gateway.Enforcement.Deciding;

/// <summary>Takes the limits of a call, all or none. Thread-safe.</summary>
internal sealed class LimitStep(CallLimiter limiter, StoreFailures failures)
{
    /// <summary>
    /// What becomes of <paramref name="decision"/> with the limits that it found; the scope holds the lease of what was taken.
    /// </summary>
    public async ValueTask<Decision> TakeAsync(CallContext exchange, CallScope scope, Decision decision)
    {
        var call = exchange.Facts!.Call;
        try
        {
            var lease = (CallLease)await limiter.AcquireAsync(call, permitCount: 1, exchange.Context.RequestAborted);
            scope.Hold(lease);
            return Limited(decision, lease);
        }
        catch (StoreUnavailableException e)
        {
            return failures.Decide(decision, call, exchange.Route.Server, e.Problem);
        }
    }

    private static Decision Limited(Decision decision, CallLease lease)
    {
        if (lease.Refusal is { } refusal)
            return RateLimited(refusal, PolicyMode.Enforce);
        return lease.ShadowRefusal is { } shadow && decision.Outcome == DecisionOutcome.Allow ? RateLimited(shadow, PolicyMode.Shadow)
            : decision;
    }

    private static Decision RateLimited(LimitRefusal refusal, PolicyMode mode) => refusal.StoreFull ? new Decision
    {
        // Not the limit but the room for counts is used up: the limit's own words would be untrue.
        Outcome = DecisionOutcome.Deny,
        Reason = DecisionReason.StoreUnavailable,
        Rule = "",
        Mode = mode,
        Message = "Edge has no memory to count more callers at the moment",
    }
    : new Decision
    {
        Outcome = DecisionOutcome.Deny,
        Reason = DecisionReason.RateLimited,
        Rule = refusal.Limit.Rule,
        Mode = mode,
        Message = refusal.Limit.Message,
    };
}
