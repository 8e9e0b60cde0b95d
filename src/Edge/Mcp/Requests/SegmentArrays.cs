using System.Buffers;

namespace Edge.Mcp.Requests;

/// <summary>
/// Keeps the arrays of the largest segments for the next large body: the shared pool keeps few, and a body of 20 MiB would be allocated anew
/// each time. What lay unused from one full collection to the next is let go. Thread-safe.
/// </summary>
internal sealed class SegmentArrays : ArrayPool<byte>
{
    private readonly Lock _gate = new();
    private readonly Stack<byte[]> _kept = [];
    private readonly int _max;
    private int _unused;

    /// <summary>Keeps at most <paramref name="max"/> arrays of <see cref="SegmentPool.MaxSegmentBytes"/>.</summary>
    public SegmentArrays(int max)
    {
        _max = max;
        _ = new Trimming(new WeakReference<SegmentArrays>(this));
    }

    /// <summary>How many arrays are kept.</summary>
    public int Kept
    {
        get
        {
            lock (_gate)
                return _kept.Count;
        }
    }

    /// <inheritdoc />
    public override byte[] Rent(int minimumLength)
    {
        if (minimumLength != SegmentPool.MaxSegmentBytes)
            return Shared.Rent(minimumLength);
        lock (_gate)
        {
            if (_kept.TryPop(out var array))
            {
                _unused = Math.Min(_unused, _kept.Count);
                return array;
            }
        }

        return GC.AllocateUninitializedArray<byte>(minimumLength);
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
            Array.Clear(array);
        lock (_gate)
        {
            if (_kept.Count < _max)
                _kept.Push(array);
        }
    }

    /// <summary>Lets go what nobody has needed since this was called last.</summary>
    public void Trim()
    {
        lock (_gate)
        {
            for (; _unused > 0; _unused--)
                _kept.Pop();
            _unused = _kept.Count;
        }
    }

    // Dies with every full collection, once it is old, and rises again while there is somebody to trim.
    private sealed class Trimming(WeakReference<SegmentArrays> arrays)
    {
        ~Trimming()
        {
            if (!arrays.TryGetTarget(out var target))
                return;
            target.Trim();
            GC.ReRegisterForFinalize(this);
        }
    }
}
