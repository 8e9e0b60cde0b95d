using Yarp.ReverseProxy.Configuration;

namespace Edge.Peers;

/// <summary>
/// YARP as its getting-started page sets it up: routes and clusters from memory, every default; logs from warnings on, as Edge ships.
/// </summary>
public static class BareProxy
{
    /// <summary>
    /// Forwards what comes to <paramref name="url"/>, calls to one server, bodies and streams to the other; runs until it is asked to end.
    /// </summary>
    public static async Task<int> RunAsync(string url, string calls, string bodies)
    {
        var app = Build(url, calls, bodies);
        await app.RunAsync();
        return 0;
    }

    /// <summary>The proxy, not started; <paramref name="logging"/> says where logs go besides.</summary>
    public static WebApplication Build(string url, string calls, string bodies, Action<ILoggingBuilder>? logging = null)
    {
        // Not where it is run: Edge's own settings may lie there.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        logging?.Invoke(builder.Logging);
        builder.WebHost.UseUrls(url);
        builder.Services.AddReverseProxy().LoadFromMemory(
            [Route("calls", "/mcp/{**rest}"), Route("bodies", "/mcp/body"), Route("bodies", "/mcp/stream")],
            [Cluster("calls", calls), Cluster("bodies", bodies)]);
        var app = builder.Build();
        app.MapReverseProxy();
        return app;
    }

    private static RouteConfig Route(string server, string path) =>
        new() { RouteId = path, ClusterId = server, Match = new RouteMatch { Path = path } };

    private static ClusterConfig Cluster(string name, string address) =>
        new() { ClusterId = name, Destinations = new Dictionary<string, DestinationConfig> { ["primary"] = new() { Address = address } } };
}
