using Edge.Policy.Approvals;

namespace Edge.Gateway.Approvals;

/// <summary>Nobody wants to be told.</summary>
internal sealed class NoNotifier : IApprovalNotifier
{
    /// <inheritdoc />
    public void Send(Approval approval, ApprovalOutcome outcome)
    {
    }
}
