using Edge.Enforcement;
using Edge.Flood;

namespace Edge.Configuration;

/// <summary>The way of a request, in order.</summary>
internal static class EdgePipeline
{
    /// <summary>Builds the pipeline.</summary>
    public static void UseEdge(this WebApplication app)
    {
        // Whose address it is, for everything that follows.
        app.UseClientAddress();
        // Host, origin, method and headers, before anything is read.
        app.UseMiddleware<AdmissionMiddleware>();
        app.UseFloodLimitPerAddress();
        app.UseRouting();
        app.MapReverseProxy(proxy =>
        {
            proxy.UseFloodLimitPerGrant();
            // Edge's step decides before a destination is chosen; what follows is YARP's default pipeline.
            proxy.UseMiddleware<EnforcementStep>();
            proxy.UseSessionAffinity();
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
    }
}
