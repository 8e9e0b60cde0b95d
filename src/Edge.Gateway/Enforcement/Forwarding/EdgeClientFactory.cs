using Edge.Gateway.Routes;
using Yarp.ReverseProxy.Forwarder;

namespace Edge.Gateway.Enforcement.Forwarding;

/// <summary>
/// YARP's factory with other bounds on the connections to Edge's servers; those of other clusters stay as YARP has them. Thread-safe.
/// </summary>
internal sealed class EdgeClientFactory(ILogger<ForwarderHttpClientFactory> logger, LockedClusters locked)
    : ForwarderHttpClientFactory(logger)
{
    // Node servers close an idle connection after 5 s; a POST sent into the closing would be lost, and a POST is never sent twice.
    private static readonly TimeSpan IdleConnectionTimeout = TimeSpan.FromSeconds(3);

    // A connection that is never idle would stay with an address that the server's name has left.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(3);

    /// <inheritdoc />
    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        if (!locked.IsLocked(context.ClusterId))
            return;
        handler.PooledConnectionIdleTimeout = IdleConnectionTimeout;
        handler.PooledConnectionLifetime = ConnectionLifetime;
    }
}
