using Edge.Policy.Calls;


namespace Edge.Policy.Limits;

/// <summary>The state of one limit for one call, as the store found it. Immutable.</summary>
public readonly record struct LimitStatus
{
    /// <summary>The limit.</summary>
    public required CompiledLimit Limit { get; init; }

    /// <summary>How full the limit is; <see cref="LimitState.Over"/> exactly when it had no room for the call.</summary>
    public required LimitState State { get; init; }

    /// <summary>How much is left, after the call took its part if it did: from zero to <see cref="CompiledLimit.Capacity"/>.</summary>
    public required decimal Remaining { get; init; }

    /// <summary>
    /// How long until the whole limit is free again or, without room, until the call fits. Null for <c>concurrency</c>, which cannot be
    /// predicted, and for a call that never fits.
    /// </summary>
    public TimeSpan? ResetAfter { get; init; }

    /// <summary><see cref="ResetAfter"/> as a time of the wall clock.</summary>
    public DateTimeOffset? ResetAt { get; init; }

    /// <summary>
    /// When to try again; set exactly when <see cref="State"/> is <see cref="LimitState.Over"/> and the call can ever fit.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the limit had no room because the store may hold no further count.</summary>
    public bool StoreFull { get; init; }

    /// <summary>Whether the call costs more than ever fits.</summary>
    public bool NeverFits => State == LimitState.Over && RetryAfter is null;

    /// <summary>The part that is left, from 0 to 1.</summary>
    public decimal RemainingShare => Remaining / Limit.Capacity;
}
