namespace Edge.Gateway.Approvals;

/// <summary>How <see cref="NoticeResult"/> is written.</summary>
internal static class NoticeResultExtensions
{
    /// <summary>A value of <c>edge.approval.notice.result</c>.</summary>
    public static string ToSlug(this NoticeResult result) => result switch
    {
        NoticeResult.Delivered => "delivered",
        NoticeResult.Failed => "failed",
        NoticeResult.Dropped => "dropped",
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "A new result needs a written form."),
    };
}
