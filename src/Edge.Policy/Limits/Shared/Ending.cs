namespace Edge.Policy.Limits.Shared;

/// <summary>One thing that is left to do in a shared store for a call that has ended. Immutable.</summary>
internal readonly record struct Ending
{
    public required EndingKind Kind { get; init; }

    /// <summary>The permit's number.</summary>
    public long Permit { get; init; }

    /// <summary>How long the permit lingers, in ticks.</summary>
    public long Linger { get; init; }

    /// <summary>The count that gets something back.</summary>
    public CountKey Key { get; init; }

    /// <summary>What was taken of it, and from where.</summary>
    public ReservedCount Count { get; init; }

    /// <summary>In how many decimal places the store counts it, if it counts in whole numbers.</summary>
    public int Places { get; init; }

    /// <summary>Who waits for everything before.</summary>
    public TaskCompletionSource? Settled { get; init; }

    /// <summary>The end of a call that took <paramref name="count"/> as a permit, whose number is where it was taken from.</summary>
    public static Ending OfPermit(CountKey key, in ReservedCount count, ReservationEnd end) => new()
    {
        Kind = end == ReservationEnd.CallerLeft && count.Linger > TimeSpan.Zero ? EndingKind.Linger : EndingKind.Release,
        Key = key,
        Permit = count.TakenFrom,
        Linger = Math.Min(count.Linger.Ticks, TimeSpan.FromDays(36_500).Ticks),
    };
}
