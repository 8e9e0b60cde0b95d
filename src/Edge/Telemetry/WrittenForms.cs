using Edge.Approvals;
using Edge.Policy.Documents;
using Edge.Policy.Limits;

namespace Edge.Telemetry;

/// <summary>How enumerations are written in spans, metrics and records: closed lists, on which dashboards depend.</summary>
internal static class WrittenForms
{
    /// <summary>A value of <c>edge.policy.mode</c>.</summary>
    public static string ToSlug(this PolicyMode mode) => mode switch
    {
        PolicyMode.Enforce => "enforce",
        PolicyMode.Shadow => "shadow",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "A new mode needs a written form."),
    };

    /// <summary>A value of <c>edge.limit.state</c>.</summary>
    public static string ToSlug(this LimitState state) => state switch
    {
        LimitState.Within => "within",
        LimitState.Near => "near",
        LimitState.Over => "over",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A new state needs a written form."),
    };

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

    /// <summary>A value of <c>edge.approval.notice.result</c>.</summary>
    public static string ToSlug(this NoticeResult result) => result switch
    {
        NoticeResult.Delivered => "delivered",
        NoticeResult.Failed => "failed",
        NoticeResult.Dropped => "dropped",
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "A new result needs a written form."),
    };

    /// <summary>The state of an approval as it stands in answers and records.</summary>
    public static string ToSlug(this ApprovalState state) => state switch
    {
        ApprovalState.Pending => "pending",
        ApprovalState.Approved => "approved",
        ApprovalState.Denied => "denied",
        ApprovalState.Expired => "expired",
        ApprovalState.Consumed => "consumed",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A new state needs a written form."),
    };

    /// <summary>What a yes is good for, as it stands in answers and records.</summary>
    public static string ToSlug(this ApprovalScope scope) => scope switch
    {
        ApprovalScope.Once => "once",
        ApprovalScope.Tool => "tool",
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "A new scope needs a written form."),
    };

    /// <summary>A value of <c>edge.store.operation</c>.</summary>
    public static string ToSlug(this StoreOperation operation) => operation switch
    {
        StoreOperation.Take => "take",
        StoreOperation.Look => "look",
        StoreOperation.End => "end",
        StoreOperation.FindFreeze => "find_freeze",
        StoreOperation.ChangeFreeze => "change_freeze",
        StoreOperation.AskApproval => "ask_approval",
        StoreOperation.ChangeApproval => "change_approval",
        StoreOperation.ReadApprovals => "read_approvals",
        StoreOperation.Renew => "renew",
        StoreOperation.Sweep => "sweep",
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "A new operation needs a written form."),
    };
}
