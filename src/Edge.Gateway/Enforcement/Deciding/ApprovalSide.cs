using Edge.Gateway.Approvals;
using Edge.Gateway.Calls;
using Edge.Gateway.Enforcement.Denials;
using Edge.Policy.Approvals;
using Edge.Policy.Calls;
using Edge.Policy.Stores;

namespace Edge.Gateway.Enforcement.Deciding;

/// <summary>The agent's side of approvals, as the pipeline step uses it: wait, ask through the caller's client, settle. Thread-safe.</summary>
internal sealed class ApprovalSide(
    HeldCalls held, Decider decider, CallObservers observers, ApprovalSeal seal, IApprovalStore store, ApprovalRecorder recorder, FailedCalls failed)
{
    /// <summary>Lets a call wait for its answer where policy and caller allow it; whoever can be asked through its client is asked at once instead.</summary>
    /// <remarks>After an answer everything is decided again, the stop button first.</remarks>
    public ValueTask WaitAsync(CallContext exchange) =>
        exchange.Decision is { Outcome: DecisionOutcome.ApprovalRequired, Approval.Hold: { } hold } && hold > TimeSpan.Zero
        && exchange.Returned is not { Accepted: false } && !CallerQuestion.CanBeAsked(exchange)
            ? WaitAsync(exchange, hold)
            : default;

    private async ValueTask WaitAsync(CallContext exchange, TimeSpan hold)
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
                await decider.DecideAsync(exchange);
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

    /// <summary>The exchange ended: what became of an approved call is remembered for the person who is asked for the same one again.</summary>
    public void Close(CallContext exchange)
    {
        if (exchange.Approval is { IsUsed: true } use)
            failed.Ended(use.Approval.Binding, exchange.Outcome, exchange.Fault);
    }

    /// <summary>Gives back what the call used if nothing of it left for the server, and cannot leave any more. Does so once.</summary>
    public async ValueTask SettleAsync(CallContext exchange)
    {
        if (exchange.Approval is not { IsUsed: true } use)
            return;
        exchange.Body?.Dispose();
        if (exchange.Body is { WasSent: true })
            return;
        use.IsUsed = false;
        try
        {
            var change = await store.ChangeAsync(use.Approval.Id, static (approval, now) => approval.GiveBack(now), CancellationToken.None);
            if (change is { Happened: true, Approval: { } approval })
                recorder.GivenBack(approval);
        }
        catch (StoreUnavailableException)
        {
            recorder.NotGivenBack(use.Approval.Id);
        }
    }
}
