namespace Edge.Policy.Documents;

/// <summary>How a limit counts.</summary>
public enum LimitAlgorithm
{
    /// <summary>Windows aligned to the Unix epoch.</summary>
    Fixed,

    /// <summary>Never more than the maximum in any window.</summary>
    Sliding,

    /// <summary>A bucket that refills steadily.</summary>
    TokenBucket,

    /// <summary>Calls under way at the same time.</summary>
    Concurrency,
}
