using System.Text.Json;
using Edge.EndToEnd.Clients;
using Edge.EndToEnd.Running;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Edge.EndToEnd;

/// <summary>
/// Each official client, over one connection: it lists, is let through, is denied, is let through again and runs into a limit.
/// </summary>
public sealed class OfficialClientTests(RunpodWorld world, OfficialClientTests.Gateway edge) : IClassFixture<OfficialClientTests.Gateway>
{
    // A week's window: no test runs into its end.
    private const string Policy = """
        { "version": "1", "default": "deny", "tools": {
            "list-endpoints": {},
            "run-endpoint": { "deny_if": [ { "path": "args.webhook", "op": "exists", "value": true,
              "on_deny": "webhooks are not allowed here" } ] },
            "runsync-endpoint": { "limits": [ { "counter": "runsync", "window": "7d", "max": 2 } ] } } }
        """;

    private const string Steps = """
        [ { "list": true },
          { "call": "list-endpoints", "arguments": {} },
          { "call": "run-endpoint", "arguments": { "endpointId": "ep-echo", "input": {}, "webhook": "https://collector.example/" } },
          { "call": "delete-pod", "arguments": { "id": "pod-1" } },
          { "call": "list-endpoints", "arguments": {} },
          { "call": "runsync-endpoint", "arguments": { "endpointId": "ep-echo", "input": { "runMs": 1 } }, "times": 3 } ]
        """;

    private static readonly string[] Reached =
        ["GET /v2/serverless", "GET /v2/serverless", "POST /serverless/ep-echo/runsync", "POST /serverless/ep-echo/runsync"];

    [Theory]
    [InlineData("sdk1")]
    [InlineData("sdk2")]
    [InlineData("sdk2-auto")]
    public async Task A_TypeScript_client_lists_calls_is_denied_and_goes_on(string kind)
    {
        var token = McpHttp.NewToken();

        var seen = await TypeScriptClient.RunAsync(kind, edge.Url, token, Steps);

        Assert.Equal("2025-11-25", seen.GetProperty("revision").GetString());
        Assert.Equal("Runpod API Server", seen.GetProperty("server").GetString());
        var results = seen.GetProperty("results");
        Assert.Equal(["list-endpoints", "run-endpoint", "runsync-endpoint"],
            results[0].GetProperty("tools").EnumerateArray().Select(t => t.GetString()));
        Assert.Equal(
            [null, "condition_matched", "not_listed", null, null, null, "rate_limited"],
            results.EnumerateArray().Skip(1).Select(Reason));
        Assert.Equal("Blocked by policy: webhooks are not allowed here", results[2].GetProperty("text").GetString()!.TrimEnd('.'));
        Assert.Contains("ep-echo", results[4].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(Reached, await world.ApiLog.OfAsync(token));

        static string? Reason(JsonElement result)
        {
            Assert.False(result.TryGetProperty("thrown", out _), result.ToString());
            var decision = result.GetProperty("decision");
            Assert.Equal(decision.ValueKind != JsonValueKind.Null, result.GetProperty("isError").GetBoolean());
            return decision.ValueKind == JsonValueKind.Null ? null : decision.GetProperty("reason").GetString();
        }
    }

    [Fact]
    public async Task The_CSharp_client_lists_calls_is_denied_and_goes_on()
    {
        var token = McpHttp.NewToken();
        await using var transport = new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = edge.Url,
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
        });
        await using var client = await McpClient.CreateAsync(transport);

        Assert.Equal("Runpod API Server", client.ServerInfo?.Name);
        Assert.Equal(["list-endpoints", "run-endpoint", "runsync-endpoint"], (await client.ListToolsAsync()).Select(tool => tool.Name));

        Assert.Null(await CallAsync("list-endpoints", []));
        Assert.Equal("condition_matched", await CallAsync("run-endpoint", Run("webhook", "https://collector.example/")));
        Assert.Equal("not_listed", await CallAsync("delete-pod", new() { ["id"] = "pod-1" }));
        Assert.Null(await CallAsync("list-endpoints", []));
        Assert.Null(await CallAsync("runsync-endpoint", Run()));
        Assert.Null(await CallAsync("runsync-endpoint", Run()));
        Assert.Equal("rate_limited", await CallAsync("runsync-endpoint", Run()));
        Assert.Equal(Reached, await world.ApiLog.OfAsync(token));

        async Task<string?> CallAsync(string tool, Dictionary<string, object?> arguments)
        {
            var result = await client.CallToolAsync(tool, arguments);
            var json = JsonSerializer.SerializeToElement(result, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(CallToolResult)));
            var denied = json.TryGetProperty("_meta", out var meta) && meta.TryGetProperty("edge.policy/decision", out var decision)
                ? decision.GetProperty("reason").GetString() : null;
            Assert.Equal(denied is not null, result.IsError == true);
            return denied;
        }

        static Dictionary<string, object?> Run(string? key = null, object? value = null)
        {
            var arguments = new Dictionary<string, object?> { ["endpointId"] = "ep-echo", ["input"] = new Dictionary<string, object?>() };
            if (key is not null)
                arguments[key] = value;
            return arguments;
        }
    }

    public sealed class Gateway(RunpodWorld world) : SharedEdge(world, Policy);
}
