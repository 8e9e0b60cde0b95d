namespace Edge.Policy.Stores;

/// <summary>
/// Is told what stores are asked and how long they take. Called for every question: implementations are fast and thread-safe.
/// </summary>
public interface IStoreObserver
{
    /// <summary>
    /// A store is about to be asked; the time now, to be handed to <see cref="StoreAnswered"/>, or null when nobody listens.
    /// </summary>
    long? StoreAsked();

    /// <summary>A store has done what it was asked, or failed to, since <see cref="StoreAsked"/>.</summary>
    void StoreAnswered(StoreOperation operation, long? asked);

    /// <summary>A store failed.</summary>
    void StoreFailed(StoreOperation operation);

    /// <summary>A store of limits lost what it had counted.</summary>
    void LimitsReset();
}
