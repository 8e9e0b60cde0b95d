using Edge.Policy.Approvals;

namespace Edge.Gateway.Approvals;

/// <summary>
/// Is told what happens to approvals. Called in the order of registration, beside requests: implementations are fast and thread-safe.
/// </summary>
internal interface IApprovalObserver
{
    /// <summary>
    /// Whether a person's answer could be recorded now. If one observer says no, the answer is refused and nothing changes.
    /// </summary>
    bool CanRecord => true;

    /// <summary>Something happened to an approval.</summary>
    /// <param name="outcome">What happened.</param>
    /// <param name="approval">
    /// The approval as it is now; null exactly for <see cref="ApprovalOutcome.Refused"/>, where none was made.
    /// </param>
    void Changed(ApprovalOutcome outcome, Approval? approval);

    /// <summary>A notice was delivered, or will not be.</summary>
    void Notified(NoticeResult result)
    {
    }
}
