namespace Edge.Policy.Stores;

/// <summary>Why a store did not answer.</summary>
public enum StoreProblem
{
    /// <summary>The store cannot be reached, or did not answer in time: an outage.</summary>
    Away,

    /// <summary>The store works, but has too many requests at the same time.</summary>
    Busy,

    /// <summary>The store works, and rejected this request.</summary>
    Refused,
}
