namespace Edge.Policy.Stores;

/// <summary>What happens to calls with limits during an outage of the store.</summary>
public enum FailureMode
{
    /// <summary>They are denied with the reason <c>store_unavailable</c>.</summary>
    Closed,

    /// <summary>They go on without their limits; each is logged and counted.</summary>
    Open,
}
