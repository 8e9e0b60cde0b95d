namespace Edge.Policy.Approvals;

/// <summary>What came of asking for a call's approval.</summary>
/// <param name="Approval">The approval that speaks for the call; null when there is none and no room to ask for one.</param>
/// <param name="IsNew">Whether it was asked for just now.</param>
/// <param name="GrantIsFull">Whether it is the grant that has too many waiting, and not everybody together.</param>
public readonly record struct AskedApproval(Approval? Approval, bool IsNew = false, bool GrantIsFull = false);
