namespace Edge.Gateway.Approvals;

/// <summary>What happens to approvals: the values of <c>edge.approval.outcome</c>.</summary>
public enum ApprovalOutcome
{
    /// <summary>A call asked for one.</summary>
    Requested,

    /// <summary>A call could not ask for one: too many wait, or its arguments are too long to be shown.</summary>
    Refused,

    /// <summary>A person agreed.</summary>
    Approved,

    /// <summary>A person said no, or took an agreement back.</summary>
    Denied,

    /// <summary>Nobody answered, or nothing used it, in time.</summary>
    Expired,

    /// <summary>A call used it.</summary>
    Consumed,

    /// <summary>A call that used it reached no server.</summary>
    GivenBack,
}
