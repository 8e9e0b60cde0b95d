using Edge.Gateway.Policies;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Edge.Admin.Health;

/// <summary>
/// Whether the active policies are those of their files. A refused file degrades and does not stop: the last valid policy goes on to
/// decide, and taking every replica out of service because of a typing error would be the greater harm. Thread-safe.
/// </summary>
internal sealed class PoliciesHealth(PolicyCatalog policies) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var refused = policies.Slots.Where(slot => slot.LastReloadFailed).OrderBy(slot => slot.Name, StringComparer.Ordinal).ToList();
        return Task.FromResult(refused.Count == 0
            ? HealthCheckResult.Healthy(
            string.Join("; ", policies.Slots.OrderBy(slot => slot.Name, StringComparer.Ordinal)
                .Select(slot => $"policy '{slot.Name}' has revision {slot.Current.Policy.ShortRevision}")))
            : HealthCheckResult.Degraded(
            string.Join("; ",
                refused.Select(
                    slot => $"the changed file of policy '{slot.Name}' was refused, revision {slot.Current.Policy.ShortRevision} stays "
                        + "active"))));
    }
}
