namespace Edge.Policy.Approvals;

/// <summary>The result of a sweep.</summary>
/// <param name="Expired">The approvals that expired, each reported to one sweep of one process.</param>
/// <param name="Pending">The number of pending approvals.</param>
public readonly record struct SweptApprovals(IReadOnlyList<Approval> Expired, int Pending);
