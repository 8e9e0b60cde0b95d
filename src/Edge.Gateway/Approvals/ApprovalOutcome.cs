namespace Edge.Gateway.Approvals;

/// <summary>What happened to an approval: the values of <c>edge.approval.outcome</c>.</summary>
public enum ApprovalOutcome
{
    /// <summary>A call requested it.</summary>
    Requested,

    /// <summary>A call could not request one: too many are pending, or its arguments are too long to be shown.</summary>
    Refused,

    /// <summary>A person approved it.</summary>
    Approved,

    /// <summary>A person denied it, or withdrew it.</summary>
    Denied,

    /// <summary>It was not answered, or not used, in time.</summary>
    Expired,

    /// <summary>A call used it.</summary>
    Consumed,

    /// <summary>The call that used it did not reach the server, so it can be used again.</summary>
    GivenBack,
}
