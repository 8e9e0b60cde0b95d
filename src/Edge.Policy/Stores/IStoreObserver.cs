namespace Edge.Policy.Stores;

/// <summary>
/// Measures a store. Edge registers one as a singleton, which writes the metrics <c>edge.store.*</c>; a store resolves it from the
/// services and calls it for every request to its database. Thread-safe; it never throws.
/// </summary>
public interface IStoreObserver
{
    /// <summary>
    /// A request to the store begins. Returns a timestamp for <see cref="StoreAnswered"/>; null if nobody listens, which saves the second
    /// call.
    /// </summary>
    long? StoreAsked();

    /// <summary>A request ended, with or without an error.</summary>
    /// <param name="operation">What the store was asked to do.</param>
    /// <param name="asked">The timestamp from <see cref="StoreAsked"/>; null does nothing.</param>
    void StoreAnswered(StoreOperation operation, long? asked);

    /// <summary>A request failed. Call it in addition to <see cref="StoreAnswered"/>.</summary>
    /// <param name="operation">What the store was asked to do.</param>
    void StoreFailed(StoreOperation operation);

    /// <summary>A store of limits lost what it had counted.</summary>
    void LimitsReset();
}
