namespace Edge.Policy.Approvals;

/// <summary>How <see cref="ApprovalScope"/> is written.</summary>
internal static class ApprovalScopeExtensions
{
    /// <summary>What a yes is good for, as it stands in answers and records.</summary>
    public static string ToSlug(this ApprovalScope scope) => scope switch
    {
        ApprovalScope.Once => "once",
        ApprovalScope.Tool => "tool",
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "A new scope needs a written form."),
    };
}
