namespace Edge.Policy.Approvals;

/// <summary>The result of a step of an approval.</summary>
/// <param name="Approval">The approval as it is now; null if there is none with this id.</param>
/// <param name="Happened">Whether the step was possible and was taken.</param>
public readonly record struct ApprovalChange(Approval? Approval, bool Happened);
