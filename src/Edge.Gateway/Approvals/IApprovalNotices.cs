using Edge.Policy.Approvals;

namespace Edge.Gateway.Approvals;

/// <summary>Tells programs elsewhere what happened to approvals. Thread-safe.</summary>
internal interface IApprovalNotices
{
    /// <summary>Takes the notice and returns at once, whether it can be delivered or not.</summary>
    void Send(Approval approval, ApprovalOutcome outcome);
}
