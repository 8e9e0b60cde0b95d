namespace Edge.Benchmarks.Gateways;

/// <summary>The gateways as the table names them.</summary>
internal static class GatewayNames
{
    public const string Direct = "direct";
    public const string DirectBodies = "direct (bodies)";
    public const string DirectRunpod = "direct (runpod-mcp)";
    public const string Nginx = "nginx";
    public const string Yarp = "bare YARP";
    public const string YarpWatched = "bare YARP, its own telemetry";
    public const string McpProxy = "mcp-proxy";
    public const string Edge = "Edge";
    public const string EdgeShipped = "Edge, metrics and audit";
    public const string EdgeWatched = "Edge, full telemetry";
    public const string EdgePostgres = "Edge, PostgreSQL";
}
