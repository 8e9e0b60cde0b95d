namespace Edge.Admin.Metrics;

/// <summary>The host has its own ways to export metrics: there are none here. Thread-safe.</summary>
internal sealed class NoMetrics : IMetricsText
{
    /// <inheritdoc />
    public bool TryEnter() => true;

    /// <inheritdoc />
    public void Leave()
    {
    }

    /// <inheritdoc />
    public Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContext context) => Task.FromResult<ReadOnlyMemory<byte>?>(null);
}
