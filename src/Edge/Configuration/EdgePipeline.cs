using Edge.Enforcement;
<<<<<<< HEAD
using Edge.Telemetry;
=======
using Edge.Mcp.Requests;
>>>>>>> a1f616c4a6a65db77f8eac50670fcb49d517e721

namespace Edge.Configuration;

/// <summary>The way of a request, in order.</summary>
internal static class EdgePipeline
{
    private static readonly Refusal NoRoute = Refusal.Request(
        RefusalReason.NoRoute, "Address the request to the path of a server: no route leads here.", StatusCodes.Status404NotFound);

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
        // Only configured routes exist.
        app.MapFallback(context => RefusalWriter.WriteAsync(context, NoRoute, default));
    }
}
