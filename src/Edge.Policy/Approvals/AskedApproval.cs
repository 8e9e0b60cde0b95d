namespace Edge.Policy.Approvals;

/// <summary>The result of <see cref="IApprovalStore.AskAsync"/>.</summary>
/// <param name="Approval">The approval that covers the call; null if there is none and no room for another one.</param>
/// <param name="IsNew">Whether it was added by this request.</param>
/// <param name="GrantIsFull">Whether the grant has too many pending approvals, and not all callers together.</param>
public readonly record struct AskedApproval(Approval? Approval, bool IsNew = false, bool GrantIsFull = false);
