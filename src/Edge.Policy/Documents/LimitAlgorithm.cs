namespace Edge.Policy.Documents;

/// <summary>The algorithm by which a limit counts.</summary>
public enum LimitAlgorithm
{
    /// <summary>Fixed windows, aligned to the Unix epoch in UTC.</summary>
    Fixed,

    /// <summary>A sliding window: no window of this length, wherever it begins, has more than the maximum.</summary>
    Sliding,

    /// <summary>A bucket that refills steadily.</summary>
    TokenBucket,

    /// <summary>The number of calls at the same time.</summary>
    Concurrency,
}
