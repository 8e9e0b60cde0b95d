namespace Edge.Telemetry.Prometheus;

/// <summary>Lets scrapers read, one at a time and a few waiting, so that asking for metrics costs little whoever asks. Thread-safe.</summary>
internal sealed class PrometheusScrapes(PrometheusExporter exporter) : IDisposable
{
    /// <summary>How many scrapes are under way at most, from the question to the last byte of the answer.</summary>
    public const int MaxUnderWay = 8;

    private readonly SemaphoreSlim _reading = new(1);
    private int _underWay;

    /// <summary>Takes one of the places, to be given back with <see cref="Leave"/>; false when all are taken.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _underWay) <= MaxUnderWay)
            return true;
        Leave();
        return false;
    }

    /// <summary>Gives the place back.</summary>
    public void Leave() => Interlocked.Decrement(ref _underWay);

    /// <summary>The text, when it is this scrape's turn; null when nothing is counted.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            return exporter.Read();
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _reading.Dispose();
}
