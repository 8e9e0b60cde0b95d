using Edge.Gateway.Callers;
using Edge.Gateway.Enforcement;
using Edge.Gateway.Flood;
using Edge.Gateway.Telemetry;

namespace Edge.Startup;

/// <summary>The way of a request, in order.</summary>
internal static class EdgePipeline
{
    /// <summary>Builds the pipeline.</summary>
    public static void UseEdge(this WebApplication app)
    {
        // These see everything and decide nothing.
        app.UseMiddleware<ServerSpan>();
        app.UseMiddleware<RequestTimesMiddleware>();
        // Whose address it is, for everything that follows.
        app.UseClientAddress();
        // Where it leads, because what probes beside the routes speaks no JSON-RPC.
        app.UseRouting();
        // Host and origin, before anything else is asked.
        app.UseMiddleware<AdmissionMiddleware>();
        app.UseFloodLimitPerAddress();
        // Whether it leads anywhere, and method and headers are ones that a route takes, before anything is read.
        app.UseMiddleware<RouteAdmissionMiddleware>();
        // Who is calling, where a grants file says who may.
        app.UseGrants();
        app.MapReverseProxy(proxy =>
        {
            proxy.UseFloodLimitPerGrant();
            // Edge's step decides before a destination is chosen; what follows is YARP's default pipeline.
            proxy.UseMiddleware<EnforcementStep>();
            proxy.UseMiddleware<ForwardingSpan>();
            proxy.UseSessionAffinity();
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
    }
}
