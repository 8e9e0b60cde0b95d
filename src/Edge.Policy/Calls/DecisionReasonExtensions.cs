namespace Edge.Policy.Calls;

/// <summary>The written forms of <see cref="DecisionReason"/>.</summary>
public static class DecisionReasonExtensions
{
    /// <summary>The reason as it stands in denials, spans, metrics and audit records.</summary>
    public static string ToSlug(this DecisionReason reason) => reason switch
    {
        DecisionReason.Allowed => "allowed",
        DecisionReason.Hidden => "hidden",
        DecisionReason.NotListed => "not_listed",
        DecisionReason.Denied => "denied",
        DecisionReason.ConditionFailed => "condition_failed",
        DecisionReason.ConditionMatched => "condition_matched",
        DecisionReason.Unevaluable => "unevaluable",
        DecisionReason.RateLimited => "rate_limited",
        DecisionReason.ApprovalRequired => "approval_required",
        DecisionReason.ApprovalDenied => "approval_denied",
        DecisionReason.ApprovalExpired => "approval_expired",
        DecisionReason.MethodNotAllowed => "method_not_allowed",
        DecisionReason.ResourceNotAllowed => "resource_not_allowed",
        DecisionReason.PromptNotAllowed => "prompt_not_allowed",
        DecisionReason.NoPolicy => "no_policy",
        DecisionReason.Frozen => "frozen",
        DecisionReason.StoreUnavailable => "store_unavailable",
        DecisionReason.ResultDenied => "result_denied",
        DecisionReason.ResultTooLarge => "result_too_large",
        DecisionReason.ResultUnreadable => "result_unreadable",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "A new reason needs a written form."),
    };
}
