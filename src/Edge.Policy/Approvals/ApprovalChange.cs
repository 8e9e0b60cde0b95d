namespace Edge.Policy.Approvals;

/// <summary>What came of a step of an approval.</summary>
/// <param name="Approval">The approval as it stands now; null when there is none of that id.</param>
/// <param name="Happened">Whether the step was possible, and taken.</param>
public readonly record struct ApprovalChange(Approval? Approval, bool Happened);
