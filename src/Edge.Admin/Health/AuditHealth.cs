using Edge.Gateway.Audit;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Edge.Admin.Health;

/// <summary>Whether decisions are recorded: while they must be and cannot, every call is refused. Thread-safe.</summary>
internal sealed class AuditHealth(AuditRecorder audit) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            !audit.IsOn ? HealthCheckResult.Healthy("decisions are not recorded, as the settings say")
            : !audit.IsFailing ? HealthCheckResult.Healthy("decisions are recorded")
            : audit.IsRequired ? HealthCheckResult.Unhealthy("decisions cannot be recorded, so calls are refused")
            : HealthCheckResult.Degraded("decisions cannot be recorded, and calls pass without records"));
}
