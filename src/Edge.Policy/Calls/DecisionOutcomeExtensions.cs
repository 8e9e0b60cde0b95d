namespace Edge.Policy.Calls;

/// <summary>The written forms of <see cref="DecisionOutcome"/>.</summary>
public static class DecisionOutcomeExtensions
{
    /// <summary>The outcome as it stands in spans, metrics and audit records.</summary>
    public static string ToSlug(this DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Allow => "allow",
        DecisionOutcome.Deny => "deny",
        DecisionOutcome.ApprovalRequired => "approval_required",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "A new outcome needs a written form."),
    };
}
