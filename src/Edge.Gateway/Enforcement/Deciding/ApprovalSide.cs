using Edge.Gateway.Approvals;
using Edge.Gateway.Calls;
using Edge.Gateway.Enforcement.Denials;
using Edge.Policy.Calls;

namespace Edge.Gateway.Enforcement.Deciding;

/// <summary>The agent's side of approvals, as the pipeline step uses it: wait, ask through the caller's client. Thread-safe.</summary>
internal sealed class ApprovalSide(HeldCalls held, Decider decider, CallObservers observers, ApprovalSeal seal)
{
    /// <summary>Lets a call wait for its answer where policy and caller allow it; whoever can be asked through its client is asked at once instead.</summary>
    /// <remarks>After an answer everything is decided again, the stop button first.</remarks>
    public ValueTask WaitAsync(CallContext exchange, CallScope scope) =>
        exchange.Decision is { Outcome: DecisionOutcome.ApprovalRequired, Approval.Hold: { } hold } && hold > TimeSpan.Zero
        && exchange.Returned is not { Accepted: false } && !CallerQuestion.CanBeAsked(exchange)
            ? WaitAsync(exchange, scope, hold)
            : default;

    private async ValueTask WaitAsync(CallContext exchange, CallScope scope, TimeSpan hold)
    {
        switch (await held.WaitAsync(exchange, exchange.Approval!.Approval, hold))
        {
            case HeldOutcome.LostAccess:
                exchange.Decision = Decider.NoPolicy;
                break;
            case HeldOutcome.Expired:
                observers.DecidingAgain(exchange);
                exchange.Decision = ApprovalStep.Expired(exchange.Decision!);
                break;
            case HeldOutcome.Answered:
                observers.DecidingAgain(exchange);
                await decider.DecideAsync(exchange, scope);
                break;
            case HeldOutcome.Unanswered:
                break;
        }
    }

    /// <summary>Asks the caller's client to show its person where to approve; false where the call is to be answered as a denial.</summary>
    public async ValueTask<bool> AskCallerAsync(CallContext exchange)
    {
        if (exchange.Decision is not { Outcome: DecisionOutcome.ApprovalRequired } || exchange.Approval?.Url is null || !CallerQuestion.CanBeAsked(exchange))
            return false;
        await CallerQuestion.WriteAsync(exchange, seal);
        return true;
    }
}
