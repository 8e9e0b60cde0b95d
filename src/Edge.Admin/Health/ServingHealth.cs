using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Edge.Admin.Health;

/// <summary>Whether calls are taken: not before the MCP port listens, and not any more while Edge shuts down. Thread-safe.</summary>
internal sealed class ServingHealth(IHostApplicationLifetime lifetime) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
        lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("Edge is shutting down")
        : lifetime.ApplicationStarted.IsCancellationRequested ? HealthCheckResult.Healthy("calls are taken")
        : HealthCheckResult.Unhealthy("Edge is starting"));
}
