using Edge.Gateway.Calls;

namespace Edge.Gateway.Enforcement.Forwarding;

/// <summary>
/// The last lock: nothing leaves for a server that does not carry a pass, and what leaves is what was judged. Thread-safe.
/// </summary>
/// <param name="inner">What sends.</param>
/// <param name="cluster">The cluster, whose lock is open where no route to it has a policy; null for a lock that is always closed.</param>
internal sealed class DecisionLock(HttpMessageHandler inner, ClusterLock? cluster = null) : DelegatingHandler(inner)
{
    /// <summary>Where a request carries its <see cref="ForwardingPass"/>.</summary>
    public static readonly HttpRequestOptionsKey<ForwardingPass> Pass = new("Edge.ForwardingPass");

    /// <inheritdoc />
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var hasPass = request.Options.TryGetValue(Pass, out var pass);
        if (!hasPass && cluster is { IsClosed: false })
            return base.SendAsync(request, cancellationToken);
        if (!hasPass || !pass!.TryUse())
            throw new InvalidOperationException("A request reached the forwarder without a decision that lets it pass.");
        request.Content = pass.Body is { } body ? new JudgedContent(body, request.Content) : null;
        var answer = base.SendAsync(request, cancellationToken);
        return pass.Times is { } times ? times.WaitAsync(answer) : answer;
    }

    /// <inheritdoc />
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Edge forwards asynchronously only.");
}
