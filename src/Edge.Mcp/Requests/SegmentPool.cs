using System.Buffers;

namespace Edge.Mcp.Requests;

/// <summary>Lends the segments in which bodies lie and counts them against the budget. Thread-safe.</summary>
internal sealed class SegmentPool(BufferBudget budget, ArrayPool<byte> arrays)
{
    /// <summary>The largest segment, in bytes: below the size at which arrays leave the ordinary heap.</summary>
    public const int MaxSegmentBytes = 64 * 1024;

    private const int MinSegmentBytes = 1024;

    /// <summary>The bytes of the segment that holds <paramref name="needed"/> bytes, a power of two between 1 KiB and 64 KiB.</summary>
    public static int SizeFor(long needed) => needed switch
    {
        <= MinSegmentBytes => MinSegmentBytes,
        >= MaxSegmentBytes => MaxSegmentBytes,
        _ => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)needed),
    };

    /// <summary>Lends a segment of at least that many bytes, or null if the budget does not allow it.</summary>
    public byte[]? TryRent(ClientNetwork client, int bytes)
    {
        if (!budget.TryTake(client, bytes))
            return null;
        return arrays.Rent(bytes);
    }

    /// <summary>Takes a segment back; <paramref name="bytes"/> is what was asked for.</summary>
    public void Return(ClientNetwork client, byte[] segment, int bytes)
    {
        arrays.Return(segment);
        budget.Return(client, bytes);
    }
}
