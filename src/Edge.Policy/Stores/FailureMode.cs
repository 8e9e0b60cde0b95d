namespace Edge.Policy.Stores;

/// <summary>What becomes of a call whose limits cannot be asked.</summary>
public enum FailureMode
{
    /// <summary>It is denied (<c>store_unavailable</c>).</summary>
    Closed,

    /// <summary>It is let through without its limits, and counted.</summary>
    Open,
}
