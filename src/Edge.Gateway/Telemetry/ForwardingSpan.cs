using System.Diagnostics;
using Yarp.ReverseProxy.Forwarder;

namespace Edge.Gateway.Telemetry;

/// <summary>
/// Writes the span of forwarding, beside the decision's, around what follows the step that decides (docs/decisions/0011): a call that is
/// not forwarded has none. Costs nothing when nobody listens. Thread-safe.
/// </summary>
internal sealed class ForwardingSpan(RequestDelegate next)
{
    /// <summary>Forwards a call.</summary>
    public Task InvokeAsync(HttpContext context) =>
        Start() is { } span ? ForwardAsync(context, span) : next(context);

    private static Activity? Start() =>
        EdgeActivities.Source.HasListeners() ? EdgeActivities.Source.StartActivity("proxy.forwarder", ActivityKind.Internal) : null;

    private async Task ForwardAsync(HttpContext context, Activity span)
    {
        try
        {
            await next(context);
        }
        finally
        {
            Describe(context, span);
            span.Dispose();
        }
    }

    // Named and described as YARP's own would be.
    private static void Describe(HttpContext context, Activity span)
    {
        if (!span.IsAllDataRequested)
            return;
        var proxy = context.GetReverseProxyFeature();
        span.SetTag(AttributeNames.ProxyRoute, proxy.Route.Config.RouteId);
        span.SetTag(AttributeNames.ProxyCluster, proxy.Route.Config.ClusterId);
        span.SetTag(AttributeNames.ProxyDestination, proxy.ProxiedDestination?.DestinationId);
        if (context.Features.Get<IForwarderErrorFeature>() is { } failed)
            span.SetTag(AttributeNames.ErrorType, failed.Error.ToString()).SetStatus(ActivityStatusCode.Error);
    }
}
