using Edge.Policy.Approvals;
using Edge.Policy.Stores;

namespace Edge.Tests.Approvals;

/// <summary>A store that is out of reach.</summary>
internal sealed class FailingApprovals : IApprovalStore
{
    public bool AreShared => true;

    public ValueTask<AskedApproval> AskAsync(ApprovalRequest request, CancellationToken cancellationToken) => throw Unavailable();

    public ValueTask<ApprovalChange> ChangeAsync(string id, Func<Approval, DateTimeOffset, Approval?> step,
        CancellationToken cancellationToken) => throw Unavailable();

    public ValueTask<Approval?> FindAsync(string id, CancellationToken cancellationToken) => throw Unavailable();

    public ValueTask<IReadOnlyList<Approval>> ListAsync(bool pendingOnly, CancellationToken cancellationToken) => throw Unavailable();

    public ValueTask<SweptApprovals> SweepAsync(CancellationToken cancellationToken) => throw Unavailable();

    public ValueTask<long> RevisionAsync(CancellationToken cancellationToken) => throw Unavailable();

    private static StoreUnavailableException Unavailable() => new("out of reach");
}
