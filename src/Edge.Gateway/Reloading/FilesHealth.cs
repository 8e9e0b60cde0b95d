using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Edge.Gateway.Reloading;

/// <summary>Whether files are looked at: while a file system does not answer, a revoked grant goes on to be valid. Thread-safe.</summary>
internal sealed class FilesHealth(SourceWatcher watcher) : IHealthCheck
{
    /// <summary>How old the last look may be.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var since = watcher.SinceLastLook;
        return Task.FromResult(since <= Limit
            ? HealthCheckResult.Healthy("changes of files are seen")
            : HealthCheckResult.Unhealthy(string.Create(
                CultureInfo.InvariantCulture,
                $"the files of policies, grants and credentials have not been looked at for {since.TotalSeconds:0} s")));
    }
}
