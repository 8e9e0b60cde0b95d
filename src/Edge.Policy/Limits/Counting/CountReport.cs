using Edge.Policy.Calls;


namespace Edge.Policy.Limits.Counting;

/// <summary>Says of counts, once they were decided on, what their limits say: the same words for every store. Immutable.</summary>
/// <param name="Now">The time of the decision, in ticks since the Unix epoch. A count may be ahead of it.</param>
/// <param name="Wall">The same on the wall clock.</param>
internal readonly record struct CountReport(long Now, DateTimeOffset Wall)
{
    /// <summary>The status of one limit.</summary>
    /// <param name="state">The count, after what was taken, at the time <paramref name="at"/>.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="used">How much of the count is taken.</param>
    /// <param name="cost">How much the call still wants; zero when it was taken.</param>
    /// <param name="at">The time to which the count was brought.</param>
    public LimitStatus Of(in CountState state, CompiledLimit limit, decimal used, decimal cost, long at)
    {
        var algorithm = CountAlgorithm.Of(limit.Algorithm);
        var room = CountAlgorithm.HasRoom(used, cost, limit.Capacity);
        var fits = cost <= limit.Capacity;
        var reset = room ? algorithm.ResetAt(in state, limit, at) : fits ? algorithm.RoomAt(in state, limit, cost, at) : null;
        return new LimitStatus
        {
            Limit = limit,
            State = !room ? LimitState.Over : used > limit.Capacity * 0.8m ? LimitState.Near : LimitState.Within,
            Remaining = used < limit.Capacity ? limit.Capacity - used : 0,
            ResetAfter = reset is { } ticks ? After(ticks) : null,
            ResetAt = reset is { } time ? WallAt(After(time)) : null,
            RetryAfter = room || !fits ? null : After(algorithm.RetryAt(in state, limit, cost, at)),
        };
    }

    private TimeSpan After(long ticks) => new(Math.Max(0, ticks - Now));

    private DateTimeOffset WallAt(TimeSpan after) => after < DateTimeOffset.MaxValue - Wall ? Wall + after : DateTimeOffset.MaxValue;
}
