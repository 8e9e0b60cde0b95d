using System.IO.Pipelines;

namespace Edge.Mcp.Requests;

/// <summary>Stops a pending read of a body that takes too long; costs nothing while the bytes are already there.</summary>
internal sealed class BodyDeadline(PipeReader reader, TimeSpan timeout, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private bool _disposed;

    /// <summary>Whether the time is up.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Begins to count, once; called when a read has to wait for the first time.</summary>
    public void Start() => _timer ??= time.CreateTimer(
        static state => ((BodyDeadline)state!).Stop(), this, timeout, Timeout.InfiniteTimeSpan);

    /// <inheritdoc />
    public void Dispose()
    {
        // Behind this the reader serves the connection's next request, which a late timer must not stop.
        lock (_gate)
            _disposed = true;
        _timer?.Dispose();
    }

    private void Stop()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            IsOver = true;
            reader.CancelPendingRead();
        }
    }
}
