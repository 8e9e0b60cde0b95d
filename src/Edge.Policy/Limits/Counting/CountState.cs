using System.Runtime.CompilerServices;

namespace Edge.Policy.Limits.Counting;

/// <summary>
/// What one count has to remember; the default value is a count that nobody has used. What the members mean is up to the algorithm.
/// Times are ticks since the Unix epoch.
/// </summary>
internal struct CountState
{
    /// <summary>
    /// What an algorithm needs besides: slices, lingering permits, what a bucket was given back; null while it needs nothing.
    /// </summary>
    public object? More;

    /// <summary>From when on the state equals that of a new count, if nobody uses it until then.</summary>
    public long IdleAt;

    /// <summary>The window, the slice or the time that <see cref="Used"/> belongs to, or the number of permits in use.</summary>
    public long Position;

    /// <summary>How much is taken.</summary>
    public decimal Used;

    /// <summary>The same state, which shares nothing with this one.</summary>
    public readonly CountState Copy()
    {
        var copy = this;
        copy.More = More switch
        {
            null => null,
            decimal[] ring => ring.Clone(),
            StrongBox<decimal> given => new StrongBox<decimal>(given.Value),
            LingeringPermits lingering => Copy(lingering),
            _ => throw new InvalidOperationException("A new algorithm needs a way to copy its state."),
        };
        return copy;
    }

    private static LingeringPermits Copy(LingeringPermits lingering)
    {
        var copy = new LingeringPermits();
        foreach (var (permit, until) in lingering.All)
            copy.Add(permit, until);
        return copy;
    }
}
