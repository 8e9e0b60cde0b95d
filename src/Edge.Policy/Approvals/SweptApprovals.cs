namespace Edge.Policy.Approvals;

/// <summary>What a sweep found.</summary>
/// <param name="Expired">Those whose time was found to be over, each told to one sweep of one Edge alone.</param>
/// <param name="Pending">How many wait for a person.</param>
public readonly record struct SweptApprovals(IReadOnlyList<Approval> Expired, int Pending);
