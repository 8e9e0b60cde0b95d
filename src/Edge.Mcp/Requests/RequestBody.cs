using System.Buffers;

namespace Edge.Mcp.Requests;

/// <summary>A body, whole, in rented segments: what is judged and then forwarded, byte for byte.</summary>
/// <remarks>
/// One writer fills it; after that any number of readers. Disposing gives the segments back once; sending that is under way just then
/// delays it, so that no bytes of another request can take the place of these.
/// </remarks>
internal sealed class RequestBody(SegmentPool pool, ClientNetwork client) : IDisposable
{
    private BodySegment? _first;
    private BodySegment? _last;
    private int _disposed;

    // One for the owner, one for every sending that is under way; the segments go back when it reaches zero.
    private int _holders = 1;

    /// <summary>How many bytes the body has.</summary>
    public long Length { get; private set; }

    /// <summary>Whether any of it began to leave for a server: without that no server can have acted on it.</summary>
    public bool WasSent { get; private set; }

    /// <summary>The body; good until it is disposed.</summary>
    public ReadOnlySequence<byte> Bytes =>
        _first is null || _last is null ? ReadOnlySequence<byte>.Empty : new(_first, 0, _last, _last.Length);

    /// <summary>Takes memory for <paramref name="bytes"/> bytes at once; false if the budget does not allow it.</summary>
    public bool TryReserve(int bytes)
    {
        if (pool.TryRent(client, bytes) is not { } array)
            return false;
        var segment = new BodySegment(array, bytes);
        _last?.Link(segment);
        _first ??= segment;
        _last = segment;
        return true;
    }

    /// <summary>Puts bytes behind those that are there; false if the budget does not allow the memory they need.</summary>
    public bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_last is null || _last.Room == 0)
            {
                if (!TryReserve(SegmentPool.MaxSegmentBytes))
                    return false;
                continue;
            }

            var count = Math.Min(_last.Room, bytes.Length);
            _last.Append(bytes[..count]);
            Length += count;
            bytes = bytes[count..];
        }

        return true;
    }

    /// <summary>Writes the segments themselves to <paramref name="server"/>, without a copy in between.</summary>
    /// <exception cref="ObjectDisposedException">The body was disposed before.</exception>
    public async Task SendAsync(Stream server, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(!TryHold(), this);
        try
        {
            foreach (var piece in Bytes)
                await server.WriteAsync(piece, cancellationToken);
        }
        finally
        {
            Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            Release();
    }

    // Keeps the segments until Release; false if they are gone, or about to go.
    private bool TryHold()
    {
        if (Volatile.Read(ref _disposed) != 0)
            return false;
        WasSent = true;
        var holders = Volatile.Read(ref _holders);
        while (holders > 0)
        {
            var seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
                return true;
            holders = seen;
        }

        return false;
    }

    // Ends a hold; the last one gives the segments back.
    private void Release()
    {
        if (Interlocked.Decrement(ref _holders) != 0)
            return;
        var segment = _first;
        _first = _last = null;
        Length = 0;
        while (segment is not null)
        {
            var next = (BodySegment?)segment.Next;
            pool.Return(client, segment.Array, segment.RentedBytes);
            segment = next;
        }
    }
}
