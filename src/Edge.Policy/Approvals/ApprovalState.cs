namespace Edge.Policy.Approvals;

/// <summary>Where an approval stands. It only ever moves on; what was used by a call that reached no server is approved again.</summary>
public enum ApprovalState
{
    /// <summary>It waits for a person.</summary>
    Pending,

    /// <summary>A person agreed, and there is something left to use.</summary>
    Approved,

    /// <summary>A person said no, or took back what was agreed to for more than one call.</summary>
    Denied,

    /// <summary>Its time was over before it was answered, or before it was used up.</summary>
    Expired,

    /// <summary>It was used up.</summary>
    Consumed,
}
