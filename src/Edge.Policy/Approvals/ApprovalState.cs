namespace Edge.Policy.Approvals;

/// <summary>
/// The state of an approval. It only moves forward, with one exception: a use by a call that did not reach the server is returned.
/// </summary>
public enum ApprovalState
{
    /// <summary>It waits for a person's decision.</summary>
    Pending,

    /// <summary>A person approved it, and calls can use it.</summary>
    Approved,

    /// <summary>A person denied it, or withdrew an approval for more than one call.</summary>
    Denied,

    /// <summary>Its time was over before it was decided or used up.</summary>
    Expired,

    /// <summary>It was used up.</summary>
    Consumed,
}
