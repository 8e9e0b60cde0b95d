namespace Edge.Policy.Limits.Memory;

/// <summary>How many bytes all counts together may occupy, and those of callers whom anybody could have invented. Thread-safe.</summary>
internal sealed class MemoryBudget(long maxBytes)
{
    /// <summary>
    /// Counts of unconfirmed callers may occupy this fraction of the whole, so that invented ones cannot shut the others out.
    /// </summary>
    public const int UnconfirmedShare = 2;

    private long _used;
    private long _unconfirmed;

    /// <summary>What is in use, in bytes.</summary>
    public long Used => Interlocked.Read(ref _used);

    /// <summary>Reserves <paramref name="bytes"/>; false when that would be too much.</summary>
    public bool TryReserve(long bytes, bool unconfirmed)
    {
        var within = !unconfirmed || Interlocked.Add(ref _unconfirmed, bytes) <= maxBytes / UnconfirmedShare;
        if (Interlocked.Add(ref _used, bytes) <= maxBytes && within)
            return true;
        Return(bytes, unconfirmed);
        return false;
    }

    /// <summary>Reserves <paramref name="bytes"/>, whatever is in use, for counts that exist already.</summary>
    public void Reserve(long bytes) => Interlocked.Add(ref _used, bytes);

    public void Return(long bytes, bool unconfirmed)
    {
        if (unconfirmed)
            Interlocked.Add(ref _unconfirmed, -bytes);
        Interlocked.Add(ref _used, -bytes);
    }
}
