using System.Collections.Concurrent;
using Yarp.ReverseProxy.Configuration;

namespace Edge.Gateway.Routes;

/// <summary>
/// Which clusters serve a route with a policy: the last lock is on those. A cluster that served one stays locked until the process ends, so
/// that no reload opens a way. Thread-safe.
/// </summary>
internal sealed class LockedClusters(EdgeBuilder builder, IEnumerable<IProxyConfigProvider> providers)
{
    private readonly IProxyConfigProvider[] _providers = [.. providers];
    private readonly ConcurrentDictionary<string, bool> _locked = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The routes of all providers as they are now, before filters of the host.</summary>
    public IEnumerable<RouteConfig> Routes => _providers.SelectMany(provider => provider.GetConfig().Routes);

    /// <summary>The ids of all clusters as they are now, sorted.</summary>
    public IReadOnlyList<string> Clusters =>
        [.. _providers.SelectMany(provider => provider.GetConfig().Clusters).Select(cluster => cluster.ClusterId)
        .Order(StringComparer.Ordinal)];

    /// <summary>Whether every route must have a policy.</summary>
    public bool RequiresPolicies => builder.RequiresPolicies;

    /// <summary>Locks a cluster.</summary>
    public void Lock(string cluster) => _locked.TryAdd(cluster, true);

    /// <summary>Whether nothing may be sent to a cluster without a decision.</summary>
    public bool IsLocked(string cluster) => builder.RequiresPolicies || _locked.ContainsKey(cluster);

    /// <summary>The same, after a look at what the providers say now: for what is prepared before routes are.</summary>
    public bool LockIfNeeded(string cluster)
    {
        if (IsLocked(cluster))
            return true;
        if (!RoutesOf(cluster).Any(RoutePlan.HasPolicy))
            return false;
        Lock(cluster);
        return true;
    }

    /// <summary>The routes that lead to a cluster.</summary>
    public IEnumerable<RouteConfig> RoutesOf(string cluster) =>
        Routes.Where(route => string.Equals(route.ClusterId, cluster, StringComparison.OrdinalIgnoreCase));
}
