using Edge.Mcp.Responses;

namespace Edge.Fuzz.Responses;

/// <summary>A body whose bytes come in pieces, each at once; no piece is empty, which would be the end.</summary>
internal sealed class PieceStream(byte[] bytes, IReadOnlyList<int> ends) : ReadOnlyAsyncStream
{
    private int _start;

    /// <inheritdoc />
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var end = ends.FirstOrDefault(end => end > _start, bytes.Length);
        var count = Math.Min(buffer.Length, end - _start);
        bytes.AsSpan(_start, count).CopyTo(buffer.Span);
        _start += count;
        return ValueTask.FromResult(count);
    }
}
