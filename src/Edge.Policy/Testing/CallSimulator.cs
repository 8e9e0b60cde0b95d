using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;
using Edge.Policy.Limits;

namespace Edge.Policy.Testing;

/// <summary>
/// Decides calls one after the other as the gateway does, with counts of its own that begin empty and a clock that is set. A call that a
/// person must approve takes nothing of any limit: nobody approves here. Not thread-safe.
/// </summary>
/// <param name="policy">The policy.</param>
internal sealed class CallSimulator(CompiledPolicy policy) : IDisposable
{
    private readonly SetClock _clock = new();
    private CallLimiter? _limiter;

    /// <summary>Decides on a call at a time; times must not go back.</summary>
    public SimulatedDecision Decide(Call call, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(call);
        _clock.Now = at;
        var decision = policy.Decide(call);
        if (!decision.Forwards || call.Charges.Items.Length == 0)
            return new SimulatedDecision(decision, [], null);
        _limiter ??= new CallLimiter(new MemoryLimitStore(_clock));
        using var lease = (CallLease)_limiter.AttemptAcquire(call);
        LimitStatus[] statuses = [.. lease.Statuses];
        if (lease.Refusal is { } refusal)
            return new SimulatedDecision(NoRoom(refusal, PolicyMode.Enforce), statuses, refusal);
        return lease.ShadowRefusal is { } shadow && decision.Outcome == DecisionOutcome.Allow
            ? new SimulatedDecision(NoRoom(shadow, PolicyMode.Shadow), statuses, shadow)
            : new SimulatedDecision(decision, statuses, null);
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter?.Dispose();

    private static Decision NoRoom(LimitRefusal refusal, PolicyMode mode) => new()
    {
        Outcome = DecisionOutcome.Deny,
        Reason = DecisionReason.RateLimited,
        Rule = refusal.Limit.Rule,
        Mode = mode,
        Message = refusal.Limit.Message,
    };
}
