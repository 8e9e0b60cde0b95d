using Yarp.ReverseProxy.Configuration;

namespace Edge.Gateway.Routes;

/// <summary>Gives every server of Edge's the time that long calls and quiet streams need; YARP's own bound is 100 s of silence.</summary>
/// <remarks>Edge keeps time itself (<c>Edge:Wire:CallTimeout</c>), call by call; an operator's own <c>ActivityTimeout</c> stays.</remarks>
internal sealed class ProxyConfigFilter(LockedClusters locked) : IProxyConfigFilter
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <inheritdoc />
    public ValueTask<ClusterConfig> ConfigureClusterAsync(ClusterConfig origCluster, CancellationToken cancel)
    {
        var request = origCluster.HttpRequest ?? new();
        return ValueTask.FromResult(request.ActivityTimeout is null && locked.LockIfNeeded(origCluster.ClusterId)
            ? origCluster with { HttpRequest = request with { ActivityTimeout = Day } }
            : origCluster);
    }

    /// <inheritdoc />
    public ValueTask<RouteConfig> ConfigureRouteAsync(RouteConfig route, ClusterConfig? cluster, CancellationToken cancel) =>
        ValueTask.FromResult(route);
}
