using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Edge.Telemetry;

/// <summary>Sends what is left when the host stops, and waits at most <see cref="Limit"/> for a collector that does not answer.</summary>
/// <remarks>
/// Disposing the providers would shut them down too, one after the other and 5 s each. They are parameters so that the container makes
/// them first and disposes them last, after this has shut them down, also where the host never started.
/// </remarks>
internal sealed class TelemetryEnd(TracerProvider? traces = null, MeterProvider? metrics = null, LoggerProvider? logs = null)
    : IHostedService, IDisposable
{
    /// <summary>How long the end may take, for all signals together; the contract allows 5 s with everything around it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    private int _ended;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Shuts down all signals at the same time; the host's own bound does not cut it short.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => EndAsync();

    /// <inheritdoc />
    public void Dispose() => EndAsync().GetAwaiter().GetResult();

    private Task EndAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return Task.CompletedTask;
        var limit = (int)Limit.TotalMilliseconds;
        return Task.WhenAll(
            Run(() => traces?.Shutdown(limit)),
            Run(() => metrics?.Shutdown(limit)),
            Run(() => logs?.Shutdown(limit)));
    }

    // Each blocks a thread for as long as it takes; the pool may be short of them at the end.
    private static Task Run(Action shutdown) =>
        Task.Factory.StartNew(shutdown, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
