using Edge.Gateway.Calls;
using Edge.Mcp.Responses;
using Edge.Policy.Approvals;
using Edge.Policy.Stores;

namespace Edge.Gateway.Approvals;

/// <summary>Gives approvals back, and remembers which approved calls failed. Thread-safe.</summary>
internal sealed class UsedApprovals(IApprovalStore store, ApprovalRecorder recorder, FailedCalls failed) : IUsedApprovals
{
    /// <inheritdoc />
    public async ValueTask GiveBackAsync(Approval approval)
    {
        try
        {
            var change = await store.ChangeAsync(approval.Id, static (used, now) => used.GiveBack(now), CancellationToken.None);
            if (change is { Happened: true, Approval: { } givenBack })
                recorder.GivenBack(givenBack);
        }
        catch (StoreUnavailableException)
        {
            recorder.NotGivenBack(approval.Id);
        }
    }

    /// <inheritdoc />
    public void Ended(Approval approval, ResponseOutcome? outcome, string? fault) => failed.Ended(approval.Binding, outcome, fault);
}
