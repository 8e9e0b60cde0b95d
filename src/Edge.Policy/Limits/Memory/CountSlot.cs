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
    public LimitAlgorithm Algorithm;

    /// <summary>The next slot of the same bucket, or the next free one; negative for the last.</summary>
    public int Next;

    /// <summary>What a count occupies: slot, buckets, key, and the slices of a sliding window.</summary>
    public static long BytesFor(int keyLength, LimitAlgorithm algorithm) =>
        64 + 8 + 24 + (keyLength + 7 & ~7) + (algorithm == LimitAlgorithm.Sliding ? 24 + SlidingWindow.Slices * sizeof(decimal) : 0);
}
