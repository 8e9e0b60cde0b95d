using System.Buffers;

namespace Edge.Tests.Mcp.Responses;

/// <summary>A pool that knows what is out, refuses what comes back twice, and spoils what comes back.</summary>
internal sealed class CountingPool : ArrayPool<byte>
{
    private readonly HashSet<byte[]> _out = new(ReferenceEqualityComparer.Instance);

    public int Outstanding => _out.Count;

    public long OutstandingBytes => _out.Sum(a => (long)a.Length);

    public long MostBytes { get; private set; }

    public int Largest { get; private set; }

    public override byte[] Rent(int minimumLength)
    {
        var array = new byte[minimumLength];
        _out.Add(array);
        MostBytes = Math.Max(MostBytes, OutstandingBytes);
        Largest = Math.Max(Largest, minimumLength);
        return array;
    }

    public override void Return(byte[] array, bool clearArray = false)
    {
        if (!_out.Remove(array))
            throw new InvalidOperationException("Returned twice, or never rented.");
        array.AsSpan().Fill((byte)'#');
    }
}
