namespace Edge.Mcp.Responses;

/// <summary>
/// Hands on the bytes of an answer as they come and tells, exactly once, what the answer was: when the server ends it, when it breaks
/// off, or when this stream is disposed before. Exceptions of the inner stream pass through. Disposing disposes the inner stream.
/// </summary>
/// <param name="inner">The answer; owned.</param>
/// <param name="format">How it is written.</param>
/// <param name="completed">Told what it was.</param>
/// <param name="length">How many bytes it has; null when its end must be waited for.</param>
/// <param name="done">
/// Told at most once that the server is done with the call, before the caller can know: before the last bytes of the answer are handed on,
/// or that it broke off at the server. Not told of a server that was silent for too long, nor of a caller that leaves.
/// </param>
internal sealed class OutcomeObservingStream(
    Stream inner, ResponseFormat format, Action<ResponseOutcome> completed, long? length = null, Action? done = null) : ReadOnlyAsyncStream
{
    private readonly Lock _gate = new();
    private readonly OutcomeScanner _scanner = new(format);
    private Action? _done = done;
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
            Tell(ended: false, done: true);
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
            Tell(ended: true, done: true);
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
        Action? tell;
        lock (_gate)
        {
            _scanner.Write(bytes);
            tell = _scanner.SawResponseEvent || _scanner.Bytes >= length ? TakeDone() : null;
        }

        tell?.Invoke();
    }

    private void Tell(bool ended, bool done = false)
    {
        ResponseOutcome outcome;
        Action? tell;
        lock (_gate)
        {
            if (_told)
                return;
            _told = true;
            outcome = _scanner.End(ended);
            tell = done ? TakeDone() : null;
        }

        tell?.Invoke();
        completed(outcome);
    }

    private Action? TakeDone()
    {
        var tell = _done;
        _done = null;
        return tell;
    }
}
