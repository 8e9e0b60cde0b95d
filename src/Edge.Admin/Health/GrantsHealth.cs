using Edge.Gateway.Callers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Edge.Admin.Health;

/// <summary>
/// Whether the active grants and credentials are those in the files; a refused change degrades, as with policies. Thread-safe.
/// </summary>
internal sealed class GrantsHealth(GrantCatalog grants) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var count = grants.Current.Grants.Length;
        var active = grants.IsInForce
            ? $"{(count == 1 ? "1 grant" : $"{count} grants")} of revision {grants.Current.ShortRevision}"
            : "callers pass with their own credential";
        return Task.FromResult(grants.LastReloadFailed
            ? HealthCheckResult.Degraded($"changed grants or credentials were refused; active: {active}")
            : HealthCheckResult.Healthy(active));
    }
}
