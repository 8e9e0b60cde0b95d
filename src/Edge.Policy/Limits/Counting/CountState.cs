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
}
