using Yarp.ReverseProxy.Forwarder;

namespace Edge.Gateway.Enforcement.Forwarding;

/// <summary>Makes YARP's forwarding clients, each behind a <see cref="DecisionLock"/>.</summary>
/// <remarks>
/// YARP forwards whenever the status is 200 and the response has not started, so the last lock cannot be a transform (wire.md).
/// </remarks>
internal sealed class DecisionLockClientFactory(ILogger<ForwarderHttpClientFactory> logger) : ForwarderHttpClientFactory(logger)
{
    // Node servers close an idle connection after 5 s; a POST sent into the closing would be lost, and a POST is never sent twice.
    private static readonly TimeSpan IdleConnectionTimeout = TimeSpan.FromSeconds(3);

    // A connection that is never idle would stay with an address that the server's name has left.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(3);

    /// <inheritdoc />
    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        handler.PooledConnectionIdleTimeout = IdleConnectionTimeout;
        handler.PooledConnectionLifetime = ConnectionLifetime;
    }

    /// <inheritdoc />
    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler) =>
        new DecisionLock(handler);
}
