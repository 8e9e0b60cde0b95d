using Edge.Gateway.Callers;
using Edge.Gateway.Routes;
using Edge.Policy.Calls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.HttpOverrides;

namespace Edge.Gateway.Flood;

/// <summary>Puts the limits on floods into the host.</summary>
internal static class FloodServices
{
    /// <summary>Registers the limiters.</summary>
    public static void AddFlood(this IServiceCollection services, FloodSettings settings)
    {
        services.AddSingleton<FloodReport>();
        services.AddSingleton<FloodAnswer>();
        services.AddSingleton(p => new FloodLimiters(settings, CallerOf(p)));
    }

    /// <summary>
    /// Bounds the connections of every listener, and says who is believed about the client's address: for a host that is Edge's own.
    /// </summary>
    public static void AddConnectionLimit(this WebApplicationBuilder builder, int connectionsPerAddress, KnownProxies proxies)
    {
        var services = builder.Services;
        services.AddSingleton(proxies);
        services.AddSingleton(p => new ConnectionLimit(connectionsPerAddress, proxies, p.GetRequiredService<FloodReport>()));
        services.AddRateLimiter(_ => { });

        // ASPNETCORE_FORWARDEDHEADERS_ENABLED would believe everybody: whoever uses the shared options, they say nothing.
        services.PostConfigure<ForwardedHeadersOptions>(o => o.ForwardedHeaders = ForwardedHeaders.None);

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen =>
        {
            var connections = kestrel.ApplicationServices.GetRequiredService<ConnectionLimit>();
            listen.Use(connections.Guard);
            ((IMultiplexedConnectionBuilder)listen).Use(connections.Guard);
        }));
    }

    /// <summary>
    /// From here on <c>Connection.RemoteIpAddress</c> is the client's, as far as known proxies tell. First in the pipeline.
    /// </summary>
    public static void UseClientAddress(this WebApplication app)
    {
        app.UseMiddleware<UnknownProxyNotice>();
        var proxies = app.Services.GetRequiredService<KnownProxies>();
        if (!proxies.IsEmpty)
            app.UseForwardedHeaders(proxies.Options());
    }

    /// <summary>Bounds the requests of one client address. Stands before routing, where no route's metadata can switch it off.</summary>
    public static void UseFloodLimitPerAddress(this WebApplication app)
    {
        var answer = app.Services.GetRequiredService<FloodAnswer>();
        app.UseRateLimiter(answer.ForAddress(app.Services.GetRequiredService<FloodLimiters>().PerAddress));
    }

    /// <summary>
    /// Bounds the requests of one grant. Stands in YARP's pipeline, because without a grants file the route says who is calling.
    /// </summary>
    /// <remarks>
    /// Not the framework's middleware, which metadata of the host's endpoints can switch off, or send looking for a policy of the host.
    /// </remarks>
    public static void UseFloodLimitPerGrant(this IApplicationBuilder proxy) => proxy.UseMiddleware<GrantFloodLimit>();

    // The one place that says whose requests are counted together after authentication.
    private static Func<HttpContext, Caller> CallerOf(IServiceProvider services)
    {
        var access = services.GetRequiredService<AccessResolver>();
        return context => access.Of(context, RoutePlan.Of(context.GetReverseProxyFeature().Route.Config)).Caller;
    }
}
