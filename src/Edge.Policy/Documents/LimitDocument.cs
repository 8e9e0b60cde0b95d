using System.Collections.Immutable;

namespace Edge.Policy.Documents;

/// <summary>A limit as written.</summary>
internal sealed record LimitDocument
{
    /// <summary>The counter's name.</summary>
    public required string Counter { get; init; }

    /// <summary>The window's length; <see cref="TimeSpan.Zero"/> for <see cref="LimitAlgorithm.Concurrency"/>.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>How much fits: positive.</summary>
    public required decimal Max { get; init; }

    /// <summary>Whose count it is: one or several, in document order.</summary>
    public ImmutableArray<ScopeDocument> Scope { get; init; } = [new(LimitScope.Grant, null)];

    /// <summary>How it counts.</summary>
    public LimitAlgorithm Algorithm { get; init; }

    /// <summary>The capacity of a token bucket; null means <see cref="Max"/>. Only for <see cref="LimitAlgorithm.TokenBucket"/>.</summary>
    public decimal? Burst { get; init; }

    /// <summary>What one call costs, before the factors below. Not negative. Default value: 1.</summary>
    public decimal Increment { get; init; } = 1;

    /// <summary>A path to a non-negative number that multiplies the cost.</summary>
    public ValuePath? IncrementFrom { get; init; }

    /// <summary>The value of <see cref="IncrementFrom"/> when its path is absent; null: an absent path is unevaluable.</summary>
    public decimal? IncrementDefault { get; init; }

    /// <summary>A table that multiplies the cost by the value at a path.</summary>
    public IncrementTable? IncrementTable { get; init; }

    /// <summary>
    /// How long a permit stays taken when the caller left before the answer. Only for <see cref="LimitAlgorithm.Concurrency"/>. Default
    /// value: 60 s.
    /// </summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Which part of what is left one Edge takes from a shared store at once, from 0.01 to 0.5. Only for
    /// <see cref="LimitAlgorithm.Fixed"/>. Default value: 0, each call is counted by the store.
    /// </summary>
    public decimal Allotment { get; init; }

    /// <summary>What the caller is told when this limit denies.</summary>
    public string? OnDeny { get; init; }

    /// <summary>Where the limit stands.</summary>
    public required SourcePlace Place { get; init; }
}
