using System.Text.Json;
using Edge.EndToEnd.Clients;
using Edge.EndToEnd.Running;

namespace Edge.EndToEnd;

/// <summary>What the official clients make of each style of denial; whichever it is, the connection goes on.</summary>
public sealed class DenyStyleTests(RunpodWorld world)
{
    private const string Policy = """
        { "version": "1", "default": "deny", "tools": { "list-endpoints": {}, "runsync-endpoint": { "limits": [ { "counter": "runsync",
          "window": "7d", "max": 1 } ] } } }
        """;

    private const string Steps = """
        [ { "call": "delete-pod", "arguments": { "id": "pod-1" } },
          { "call": "runsync-endpoint", "arguments": { "endpointId": "ep-echo", "input": { "runMs": 1 } }, "times": 2 },
          { "call": "list-endpoints", "arguments": {} } ]
        """;

    [Theory]
    [InlineData("sdk1")]
    [InlineData("sdk2")]
    public async Task A_JSON_RPC_error_reaches_the_caller_as_a_typed_error_with_the_decision(string kind)
    {
        var results = await PlayAsync(kind, "rpc_error");

        Assert.Equal(-31001, results[0].GetProperty("code").GetInt32());
        Assert.Equal("not_listed", results[0].GetProperty("data").GetProperty("edge.policy/decision").GetProperty("reason").GetString());
        Assert.Equal(-31002, results[2].GetProperty("code").GetInt32());
        Assert.Equal("rate_limited", results[2].GetProperty("data").GetProperty("edge.policy/decision").GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("sdk1")]
    [InlineData("sdk2")]
    public async Task In_the_servers_own_words_a_denied_tool_is_an_unknown_one_and_a_limit_is_still_explained(string kind)
    {
        var results = await PlayAsync(kind, "unknown_tool");

        Assert.Equal(JsonValueKind.Null, results[0].GetProperty("decision").ValueKind);
        Assert.Contains("unknown tool delete-pod", results[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("rate_limited", results[2].GetProperty("decision").GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("sdk1")]
    [InlineData("sdk2")]
    public async Task An_HTTP_status_reaches_the_caller_as_an_error(string kind)
    {
        var results = await PlayAsync(kind, "http");

        Assert.Contains("not_listed", results[0].GetProperty("message").GetString() + results[0].GetProperty("data"),
            StringComparison.Ordinal);
        Assert.Contains("rate_limited", results[2].GetProperty("message").GetString() + results[2].GetProperty("data"),
            StringComparison.Ordinal);
    }

    // The second and the last call are allowed in every style.
    private async Task<JsonElement> PlayAsync(string kind, string style)
    {
        await using var edge = await EdgeProgram.StartAsync(world.Server, Policy, ("Edge__Wire__DenyStyle", style));
        var token = McpHttp.NewToken();

        var results = (await TypeScriptClient.RunAsync(kind, edge.Url, token, Steps)).GetProperty("results");

        Assert.Equal(4, results.GetArrayLength());
        Assert.False(results[1].GetProperty("isError").GetBoolean());
        Assert.False(results[3].GetProperty("isError").GetBoolean());
        Assert.Equal(["POST /serverless/ep-echo/runsync", "GET /v2/serverless"], await world.ApiLog.OfAsync(token));
        return results;
    }
}
