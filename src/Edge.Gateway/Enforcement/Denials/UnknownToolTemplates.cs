using System.Collections.Frozen;

namespace Edge.Gateway.Enforcement.Denials;

/// <summary>The templates that come with Edge. The end-to-end tests hold them against what the real servers answer.</summary>
internal static class UnknownToolTemplates
{
    private const string SseMethod =
        "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":{id},\"error\":{\"code\":-32601,\"message\":\"Method not found\"}}\n\n";

    private static readonly FrozenDictionary<string, UnknownToolTemplate> All = new Dictionary<string, UnknownToolTemplate>
    {
        ["rpc"] = new(
            EventStream: false,
            Sized: true,
            """{"jsonrpc":"2.0","id":{id},"error":{"code":-32602,"message":"Unknown tool: {name}"}}""",
            """{"jsonrpc":"2.0","id":{id},"error":{"code":-32601,"message":"Method not found"}}"""),

        // @runpod/mcp-server 4.0.0: looks the name up in an API description, and answers once it has failed, in chunks.
        ["runpod-4"] = new(
            EventStream: true,
            Sized: false,
            "event: message\ndata: {\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"{\\n  \\\"error\\\": \\\"unknown tool "
                + "{name}\\\",\\n  \\\"hint\\\": "
            + "\\\"No such resource on this account: verify the id with the matching list- tool before "
            + "retrying.\\\"\\n}\"}],\"isError\":true},\"jsonrpc\":\"2.0\",\"id\":{id}}\n\n",
            SseMethod),

        // @runpod/mcp-server 3.4.0 and other servers on the high-level class of the TypeScript SDK 1.x.
        ["runpod-3"] = new(
            EventStream: true,
            Sized: true,
            "event: message\ndata: {\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"MCP error -32602: Tool {name} not "
                + "found\"}],\"isError\":true},\"jsonrpc\":\"2.0\",\"id\":{id}}\n\n",
            SseMethod),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names that route metadata may use, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The template of that name, which was validated with the route.</summary>
    public static UnknownToolTemplate Named(string name) => All[name];
}
