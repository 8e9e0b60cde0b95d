using Yarp.ReverseProxy.Configuration;

namespace Edge.Sample.Host;

/// <summary>The routes of the proxy: to a web service, which Edge leaves alone, and to an MCP server, whose calls Edge judges.</summary>
internal static class ProxyRoutes
{
    /// <summary>The name of the policy, as the route and <c>AddEdge</c> write it.</summary>
    public const string Policy = "tools";

    private const string WebService = "service";
    private const string McpServer = "tools";

    /// <summary>The routes.</summary>
    public static IReadOnlyList<RouteConfig> Routes { get; } =
    [
        new() { RouteId = WebService, ClusterId = WebService, Match = new() { Path = "/service/{**path}" } },
        new()
        {
            RouteId = McpServer,
            ClusterId = McpServer,
            Match = new() { Path = "/mcp" },
            Metadata = new Dictionary<string, string> { ["Edge.Policy"] = Policy },
        },
    ];

    /// <summary>
    /// The servers, whose addresses are in <c>Servers:service</c> and <c>Servers:tools</c>. Routes with a policy and routes without one
    /// cannot share a cluster.
    /// </summary>
    /// <exception cref="InvalidOperationException">An address is missing.</exception>
    public static IReadOnlyList<ClusterConfig> Clusters(IConfiguration configuration) =>
        [Cluster(WebService, configuration), Cluster(McpServer, configuration)];

    private static ClusterConfig Cluster(string name, IConfiguration configuration) => new()
    {
        ClusterId = name,
        Destinations = new Dictionary<string, DestinationConfig>
        {
            ["primary"] = new()
            {
                Address = configuration[$"Servers:{name}"]
                    ?? throw new InvalidOperationException($"The setting Servers:{name} is missing: the address of the server"),
            },
        },
    };
}
