namespace Edge.Gateway.Enforcement;

/// <summary>
/// How many requests for a server are between their arrival and the end of their response, open streams included. Thread-safe.
/// </summary>
internal sealed class CallsUnderWay
{
    private int _count;

    /// <summary>How many there are now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>A request arrived.</summary>
    public void Begin() => Interlocked.Increment(ref _count);

    /// <summary>Its response ended, in whatever way.</summary>
    public void End() => Interlocked.Decrement(ref _count);
}
