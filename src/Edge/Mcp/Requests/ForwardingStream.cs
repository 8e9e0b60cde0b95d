using System.Buffers;

namespace Edge.Mcp.Requests;

/// <summary>A body as a read-only stream. Not thread-safe, except that the body may be disposed at any time.</summary>
internal sealed class ForwardingStream(RequestBody body) : Stream
{
    private long _position;

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => body.Length;

    /// <inheritdoc />
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException("the body is read once, from its beginning");
    }

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        Hold();
        try
        {
            var rest = body.Bytes.Slice(_position);
            var count = (int)Math.Min(rest.Length, buffer.Length);
            rest.Slice(0, count).CopyTo(buffer);
            _position += count;
            return count;
        }
        finally
        {
            body.Release();
        }
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<int>(cancellationToken)
            : ValueTask.FromResult(Read(buffer.Span));

    /// <inheritdoc />
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Writes the segments themselves to <paramref name="destination"/>, without a copy in between.</summary>
    public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        Hold();
        try
        {
            foreach (var piece in body.Bytes.Slice(_position))
            {
                await destination.WriteAsync(piece, cancellationToken);
                _position += piece.Length;
            }
        }
        finally
        {
            body.Release();
        }
    }

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("the body is read once");

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException("the body is what was judged");

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("the body is what was judged");

    private void Hold() => ObjectDisposedException.ThrowIf(!body.TryHold(), this);
}
