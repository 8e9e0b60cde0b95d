using Edge.Policy.Freezes;
using Edge.Policy.Stores;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Edge.Admin.Health;

/// <summary>Whether the store answers: without it nobody can know who is stopped. Thread-safe.</summary>
internal sealed class StoreHealth(IFreezeStore freezes) : IHealthCheck
{
    /// <inheritdoc />
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await freezes.ListAsync(cancellationToken);
            return HealthCheckResult.Healthy("the store answers");
        }
        catch (StoreUnavailableException e) when (e.Problem == StoreProblem.Busy)
        {
            return HealthCheckResult.Degraded("the store answers, and more is asked of it than it can answer at a time");
        }
        catch (StoreUnavailableException)
        {
            return HealthCheckResult.Unhealthy("the store does not answer");
        }
    }
}
