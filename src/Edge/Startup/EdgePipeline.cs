using Edge.Gateway;
using Edge.Gateway.Enforcement;
using Edge.Gateway.Flood;
using Edge.Gateway.Telemetry;

namespace Edge.Startup;

/// <summary>The way of a request, in order.</summary>
internal static class EdgePipeline
{
    /// <summary>Builds the pipeline.</summary>
    public static void UseEdgePipeline(this WebApplication app)
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
        app.Services.GetRequiredService<EdgeBuilder>().AdmitsAllPaths = true;
        app.MapReverseProxy(proxy =>
        {
            // Edge decides before a destination is chosen; what follows is YARP's default pipeline.
            proxy.UseEdge();
            proxy.UseSessionAffinity();
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
    }
}
