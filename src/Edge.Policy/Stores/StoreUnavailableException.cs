namespace Edge.Policy.Stores;

/// <summary>
/// The store did not answer. Edge denies the call with the reason <c>store_unavailable</c>. Only in an outage, and with
/// <see cref="FailureMode.Open"/>, does a call go on without its limits.
/// </summary>
/// <param name="message">What happened, for the log. Callers never see it.</param>
/// <param name="inner">The cause; null for none.</param>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why the store did not answer. Default: <see cref="StoreProblem.Away"/>.</summary>
    public StoreProblem Problem { get; init; }

    /// <summary>Whether it is an outage: the only problem in which <see cref="FailureMode.Open"/> has an effect.</summary>
    public bool IsOutage => Problem == StoreProblem.Away;
}
