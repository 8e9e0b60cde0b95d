using Edge.Testing;

namespace Edge.Benchmarks.Gateways;

/// <summary>Where the programs that are measured lie, all built in Release.</summary>
internal static class Programs
{
    /// <summary>Bare YARP, the cheap server, and the hook that counts allocations.</summary>
    public static string Peers { get; } = Path.Combine(Repository.Root, "tests", "Edge.Peers", "bin", "Release", "net10.0",
        "Edge.Peers.dll");

    /// <summary>The real runpod-mcp over HTTP, and the simulated API behind it.</summary>
    public static string RunpodMcp { get; } = Path.Combine(Repository.Node, "runpod-server.mjs");

    /// <inheritdoc cref="RunpodMcp" />
    public static string RunpodApi { get; } = Path.Combine(Repository.Node, "runpod-api.mjs");

    /// <summary>The npm mcp-proxy.</summary>
    public static string McpProxy { get; } = Path.Combine(Repository.Node, "node_modules", ".bin", "mcp-proxy");

    /// <summary>The stdio server behind it.</summary>
    public static string StdioServer { get; } = Path.Combine(Repository.Root, "tests", "Edge.Benchmarks", "stdio-server.mjs");
}
