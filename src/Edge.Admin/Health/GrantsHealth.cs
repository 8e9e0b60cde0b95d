using Edge.Gateway.Callers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Edge.Admin.Health;

/// <summary>
/// Whether the grants and credentials in force are those that were written; what was refused degrades, as with policies. Thread-safe.
/// </summary>
internal sealed class GrantsHealth(GrantCatalog grants) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var inForce = grants.IsInForce
            ? $"{grants.Current.Grants.Length} grants of revision {grants.Current.ShortRevision}"
            : "callers pass with their own credential";
        return Task.FromResult(grants.LastReloadFailed
            ? HealthCheckResult.Degraded($"changed grants or credentials were refused; in force: {inForce}")
            : HealthCheckResult.Healthy(inForce));
    }
}
