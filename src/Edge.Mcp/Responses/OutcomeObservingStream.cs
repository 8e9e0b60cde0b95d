namespace Edge.Mcp.Responses;

/// <summary>
/// Hands on the bytes of an answer as they come and tells, exactly once, what the answer was: when the server ends it, when it breaks
/// off, or when this stream is disposed before. Exceptions of the inner stream pass through. Disposing disposes the inner stream.
/// </summary>
/// <param name="inner">The answer; owned.</param>
/// <param name="format">How it is written.</param>
/// <param name="observer">Told when the server is done with the call, and what the answer was.</param>
/// <param name="length">How many bytes it has; null when its end must be waited for.</param>
internal sealed class OutcomeObservingStream(Stream inner, ResponseFormat format, IResponseObserver observer, long? length = null)
    : ReadOnlyAsyncStream
{
    private readonly Lock _gate = new();
    private readonly OutcomeScanner _scanner = new(format);
    private bool _answered;
    private bool _told;

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = -1;
        try
        {
            read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException) when (!cancellationToken.IsCancellationRequested)
        {
            Tell(ended: false, answered: true);
            throw;
        }
        finally
        {
            if (read < 0)
                Tell(ended: false);
        }

        if (read > 0)
            Watch(buffer.Span[..read]);
        else if (!buffer.IsEmpty)
            Tell(ended: true, answered: true);
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
        bool tell;
        lock (_gate)
        {
            _scanner.Write(bytes);
            tell = (_scanner.SawResponseEvent || _scanner.Bytes >= length) && IsFirst();
        }

        if (tell)
            observer.Answered();
    }

    private void Tell(bool ended, bool answered = false)
    {
        ResponseOutcome outcome;
        bool tell;
        lock (_gate)
        {
            if (_told)
                return;
            _told = true;
            outcome = _scanner.End(ended);
            tell = answered && IsFirst();
        }

        if (tell)
            observer.Answered();
        observer.Ended(outcome);
    }

    private bool IsFirst()
    {
        var first = !_answered;
        _answered = true;
        return first;
    }
}
