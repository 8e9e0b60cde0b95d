using Edge.Mcp.Responses;

namespace Edge.Gateway.Calls;

/// <summary>
/// The body of a server's answer, watched: silence for too long ends it, with a last event where there is one to send, and a shutdown
/// ends it at once where it has no end of its own. Everything else passes as it comes. Not thread-safe.
/// </summary>
internal sealed class IdleTimeoutStream : ReadOnlyAsyncStream
{
    private readonly Stream _server;
    private readonly TimeSpan _silence;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationToken _ending;
    private readonly RequestTimes? _times;
    private readonly CancellationTokenRegistration _endingRegistration;
    private ReadOnlyMemory<byte> _last;
    private bool _ended;
    private bool _isAnswered;

    /// <summary>Watches <paramref name="server"/>.</summary>
    /// <param name="server">The body as it comes from the server; owned.</param>
    /// <param name="silence">How long the server may say nothing; infinite for streams that may be idle.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="lastEvent">
    /// What the caller is sent when the server was silent for too long; empty breaks the answer off instead.
    /// </param>
    /// <param name="times">Is told how long the server was waited for; null when nobody wants to know.</param>
    /// <param name="ending">Ends the answer at once and in good order.</param>
    public IdleTimeoutStream(Stream server, TimeSpan silence, TimeProvider clock, ReadOnlyMemory<byte> lastEvent, RequestTimes? times,
        CancellationToken ending)
    {
        _times = times;
        _server = server;
        _silence = silence;
        _last = lastEvent;
        _ending = ending;
        _stop = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        _endingRegistration = ending.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), _stop);
    }

    /// <summary>Whether the server was silent for too long.</summary>
    public bool Expired { get; private set; }

    /// <summary>The request was answered: silence from now on ends the stream without another event.</summary>
    public void Answered() => _isAnswered = true;

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_ended)
        {
            try
            {
                var reading = _server.ReadAsync(buffer, _stop.Token);
                // What is there already needs no clock.
                if (reading.IsCompletedSuccessfully)
                    return reading.Result;
                _stop.CancelAfter(_silence);
                int read;
                var began = _times?.Now ?? 0;
                using (cancellationToken.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), _stop))
                    read = await reading;
                _times?.WaitedSince(began);
                _stop.CancelAfter(Timeout.InfiniteTimeSpan);
                return read;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                _ended = true;
                Expired = !_isAnswered && !_ending.IsCancellationRequested;
                if (!Expired)
                    _last = default;
                else if (_last.IsEmpty)
                    throw new TimeoutException("The server said nothing for too long.");
            }
        }

        var count = Math.Min(buffer.Length, _last.Length);
        _last[..count].CopyTo(buffer);
        _last = _last[count..];
        return count;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _endingRegistration.Dispose();
            _stop.Dispose();
            _server.Dispose();
        }

        base.Dispose(disposing);
    }
}
