namespace Edge.Admin.Approvals;

/// <summary>Approvals, those that wait first.</summary>
/// <param name="SurviveRestart">Whether they outlive a restart of Edge, which depends on the store.</param>
/// <param name="Approvals">The approvals, without their arguments.</param>
internal sealed record ApprovalsAnswer(bool SurviveRestart, IReadOnlyList<ApprovalAnswer> Approvals);
