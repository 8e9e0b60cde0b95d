using Edge.Enforcement;
using Edge.Grants;

namespace Edge.Configuration;

/// <summary>The way of a request, in order.</summary>
internal static class EdgePipeline
{
    /// <summary>Builds the pipeline.</summary>
    public static void UseEdge(this WebApplication app)
    {
        // Host, origin, method and headers, before anything is read.
        app.UseMiddleware<AdmissionMiddleware>();
        // Who is calling, where a grants file says who may.
        app.UseGrants();
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
