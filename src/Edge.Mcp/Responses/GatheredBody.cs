using System.Buffers;
using Edge.Mcp.Requests;

namespace Edge.Mcp.Responses;

/// <summary>
/// A body of unknown length while it comes: in one piece as long as it is small, then in pieces that serve again, so that what grows leaves
/// no garbage as large as itself. Not thread-safe.
/// </summary>
internal sealed class GatheredBody(ArrayPool<byte> pool) : IDisposable
{
    private const int LargestWhole = 512 * 1024;

    private readonly List<byte[]> _pieces = [];
    private PooledBuffer _first = new(pool);
    private int _used;

    /// <summary>How many bytes are in it.</summary>
    public int Length => _first.Length + (_pieces.Count == 0 ? 0 : (_pieces.Count - 1) * SegmentPool.MaxSegmentBytes + _used);

    /// <summary>Room for more, at least one byte; while the body is small, as much as <paramref name="sizeHint"/>.</summary>
    /// <exception cref="BuffersFullException">The pool lends nothing.</exception>
    public Memory<byte> GetMemory(int sizeHint)
    {
        if (_pieces.Count == 0 && _first.Length + sizeHint <= LargestWhole)
            return _first.GetMemory(sizeHint);
        if (_pieces.Count == 0 || _used == SegmentPool.MaxSegmentBytes)
        {
            _pieces.Add(pool.Rent(SegmentPool.MaxSegmentBytes));
            _used = 0;
        }

        return _pieces[^1].AsMemory(_used, SegmentPool.MaxSegmentBytes - _used);
    }

    /// <summary>So many bytes were put into the room.</summary>
    public void Advance(int count)
    {
        if (_pieces.Count == 0)
            _first.Advance(count);
        else
            _used += count;
    }

    /// <summary>All of it in one piece, which is the caller's; this is empty then.</summary>
    /// <exception cref="BuffersFullException">The pool lends no room for it.</exception>
    public PooledBuffer Join()
    {
        var joined = new PooledBuffer(pool);
        if (_pieces.Count == 0)
        {
            (joined, _first) = (_first, joined);
            return joined;
        }

        joined.GetMemory(Length);
        joined.Append(_first.Span);
        for (var i = 0; i < _pieces.Count; i++)
            joined.Append(_pieces[i].AsSpan(0, i == _pieces.Count - 1 ? _used : SegmentPool.MaxSegmentBytes));
        Dispose();
        return joined;
    }

    /// <summary>Gives everything back.</summary>
    public void Dispose()
    {
        _first.Dispose();
        foreach (var piece in _pieces)
            pool.Return(piece);
        _pieces.Clear();
    }
}
