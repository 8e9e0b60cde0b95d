using Edge.Policy.Calls;


namespace Edge.Policy.Limits;

/// <summary>The reason why the limits of a call had no room. Immutable.</summary>
public sealed record LimitRefusal
{
    /// <summary>The first limit in document order that had no room.</summary>
    public required CompiledLimit Limit { get; init; }

    /// <summary>How much fits into <see cref="Limit"/> at once: its maximum, or its capacity for a token bucket.</summary>
    public required decimal Max { get; init; }

    /// <summary>How much of <see cref="Limit"/> is left; not enough for the call.</summary>
    public required decimal Remaining { get; init; }

    /// <summary>
    /// When <see cref="Limit"/> has room for the call if no other call takes it; null if that is unknown or never happens.
    /// </summary>
    public DateTimeOffset? ResetAt { get; init; }

    /// <summary>The longest wait of all limits without room; null when the call costs more than one of them can ever hold.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the call costs more than <see cref="Limit"/> can ever hold.</summary>
    public bool NeverFits { get; init; }

    /// <summary>Whether <see cref="Limit"/> had no room because the store may hold no further count.</summary>
    public bool StoreFull { get; init; }
}
