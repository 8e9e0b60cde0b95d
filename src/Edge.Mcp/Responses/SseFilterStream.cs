using System.Buffers;

namespace Edge.Mcp.Responses;

/// <summary>
/// The event stream of a server as a caller may see it. A read returns as soon as the bytes that came complete anything; what is not
/// complete waits, one event at most. Reads are asynchronous and one at a time; exceptions of the inner stream pass through.
/// Disposing disposes the inner stream and gives all memory back.
/// </summary>
internal sealed class SseFilterStream : ReadOnlyAsyncStream
{
    // An event beyond this is not judged on a socket's thread, where others would wait.
    private const int LongEvent = 256 * 1024;

    private readonly Lock _gate = new();
    private readonly Stream _inner;
    private readonly SseListFilter _filter;
    private readonly PooledBuffer _output;
    private int _waiting;
    private bool _ended;
    private bool _disposed;

    /// <summary>Begins to filter <paramref name="inner"/>; the other parameters are those of <see cref="SseListFilter"/>.</summary>
    public SseFilterStream(
        Stream inner, ListFilter filter, ReadOnlyMemory<byte> requestId, ArrayPool<byte> pool, IMessageJudge? judge = null)
    {
        _inner = inner;
        _filter = new SseListFilter(filter, requestId, pool, judge);
        _output = new PooledBuffer(pool);
    }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (TryTake(buffer.Span, out var taken))
            {
                _waiting = 0;
                return taken;
            }

            // The caller's own memory takes what comes, so an idle stream holds none. An empty read (YARP's) only waits.
            var read = await _inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (buffer.IsEmpty)
                return 0;
            _waiting = Math.Min(_waiting + read, LongEvent + 1);
            if (_waiting > LongEvent)
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            Put(buffer.Span[..read]);
        }
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        Release();
        await _inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing && Release())
            _inner.Dispose();
        base.Dispose(disposing);
    }

    private bool TryTake(Span<byte> destination, out int taken)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            taken = _output.MoveTo(destination);
            return taken > 0 || _output.Length > 0 || _ended;
        }
    }

    // Nothing that the filter held back may stay in the caller's memory.
    private void Put(Span<byte> input)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _ended = input.IsEmpty;
            _filter.Write(input, _output);
            if (_ended)
                _filter.End(_output);
            input.Clear();
        }
    }

    private bool Release()
    {
        lock (_gate)
        {
            if (_disposed)
                return false;
            _disposed = true;
            _filter.Dispose();
            _output.Dispose();
            return true;
        }
    }
}
