using System.Buffers;

namespace Edge.Mcp.Requests;

/// <summary>
/// Keeps the arrays of the largest segments for the next body, and gives back to the heap what nobody wanted for a while. Thread-safe.
/// </summary>
/// <remarks>
/// The shared pool keeps a few megabytes of them and drops the rest, so that each large body would leave its own size as garbage: under
/// load the heap would grow to several times what is rented. Here no more arrays exist than were ever rented at once. Smaller ones are the
/// shared pool's.
/// </remarks>
internal sealed class SegmentArrays : ArrayPool<byte>, IDisposable
{
    private static readonly TimeSpan TrimPeriod = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Stack<byte[]> _free = new();
    private readonly ITimer _trimmer;
    private int _unwanted;

    /// <summary>Makes an empty pool.</summary>
    /// <param name="clock">The clock of the trimming.</param>
    public SegmentArrays(TimeProvider clock) =>
        _trimmer = clock.CreateTimer(static pool => ((SegmentArrays)pool!).Trim(), this, TrimPeriod, TrimPeriod);

    /// <summary>How many arrays wait for the next body.</summary>
    public int Free
    {
        get
        {
            lock (_gate)
                return _free.Count;
        }
    }

    /// <inheritdoc />
    public override byte[] Rent(int minimumLength)
    {
        if (minimumLength != SegmentPool.MaxSegmentBytes)
            return Shared.Rent(minimumLength);
        lock (_gate)
        {
            if (_free.TryPop(out var array))
            {
                _unwanted = Math.Min(_unwanted, _free.Count);
                return array;
            }
        }

        // Pinned: it lives long, and is never to be copied from one generation to the next.
        return GC.AllocateUninitializedArray<byte>(SegmentPool.MaxSegmentBytes, pinned: true);
    }

    /// <inheritdoc />
    public override void Return(byte[] array, bool clearArray = false)
    {
        if (array.Length != SegmentPool.MaxSegmentBytes)
        {
            Shared.Return(array, clearArray);
            return;
        }

        if (clearArray)
            array.AsSpan().Clear();
        lock (_gate)
            _free.Push(array);
    }

    /// <inheritdoc />
    public void Dispose() => _trimmer.Dispose();

    // Those that were free all the time since the last look.
    private void Trim()
    {
        lock (_gate)
        {
            for (; _unwanted > 0; _unwanted--)
                _free.Pop();
            _free.TrimExcess();
            _unwanted = _free.Count;
        }
    }
}
