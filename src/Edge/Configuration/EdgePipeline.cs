using Edge.Enforcement;
using Edge.Flood;
using Edge.Grants;
using Edge.Mcp.Requests;
using Edge.Telemetry;

namespace Edge.Configuration;

/// <summary>The way of a request, in order.</summary>
internal static class EdgePipeline
{
    private static readonly Refusal NoRoute = Refusal.Request(
        RefusalReason.NoRoute, "Address the request to the path of a server: no route leads here.", StatusCodes.Status404NotFound);

    /// <summary>Builds the pipeline.</summary>
    public static void UseEdge(this WebApplication app)
    {
        // These see everything and decide nothing.
        app.UseMiddleware<ServerSpan>();
        app.UseMiddleware<RequestTimesMiddleware>();
        // Whose address it is, for everything that follows.
        app.UseClientAddress();
        // Host, origin, method and headers, before anything is read.
        app.UseMiddleware<AdmissionMiddleware>();
        app.UseFloodLimitPerAddress();
        // Who is calling, where a grants file says who may.
        app.UseGrants();
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
        // Only configured routes exist.
        var recorder = app.Services.GetRequiredService<DecisionRecorder>();
        app.MapFallback(context =>
        {
            recorder.Refused(context, NoRoute);
            return RefusalWriter.WriteAsync(context, NoRoute, default);
        });
    }
}
