using Edge.Policy.Calls;


namespace Edge.Policy.Limits.Counting;

/// <summary>
/// Counts what calls under way hold. The position is the number of permits in use; those of callers that left first are counted in
/// <see cref="CountState.Used"/> until they return by themselves.
/// </summary>
internal sealed class Concurrency : CountAlgorithm
{
    /// <summary>What a refused caller is told to wait when a permit may return at any moment.</summary>
    private const long RetryTicks = TimeSpan.TicksPerSecond;

    public override decimal Advance(ref CountState state, CompiledLimit limit, long now) => Advance(ref state, now);

    /// <summary>The same: permits are those of any limit.</summary>
    public static decimal Advance(ref CountState state, long now)
    {
        if (state.More is not LingeringPermits lingering)
            return state.Used;
        while (lingering.TryReturn(now, out var permit))
            state.Used = Amount.Subtract(state.Used, permit);
        Settle(ref state, now);
        return state.Used;
    }

    public override long? RoomAt(in CountState state, CompiledLimit limit, decimal cost, long now) => null;

    public override long RetryAt(in CountState state, CompiledLimit limit, decimal cost, long now)
    {
        var soon = now + RetryTicks;
        if (state.More is not LingeringPermits { FirstAt: { } first } lingering)
            return soon;
        // Not before a lingering permit has returned, when even the end of every call under way would not be enough.
        return HasRoom(lingering.Held, cost, limit.Capacity) ? soon : Math.Max(soon, first);
    }

    public override long? ResetAt(in CountState state, CompiledLimit limit, long now) => null;

    public override void Take(ref CountState state, ref ReservedCount count, long now)
    {
        state.Used = Sum(state.Used, count.Cost);
        state.Position++;
        state.IdleAt = long.MaxValue;
    }

    public override void GiveBack(ref CountState state, in ReservedCount count, long now) => Release(ref state, in count, now);

    /// <summary>The call is over: its permit returns.</summary>
    public static void Release(ref CountState state, in ReservedCount count, long now)
    {
        state.Used = Amount.Subtract(state.Used, count.Cost);
        state.Position--;
        Settle(ref state, now);
    }

    /// <summary>The caller left: the permit returns by itself after its linger.</summary>
    public static void Linger(ref CountState state, in ReservedCount count, long now)
    {
        if (count.Linger <= TimeSpan.Zero)
        {
            Release(ref state, in count, now);
            return;
        }

        ((LingeringPermits)(state.More ??= new LingeringPermits())).Add(count.Cost,
            now + Math.Min(count.Linger.Ticks, long.MaxValue - now));
        state.Position--;
        Settle(ref state, now);
    }

    /// <summary>Adds the permits that another process holds to those of <paramref name="state"/>.</summary>
    public static void Join(ref CountState state, in CountState other)
    {
        state.Used = Amount.TryAdd(state.Used, other.Used, out var sum) ? sum : decimal.MaxValue;
        state.Position += other.Position;
        if (other.More is not LingeringPermits lingering)
            return;
        var all = (LingeringPermits)(state.More ??= new LingeringPermits());
        foreach (var (permit, until) in lingering.All)
            all.Add(permit, until);
    }

    private static void Settle(ref CountState state, long now)
    {
        var lingering = state.More as LingeringPermits;
        if (lingering is { FirstAt: null })
            state.More = lingering = null;
        if (state.Position > 0)
            return;
        state.IdleAt = lingering?.LastAt ?? now;
        // Nothing that was ever rounded stays in a count that nobody holds.
        state.Used = lingering?.Held ?? 0;
    }
}
