using Edge.Policy.Calls;
using Edge.Policy.Documents;


namespace Edge.Policy.Limits.Counting;

/// <summary>
/// How one algorithm reads and changes a <see cref="CountState"/>. Stateless. The time a count sees never goes back: that is its caller's
/// promise. Times are ticks since the Unix epoch.
/// </summary>
internal abstract class CountAlgorithm
{
    private static readonly FixedWindow Fixed = new();
    private static readonly SlidingWindow Sliding = new();
    private static readonly TokenBucket TokenBucket = new();
    private static readonly Concurrency Concurrency = new();

    /// <summary>The algorithm that <paramref name="algorithm"/> names.</summary>
    public static CountAlgorithm Of(LimitAlgorithm algorithm) => algorithm switch
    {
        LimitAlgorithm.Fixed => Fixed,
        LimitAlgorithm.Sliding => Sliding,
        LimitAlgorithm.TokenBucket => TokenBucket,
        LimitAlgorithm.Concurrency => Concurrency,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "A new algorithm needs a way to count."),
    };

    /// <summary>
    /// Brings <paramref name="state"/> to <paramref name="now"/>, which every other method wants first, and returns how much is taken then.
    /// Allocates nothing.
    /// </summary>
    public abstract decimal Advance(ref CountState state, CompiledLimit limit, long now);

    /// <summary>
    /// When <paramref name="cost"/>, which has no room now but is not above the capacity, fits if nobody else takes anything; null when
    /// nobody can know.
    /// </summary>
    public abstract long? RoomAt(in CountState state, CompiledLimit limit, decimal cost, long now);

    /// <summary>When to try again: at <see cref="RoomAt"/>, unless the algorithm has a better guess.</summary>
    public virtual long RetryAt(in CountState state, CompiledLimit limit, decimal cost, long now) =>
        RoomAt(in state, limit, cost, now) ?? now;

    /// <summary>When everything is free again if nobody takes anything; null when nobody can know.</summary>
    public abstract long? ResetAt(in CountState state, CompiledLimit limit, long now);

    /// <summary>
    /// Takes the cost of <paramref name="count"/>, for which there is room beside what it says is used, and notes in it from where.
    /// </summary>
    public abstract void Take(ref CountState state, ref ReservedCount count, long now);

    /// <summary>Gives back what <paramref name="count"/> took, into where it was taken from; nothing if that is past.</summary>
    public abstract void GiveBack(ref CountState state, in ReservedCount count, long now);

    /// <summary>Ends what a call took of a count.</summary>
    public static void End(ref CountState state, in ReservedCount count, ReservationEnd end, long now)
    {
        var algorithm = Of(count.Limit.Algorithm);
        algorithm.Advance(ref state, count.Limit, now);
        if (end == ReservationEnd.GivenBack)
            algorithm.GiveBack(ref state, in count, now);
        else if (end == ReservationEnd.CallerLeft)
            Counting.Concurrency.Linger(ref state, in count, now);
        else
            Counting.Concurrency.Release(ref state, in count, now);
    }

    /// <summary>Whether <paramref name="cost"/> fits when <paramref name="used"/> is taken; nothing always fits.</summary>
    public static bool HasRoom(decimal used, decimal cost, decimal capacity) =>
        cost == 0 || (Amount.TryAdd(used, cost, out var sum) && sum <= capacity);

    /// <summary>When window or slice number <paramref name="number"/> begins; never, if that is beyond all time.</summary>
    private protected static long Boundary(long number, long width) => number > long.MaxValue / width ? long.MaxValue : number * width;

    /// <summary>A sum that is known to fit.</summary>
    public static decimal Sum(decimal a, decimal b) =>
        Amount.TryAdd(a, b, out var sum) ? sum : throw new OverflowException("a count was taken beyond its capacity");
}
