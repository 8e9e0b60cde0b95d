using Edge.Policy.Calls;


namespace Edge.Policy.Limits;

/// <summary>One count that a call takes from, and what the store needs to give it back.</summary>
public struct ReservedCount
{
    /// <summary>The first limit on the count in document order: algorithm, window and shadow are those of all its limits.</summary>
    public CompiledLimit Limit { get; internal set; }

    /// <summary>How much the call takes: the largest cost of its limits on this count. Not negative.</summary>
    public decimal Cost { get; internal set; }

    /// <summary>How long a permit lingers: the longest of its limits on this count.</summary>
    public TimeSpan Linger { get; internal set; }

    /// <summary>Where the store took it: the window, the slice or the time, in the store's own units. Set by the store.</summary>
    public long TakenFrom { get; set; }

    /// <summary>How much of the count is taken, including the call's own part if it was taken. Set by the store.</summary>
    public decimal Used { get; set; }

    /// <summary>The sum that was given back to a token bucket before the call took its part. Set by the store.</summary>
    public decimal GivenBackBefore { get; set; }

    internal int KeyStart;
    internal int KeyLength;
    internal ulong Hash;
    internal int Slot;
}
