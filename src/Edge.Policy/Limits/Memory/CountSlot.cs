using Edge.Policy.Documents;
using Edge.Policy.Limits.Counting;


namespace Edge.Policy.Limits.Memory;

/// <summary>One count in the table: 64 bytes besides its key.</summary>
internal struct CountSlot
{
    /// <summary>The key; null while the slot is free.</summary>
    public byte[]? Key;
    public ulong Hash;
    public CountState State;

    // A byte each, so that the slot stays at 64.
    private byte _algorithm;

    /// <summary>Whether it occupies the part of the room that is for callers whom anybody could have invented.</summary>
    public bool IsUnconfirmed;

    /// <summary>The next slot of the same bucket, or the next free one; negative for the last.</summary>
    public int Next;

    public LimitAlgorithm Algorithm
    {
        readonly get => (LimitAlgorithm)_algorithm;
        set => _algorithm = (byte)value;
    }

    /// <summary>What a count occupies: slot, buckets, key, and the slices of a sliding window.</summary>
    public static long BytesFor(int keyLength, LimitAlgorithm algorithm) =>
        64 + 8 + 24 + (keyLength + 7 & ~7) + (algorithm == LimitAlgorithm.Sliding ? 24 + SlidingWindow.Slices * sizeof(decimal) : 0);
}
