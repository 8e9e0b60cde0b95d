using Edge.Gateway.Callers;
using Edge.Gateway.Calls;
using Edge.Policy.Approvals;
using Edge.Policy.Stores;

namespace Edge.Gateway.Approvals;

/// <summary>
/// Lets calls wait for a person before anything is answered (<c>hold</c>), a bounded number of them. Thread-safe.
/// </summary>
/// <remarks>
/// (1) whether there is room to wait; (2) wait until somebody answers, the time is over, the caller leaves (which is thrown) or Edge stops;
/// (3) what ruled the call must be active unchanged: else it is answered as one that did not wait, and its next try is judged by what rules
/// then. It only says what happened: what follows from it is the decider's.
/// </remarks>
internal sealed class HeldCalls(
    IApprovalStore store,
    ApprovalChanges changes,
    AccessResolver access,
    IHostApplicationLifetime lifetime,
    TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _held = new(StringComparer.Ordinal);
    private int _all;

    /// <summary>How many calls wait now.</summary>
    public int Count => Volatile.Read(ref _all);

    /// <summary>Waits at most as long as the policy says.</summary>
    /// <param name="exchange">The call.</param>
    /// <param name="pending">The approval that nobody has answered.</param>
    /// <param name="time">How long to wait at most.</param>
    public async ValueTask<HeldOutcome> WaitAsync(CallContext exchange, Approval pending, TimeSpan time)
    {
        // 1: room
        var (grants, grant) = (access.Grants, exchange.Caller.GrantId);
        if (exchange.Body!.Length > ApprovalLimits.MaxHeldBytes || !TryEnter(grant))
            return HeldOutcome.Unanswered;

        // 2: wait
        var began = exchange.Times?.Now ?? 0;
        Approval? approval;
        try
        {
            approval = await AnswerAsync(pending, time, exchange.Context.RequestAborted);
        }
        finally
        {
            Leave(grant);
            exchange.Times?.WaitedSince(began);
        }

        if (approval is null)
            return HeldOutcome.Unanswered;
        if (!access.IsStillGood(exchange.Context, grant, exchange.Route.Server, clock.GetUtcNow()))
            return HeldOutcome.LostAccess;

        // 3: unchanged
        if (exchange.Access.Policy.Current != exchange.Snapshot || access.Grants != grants)
            return HeldOutcome.Unanswered;
        return approval.State == ApprovalState.Expired ? HeldOutcome.Expired : HeldOutcome.Answered;
    }

    // The approval once it does not wait any more; null if it still does when the time is over.
    private async Task<Approval?> AnswerAsync(Approval approval, TimeSpan time, CancellationToken callerLeft)
    {
        using var over = new CancellationTokenSource(time, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(over.Token, callerLeft, lifetime.ApplicationStopping);
        using var listening = changes.Listen();
        while (true)
        {
            var changed = changes.Next;
            try
            {
                if (await store.FindAsync(approval.Id, callerLeft) is { State: not ApprovalState.Pending } answered)
                    return answered;
            }
            catch (StoreUnavailableException)
            {
                return null;
            }

            if (end.IsCancellationRequested)
                return null;
            await changed.WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            callerLeft.ThrowIfCancellationRequested();
        }
    }

    private bool TryEnter(string grant)
    {
        lock (_gate)
        {
            var held = _held.GetValueOrDefault(grant);
            if (_all >= ApprovalLimits.MaxHeld || held >= ApprovalLimits.MaxHeldOfGrant)
                return false;
            _held[grant] = held + 1;
            _all++;
            return true;
        }
    }

    private void Leave(string grant)
    {
        lock (_gate)
        {
            _all--;
            if (--_held[grant] == 0)
                _held.Remove(grant);
        }
    }
}
