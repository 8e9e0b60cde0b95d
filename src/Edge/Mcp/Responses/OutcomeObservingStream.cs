namespace Edge.Mcp.Responses;

/// <summary>
/// Hands on the bytes of an answer as they come and tells, exactly once, what the answer was: when the server ends it, when it breaks
/// off, or when this stream is disposed before. Exceptions of the inner stream pass through. Disposing disposes the inner stream.
/// </summary>
internal sealed class OutcomeObservingStream(Stream inner, ResponseFormat format, Action<ResponseOutcome> completed) : ReadOnlyAsyncStream
{
    private readonly Lock _gate = new();
    private readonly OutcomeScanner _scanner = new(format);
    private bool _told;

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = -1;
        try
        {
            read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (read < 0)
                Tell(ended: false);
        }

        if (read > 0)
            Watch(buffer.Span[..read]);
        else if (!buffer.IsEmpty)
            Tell(ended: true);
        return read;
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        Tell(ended: false);
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Tell(ended: false);
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Watch(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
            _scanner.Write(bytes);
    }

    private void Tell(bool ended)
    {
        ResponseOutcome outcome;
        lock (_gate)
        {
            if (_told)
                return;
            _told = true;
            outcome = _scanner.End(ended);
        }

        completed(outcome);
    }
}
