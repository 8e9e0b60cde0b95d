using Edge.Gateway.Callers;
using Edge.Gateway.Enforcement;
using Edge.Gateway.Flood;
using Edge.Gateway.Routes;
using Edge.Gateway.Telemetry;

namespace Edge.Gateway;

/// <summary>The way of a request on Edge's routes, in order.</summary>
internal static class GatewayPipeline
{
    /// <summary>Checks that Edge can start, and adds its steps.</summary>
    public static void Use(IReverseProxyApplicationBuilder proxy)
    {
        var start = proxy.ApplicationServices.GetService<GatewayStart>()
            ?? throw new InvalidOperationException(
            "UseEdge needs AddEdge: call AddReverseProxy().AddEdge(…) where the services are added.");
        start.Check();
        start.PipelineHasEdge();
        var admitsAllPaths = proxy.ApplicationServices.GetRequiredService<EdgeBuilder>().AdmitsAllPaths;
        proxy.UseWhen(static context => RoutePlan.HasPolicy(context.GetReverseProxyFeature().Route.Config), edge =>
        {
            // Host and origin; method and headers, before anything is read.
            if (!admitsAllPaths)
            {
                edge.UseMiddleware<RequestTimesMiddleware>();
                edge.UseMiddleware<AdmissionMiddleware>();
                edge.UseMiddleware<RouteAdmissionMiddleware>();
            }

            // Who is calling.
            edge.UseCallers();
            edge.UseFloodLimitPerGrant();
            // Decides before a destination is chosen; what follows is YARP's own, or the host's.
            edge.UseMiddleware<EnforcementStep>();
            edge.UseMiddleware<ForwardingSpan>();
        });
    }
}
