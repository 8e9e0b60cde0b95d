using System.Buffers;
using Edge.Mcp.Requests;

namespace Edge.Mcp.Responses;

/// <summary>
/// The body of an answer, of which the beginning is held back until it is known whether a list begins there. What goes on is watched to its
/// end: it breaks off where a reader could find a list after all. Reads are asynchronous and one at a time; exceptions of the inner stream
/// pass through. Disposing disposes the inner stream and gives all memory back.
/// </summary>
internal sealed class HeldAnswer(Stream inner, ListDetector detector, ArrayPool<byte> pool) : ReadOnlyAsyncStream
{
    private const int ReadSize = 16 * 1024;

    private readonly PooledBuffer _held = new(pool);
    private ListDetector _detector = detector;
    private bool _passes;
    private bool _ended;

    /// <summary>Reads up to <paramref name="maxBytes"/> and a little more; true when a list could be in it, or could begin there.</summary>
    public async ValueTask<bool> HoldAsync(int maxBytes, CancellationToken cancellation)
    {
        try
        {
            while (!_ended && !_detector.IsPossible && _held.Length <= maxBytes)
            {
                var memory = _held.GetMemory(ReadSize);
                var read = await inner.ReadAsync(memory, cancellation).ConfigureAwait(false);
                _ended = read == 0;
                _detector.Write(memory.Span[..read]);
                _held.Advance(read);
            }
        }
        catch (BuffersFullException)
        {
            // Holding back only saves breaking off: without room for it, what comes is watched all the same.
            _passes = true;
            return false;
        }

        _passes = !_detector.IsPossible;
        return _detector.IsPossible;
    }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_held.Length > 0)
            return _held.MoveTo(buffer.Span);
        if (_ended)
            return 0;
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (!_passes)
            return read;
        _detector.Write(buffer.Span[..read]);
        if (!_detector.IsPossible)
            return read;
        buffer.Span[..read].Clear();
        throw new ListTooLateException();
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        _held.Dispose();
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _held.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
