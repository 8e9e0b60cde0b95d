namespace Edge.Gateway.Enforcement.Forwarding;

/// <summary>A forwarding client behind the last lock. Thread-safe.</summary>
/// <param name="inner">The client as YARP or the host made it.</param>
/// <param name="cluster">Whether the lock is closed.</param>
internal sealed class LockedClient(HttpMessageInvoker inner, ClusterLock cluster)
    : HttpMessageInvoker(new DecisionLock(new Way(inner), cluster))
{
    /// <summary>The client as YARP or the host made it.</summary>
    public HttpMessageInvoker Inner { get; } = inner;

    private sealed class Way(HttpMessageInvoker client) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            client.SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                client.Dispose();
            base.Dispose(disposing);
        }
    }
}
