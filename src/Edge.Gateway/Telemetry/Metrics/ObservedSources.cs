using Edge.Gateway.Approvals;
using Edge.Gateway.Reloading;

namespace Edge.Gateway.Telemetry.Metrics;

/// <summary>Lets the metrics read, whenever they are collected, what other parts of Edge count themselves.</summary>
internal sealed class ObservedSources(EdgeMetrics metrics, IEnumerable<WatchedSource> sources, ApprovalKeeper approvals) : IHostedService
{
    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        metrics.SourcesWatched([.. sources]);
        metrics.ApprovalsOpened(() => approvals.Pending);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
