using System.Buffers;
using Edge.Mcp.Requests;

namespace Edge.Mcp.Responses;

/// <summary>
/// Hands on the bytes of an answer unchanged as they come, and tells once, at its end, the names of the tools that a list in it has. An
/// observation only: an answer that is too long, cannot be read or finds no room tells nothing. Disposing disposes the inner stream.
/// </summary>
internal sealed class ListedToolsStream(Stream inner, ResponseFormat format, Action<string> onListedTool, ArrayPool<byte> pool)
    : ReadOnlyAsyncStream
{
    // Fifty times the list of runpod-mcp.
    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly Lock _gate = new();
    private PooledBuffer? _seen = new(pool);

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (read > 0)
            See(buffer.Span[..read]);
        else if (!buffer.IsEmpty)
            Tell();
        return read;
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        Tell();
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Tell();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void See(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_seen is not { } seen)
                return;
            if (bytes.Length <= MaxBytes - seen.Length && TryAppend(seen, bytes))
                return;
            seen.Dispose();
            _seen = null;
        }
    }

    private static bool TryAppend(PooledBuffer seen, ReadOnlySpan<byte> bytes)
    {
        try
        {
            seen.Append(bytes);
            return true;
        }
        catch (BuffersFullException)
        {
            return false;
        }
    }

    private void Tell()
    {
        lock (_gate)
        {
            using var seen = _seen;
            _seen = null;
            if (seen is null || seen.Length == 0)
                return;
            // What the filter would write is of no interest: it reads lists, and knows their many forms.
            using var unused = new PooledBuffer(pool);
            var filter = new ListFilter(new ListFilterOptions { Predicate = new Everything(), OnListedTool = onListedTool });
            try
            {
                if (format == ResponseFormat.Json)
                {
                    filter.Apply(seen.Span, unused);
                }
                else if (format == ResponseFormat.EventStream)
                {
                    using var events = new SseListFilter(filter, default, pool);
                    events.Write(seen.Span, unused);
                }
            }
            catch (BuffersFullException)
            {
                // Names that nobody tells are told by a later list.
                return;
            }
        }
    }

    private sealed class Everything : IListPredicate
    {
        public bool IsListed(ListKind kind, string name) => true;
    }
}
