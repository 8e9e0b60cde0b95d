using Edge.Policy.Calls;


namespace Edge.Policy.Limits;

/// <summary>One count that a call takes from, and what the store has to remember to give it back.</summary>
public struct ReservedCount
{
    /// <summary>The first limit on the count in document order: algorithm, window and shadow are those of all its limits.</summary>
    public CompiledLimit Limit { get; internal set; }

    /// <summary>How much the call takes: the largest cost of its limits on this count. Not negative.</summary>
    public decimal Cost { get; internal set; }

    /// <summary>How long a permit lingers: the longest of its limits on this count.</summary>
    public TimeSpan Linger { get; internal set; }

    /// <summary>Where it was taken: the window, the slice, or the time, as the store understands it.</summary>
    public long TakenFrom { get; set; }

    /// <summary>How much of the count was taken at that time, the call's own part among it once it has been taken.</summary>
    public decimal Used { get; set; }

    /// <summary>All that had been given back to a token bucket when the call took its part.</summary>
    public decimal GivenBackBefore { get; set; }

    internal int KeyStart;
    internal int KeyLength;
    internal ulong Hash;
    internal int Slot;
}
