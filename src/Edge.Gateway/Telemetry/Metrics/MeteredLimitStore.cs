using Edge.Policy.Limits;
using Edge.Policy.Stores;


namespace Edge.Gateway.Telemetry.Metrics;

/// <summary>Measures what a store of limits takes for a call's request; everything else is the store's. Owns it. Thread-safe.</summary>
internal sealed class MeteredLimitStore(ILimitStore inner, EdgeMetrics metrics) : ILimitStore
{
    /// <inheritdoc />
    public ValueTask TakeAsync(Reservation reservation, CancellationToken cancellationToken) =>
        metrics.StoreAsked() is { } asked
            ? MeasureAsync(StoreOperation.Take, asked, inner.TakeAsync(reservation, cancellationToken), cancellationToken)
            : inner.TakeAsync(reservation, cancellationToken);

    /// <inheritdoc />
    public ValueTask LookAsync(Reservation reservation, CancellationToken cancellationToken) =>
        metrics.StoreAsked() is { } asked
            ? MeasureAsync(StoreOperation.Look, asked, inner.LookAsync(reservation, cancellationToken), cancellationToken)
            : inner.LookAsync(reservation, cancellationToken);

    /// <inheritdoc />
    public void End(Reservation reservation, ReservationEnd end) => inner.End(reservation, end);

    /// <inheritdoc />
    public void Dispose() => inner.Dispose();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private ValueTask MeasureAsync(StoreOperation operation, long asked, ValueTask asking, CancellationToken callerLeft)
    {
        if (!asking.IsCompletedSuccessfully)
            return WaitAsync(operation, asked, asking, callerLeft);
        metrics.StoreAnswered(operation, asked);
        return asking;
    }

    private async ValueTask WaitAsync(StoreOperation operation, long asked, ValueTask asking, CancellationToken callerLeft)
    {
        var answered = false;
        try
        {
            await asking.ConfigureAwait(false);
            answered = true;
        }
        finally
        {
            metrics.StoreAnswered(operation, asked);
            if (!answered && !callerLeft.IsCancellationRequested)
                metrics.StoreFailed(operation);
        }
    }
}
