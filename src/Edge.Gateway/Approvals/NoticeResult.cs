namespace Edge.Gateway.Approvals;

/// <summary>What came of a notice: the values of <c>edge.approval.notice.result</c>.</summary>
internal enum NoticeResult
{
    /// <summary>The receiver took it.</summary>
    Delivered,

    /// <summary>The receiver refused it, or did not take it within all tries.</summary>
    Failed,

    /// <summary>Too many waited.</summary>
    Dropped,
}
