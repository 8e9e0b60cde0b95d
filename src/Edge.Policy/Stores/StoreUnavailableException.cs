namespace Edge.Policy.Stores;

/// <summary>
/// The store could not be asked, or gave no answer in time. The caller turns it into <c>store_unavailable</c>, or, in an outage with
/// <c>FailureMode: open</c>, goes on without. The message is for the log, never for callers.
/// </summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why. Default value: away.</summary>
    public StoreProblem Problem { get; init; }

    /// <summary>Whether the store is away. Nothing else ever lets a call through.</summary>
    public bool IsOutage => Problem == StoreProblem.Away;
}
