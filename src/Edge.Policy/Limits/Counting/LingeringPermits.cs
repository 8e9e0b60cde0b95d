namespace Edge.Policy.Limits.Counting;

/// <summary>The permits of callers that left first, and when each returns.</summary>
internal sealed class LingeringPermits
{
    private readonly PriorityQueue<decimal, long> _byTime = new();

    /// <summary>When the last of them returns.</summary>
    public long LastAt { get; private set; }

    /// <summary>How much they hold together.</summary>
    public decimal Held { get; private set; }

    public void Add(decimal permit, long until)
    {
        _byTime.Enqueue(permit, until);
        LastAt = Math.Max(LastAt, until);
        Held = Amount.TryAdd(Held, permit, out var sum) ? sum : decimal.MaxValue;
    }

    /// <summary>All of them, in no order.</summary>
    public IEnumerable<(decimal Permit, long Until)> All => _byTime.UnorderedItems;

    /// <summary>Removes one permit that is due.</summary>
    public bool TryReturn(long now, out decimal permit)
    {
        if (!_byTime.TryPeek(out permit, out var due) || due > now)
            return false;
        _byTime.Dequeue();
        Held = Amount.Subtract(Held, permit);
        return true;
    }

    /// <summary>When the first of them returns; null when there is none.</summary>
    public long? FirstAt => _byTime.TryPeek(out _, out var due) ? due : null;
}
