namespace Edge.Policy.Results;

/// <summary>The written forms of <see cref="ResultAction"/>.</summary>
internal static class ResultActionExtensions
{
    /// <summary>The action as it stands in spans, metrics and audit records.</summary>
    public static string ToSlug(this ResultAction action) => action switch
    {
        ResultAction.Redacted => "redacted",
        ResultAction.Masked => "masked",
        ResultAction.Removed => "removed",
        ResultAction.Truncated => "truncated",
        ResultAction.Withheld => "withheld",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "A new action needs a written form."),
    };
}
