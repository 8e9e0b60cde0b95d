namespace Edge.Policy.Limits.Memory;

/// <summary>How many bytes all counts together may occupy. Thread-safe.</summary>
internal sealed class MemoryBudget(long maxBytes)
{
    private long _used;

    /// <summary>What is in use, in bytes.</summary>
    public long Used => Interlocked.Read(ref _used);

    /// <summary>Reserves <paramref name="bytes"/>; false when that would be too much.</summary>
    public bool TryReserve(long bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= maxBytes)
            return true;
        Return(bytes);
        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref _used, -bytes);
}
