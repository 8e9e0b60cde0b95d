using System.Text.Json;
using Edge.EndToEnd.Clients;
using Edge.EndToEnd.Running;
using Edge.Testing;

namespace Edge.EndToEnd;

/// <summary>
/// The stdio server behind the mcp-proxy bridge behind Edge; towards clients the bridge speaks the revision 2026-07-28 as well.
/// </summary>
public sealed class BridgeTests(RunpodWorld world)
{
    private const string Policy = """
        { "version": "1", "default": "deny", "tools": { "list-endpoints": {}, "runsync-endpoint": { "limits": [ { "counter": "runsync",
          "window": "7d", "max": 1, "scope": "global" } ] } } }
        """;

    private const string Steps = """
        [ { "list": true },
          { "call": "list-endpoints", "arguments": {} },
          { "call": "delete-pod", "arguments": { "id": "pod-1" } },
          { "call": "runsync-endpoint", "arguments": { "endpointId": "ep-echo", "input": { "runMs": 1 } }, "times": 2 },
          { "call": "list-endpoints", "arguments": {} } ]
        """;

    [Theory]
    [InlineData("sdk1", true, "2025-11-25")]
    [InlineData("sdk1", false, "2025-11-25")]
    [InlineData("sdk2-auto", true, "2026-07-28")]
    public async Task Through_the_bridge_a_stdio_server_is_ruled_as_well(string kind, bool stateless, string revision)
    {
        var key = McpHttp.NewToken();
        await using var bridge = StartBridge(key, stateless, out var address);
        await bridge.ListeningAsync(address);
        await using var edge = await EdgeProgram.StartAsync(address, Policy,
            ("ReverseProxy__Routes__runpod__Metadata__Edge.Identity", "anonymous"));

        var seen = await TypeScriptClient.RunAsync(kind, edge.Url, "nobody-looks-at-this", Steps);

        Assert.Equal(revision, seen.GetProperty("revision").GetString());
        var results = seen.GetProperty("results");
        Assert.Equal(["list-endpoints", "runsync-endpoint"], results[0].GetProperty("tools").EnumerateArray().Select(t => t.GetString()));
        Assert.Equal([null, "not_listed", null, "rate_limited", null], results.EnumerateArray().Skip(1).Select(Reason));
        Assert.Equal(["GET /v2/serverless", "POST /serverless/ep-echo/runsync", "GET /v2/serverless"], await world.ApiLog.OfAsync(key));

        static string? Reason(JsonElement result)
        {
            Assert.False(result.TryGetProperty("thrown", out _), result.ToString());
            var decision = result.GetProperty("decision");
            return decision.ValueKind == JsonValueKind.Null ? null : decision.GetProperty("reason").GetString();
        }
    }

    [Fact]
    public async Task The_bridge_of_the_README_answers_nobody_but_Edge()
    {
        var readme = Repository.Read("README.md");
        Assert.Contains("--apiKey \"$BRIDGE_KEY\"", readme, StringComparison.Ordinal);
        Assert.Contains(
            """ "Servers": { "runpod": { "Credential": { "Header": "X-API-Key", "Value": "${env:BRIDGE_KEY}" } } } """.Trim(), readme,
                StringComparison.Ordinal);
        const string bridgeKey = "0123456789abcdef0123456789abcdef";
        await using var bridge = StartBridge(McpHttp.NewToken(), stateless: true, out var address, "--apiKey", bridgeKey);
        await bridge.ListeningAsync(address);
        using var around = new McpHttp(new Uri(address, "/mcp"), "an agent on this machine");
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await around.CallAsync("list-endpoints")).Status);

        await using var edge = await EdgeProgram.StartAsync(
            address, Policy,
            ("ReverseProxy__Routes__runpod__Metadata__Edge.Identity", "anonymous"),
            ("Edge__Servers__runpod__Credential__Header", "X-API-Key"),
            ("Edge__Servers__runpod__Credential__Value", "${env:BRIDGE_KEY}"),
            ("BRIDGE_KEY", bridgeKey));
        using var client = new McpHttp(edge.Url, "nobody-looks-at-this");
        Assert.Contains("ep-echo", (await client.CallAsync("list-endpoints")).ToolText, StringComparison.Ordinal);
    }

    private ChildProgram StartBridge(string key, bool stateless, out Uri address, params string[] more)
    {
        var port = FreePort.Next();
        address = RunpodWorld.Loopback(port);
        var api = world.Api.GetLeftPart(UriPartial.Authority);
        string[] mode = stateless ? ["--stateless"] : [];
        return ChildProgram.StartNode(
            "mcp-proxy",
            "node_modules/.bin/mcp-proxy",
            ["--host", "127.0.0.1", "--port", $"{port}", "--server", "stream", .. mode, "--maxBodySize", "4194304", "--requestTimeout",
                "360000", .. more,
                "--", "node", Path.Combine(Repository.Node, "node_modules/@runpod/mcp-server/dist/stdio.mjs")],
            new Dictionary<string, string>
            {
                ["RUNPOD_API_KEY"] = key,
                ["RUNPOD_API_BASE_URL"] = api,
                ["RUNPOD_SERVERLESS_API_URL"] = $"{api}/serverless",
                ["RUNPOD_PUBLIC_GRAPHQL_URL"] = $"{api}/graphql",
                ["RUNPOD_AUTHED_GRAPHQL_URL"] = $"{api}/graphql",
            });
    }
}
