namespace Edge.Policy.Approvals;

/// <summary>How <see cref="ApprovalState"/> is written.</summary>
internal static class ApprovalStateExtensions
{
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
}
