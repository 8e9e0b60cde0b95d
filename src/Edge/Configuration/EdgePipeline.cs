using Edge.Enforcement;
using Edge.Telemetry;

namespace Edge.Configuration;

/// <summary>The way of a request, in order.</summary>
internal static class EdgePipeline
{
    /// <summary>Builds the pipeline.</summary>
    public static void UseEdge(this WebApplication app)
    {
        // Sees everything, decides nothing.
        app.UseMiddleware<RequestTelemetry>();
        // Host, origin, method and headers, before anything is read.
        app.UseMiddleware<AdmissionMiddleware>();
        app.UseRouting();
        app.MapReverseProxy(proxy =>
        {
            // Edge's step decides before a destination is chosen; what follows is YARP's default pipeline.
            proxy.UseMiddleware<EnforcementStep>();
            proxy.UseSessionAffinity();
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
    }
}
