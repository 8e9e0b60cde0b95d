namespace Edge.Gateway.Approvals;

/// <summary>How <see cref="ApprovalOutcome"/> is written.</summary>
internal static class ApprovalOutcomeExtensions
{
    /// <summary>A value of <c>edge.approval.outcome</c>.</summary>
    public static string ToSlug(this ApprovalOutcome outcome) => outcome switch
    {
        ApprovalOutcome.Requested => "requested",
        ApprovalOutcome.Refused => "refused",
        ApprovalOutcome.Approved => "approved",
        ApprovalOutcome.Denied => "denied",
        ApprovalOutcome.Expired => "expired",
        ApprovalOutcome.Consumed => "consumed",
        ApprovalOutcome.GivenBack => "given_back",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "A new outcome needs a written form."),
    };
}
