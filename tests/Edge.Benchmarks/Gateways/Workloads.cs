using System.Text;

namespace Edge.Benchmarks.Gateways;

/// <summary>The requests that are measured.</summary>
internal static class Workloads
{
    /// <summary>What every client sends with each request.</summary>
    public static readonly (string Name, string Value)[] Headers =
    [
        ("Content-Type", "application/json"),
        ("Accept", "application/json, text/event-stream"),
        ("Authorization", "Bearer rpa_ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcd"),
        ("MCP-Protocol-Version", "2025-06-18"),
    ];

    /// <summary>The call that everybody's figures are about: 300 bytes, answered with 300 bytes.</summary>
    public static readonly Workload Call = new("call, 300 B", "/mcp", CallOf("endpoint-health", 300), Answers.Text);

    /// <summary>The same with more in it.</summary>
    public static readonly Workload Call4K = new("call, 4 KiB", "/mcp", CallOf("endpoint-health", 4 << 10), Answers.Text);

    /// <summary>A call that the shipped policy denies.</summary>
    public static readonly Workload Denied = new("denied call, 300 B", "/mcp", CallOf("delete-pod", 300), "Blocked by policy");

    /// <summary>A body of some size, which the server reads to its end.</summary>
    public static readonly Workload Body256K = new("call, 256 KiB", "/mcp/body", CallOf("endpoint-health", 256 << 10), "0000262144");

    /// <summary>The largest body that Edge takes as shipped is one MiB larger.</summary>
    public static readonly Workload Body20M = new("call, 20 MiB", "/mcp/body", CallOf("endpoint-health", 20 << 20),
        "0020971520")
    { Patience = 3 };

    /// <summary>A call that the real runpod-mcp answers, after asking the simulated API.</summary>
    public static readonly Workload Runpod = new("list-endpoints, runpod-mcp", "/mcp/runpod-mcp",
        """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"list-endpoints","arguments":{}}}"""u8.ToArray(),
            "ep-echo")
    { Patience = 2 };

    /// <summary>A list of tools in JSON.</summary>
    public static readonly Workload List = new("tools/list, 119 KB, JSON", "/mcp/list", ListRequest(), "\"list-pods\"");

    /// <summary>A list of tools in an event stream.</summary>
    public static readonly Workload ListStream = new("tools/list, 119 KB, SSE", "/mcp/list-stream", ListRequest(), "\"list-pods\"");

    /// <summary>A call whose answer is a stream of events.</summary>
    public static readonly Workload Events = new("stream of 1,000 events", "/mcp/stream", CallOf("endpoint-health", 300), "event: message");

    /// <summary>A call to a policy that was made for the purpose.</summary>
    public static Workload Variant(string variant) =>
        new($"call, 300 B, {variant}", $"/{Slug(variant)}/mcp", CallOf("tool-0", 300), Answers.Text);

    /// <summary>A name as it stands in an address.</summary>
    public static string Slug(string name) => name.Replace(' ', '-').Replace(",", "", StringComparison.Ordinal);

    private static byte[] ListRequest() => """{"jsonrpc":"2.0","id":7,"method":"tools/list","params":{}}"""u8.ToArray();

    private static byte[] CallOf(string tool, int bytes)
    {
        var (head, tail) =
            ($$$"""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{"endpointId":"ep-echo","count":1,"note":" """.TrimEnd(), "\"}}}");
        return Encoding.ASCII.GetBytes($"{head}{new string('x', bytes - head.Length - tail.Length)}{tail}");
    }
}
