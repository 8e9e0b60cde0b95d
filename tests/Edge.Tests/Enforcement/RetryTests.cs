using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Enforcement;

/// <summary>
/// Retries that bring a client's input along (2026-07-28, "Multi Round-Trip Requests"): they are calls like any other, and nothing that was decided of the
/// first round holds for them.
/// </summary>
public sealed class RetryTests
{
    private const string Policy = """
        { "version": "1", "default": "deny", "tools": {
            "allowed": { "deny_if": [ { "path": "args.region", "op": "eq", "value": "forbidden" } ] },
            "counted": { "limits": [ { "counter": "rounds", "window": "7d", "max": 1 } ] } } }
        """;

    private const string Input = ""","requestState":"opaque","inputResponses":{"confirm":{"action":"accept","content":{"ok":true}}}""";

    [Fact]
    public async Task A_retry_with_other_arguments_or_another_tool_is_decided_anew()
    {
        await using var edge = await StartAsync();

        Assert.Contains("input_required", (await PostAsync(edge, Call(1, "allowed", "north"))).Text);
        Denied("condition_matched", await PostAsync(edge, Call(2, "allowed", "forbidden", Input)));
        Denied("not_listed", await PostAsync(edge, Call(3, "other", "north", Input), "other"));
        Assert.Single(edge.Server.Received);

        var retry = Call(4, "allowed", "north", Input);
        Assert.Contains("input_required", (await PostAsync(edge, retry)).Text);
        Assert.Equal(retry, edge.Server.Received[^1].Text);
    }

    [Fact]
    public async Task A_retry_counts_as_the_call_that_it_is()
    {
        await using var edge = await StartAsync();

        Assert.Contains("input_required", (await PostAsync(edge, Call(1, "counted", "north"), "counted")).Text);
        Denied("rate_limited", await PostAsync(edge, Call(2, "counted", "north", Input), "counted"));
        Assert.Single(edge.Server.Received);
    }

    [Fact]
    public async Task A_retry_under_another_policy_is_decided_by_that_one()
    {
        await using var edge = await StartAsync();

        Assert.Contains("input_required", (await PostAsync(edge, Call(1, "allowed", "north"))).Text);
        await edge.ReplacePolicyAsync("""{ "version": "1", "default": "deny" }""");
        await Deadline.Until(async () => (await PostAsync(edge, Call(2, "counted", "north"), "counted")).Text.Contains("not_listed", StringComparison.Ordinal), "the new policy");
        edge.Server.Forget();
        Denied("not_listed", await PostAsync(edge, Call(3, "allowed", "north", Input)));
        Assert.Empty(edge.Server.Received);
    }

    private static string Call(int id, string tool, string region, string input = "") => $$$"""
        {"jsonrpc":"2.0","id":{{{id}}},"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{"region":"{{{region}}}"}{{{input}}},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{"elicitation":{} } } } }
        """;

    private static Task<RawResponse> PostAsync(EdgeHost edge, string body, string tool = "allowed") =>
        edge.PostAsync(body, "MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/call", $"Mcp-Name: {tool}");

    private static void Denied(string reason, RawResponse answer)
    {
        Assert.Equal(200, answer.Status);
        Assert.Contains("\"resultType\":\"complete\",\"isError\":true", answer.Text);
        Assert.Contains($"\"reason\":\"{reason}\"", answer.Text);
    }

    private static async Task<EdgeHost> StartAsync() => await EdgeHost.StartAsync(Policy, await ScriptedServer.StartAsync((context, _) =>
        ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":1,"result":{"resultType":"input_required","inputRequests":{"confirm":{"method":"elicitation/create","params":{"message":"Go on?"}}},"requestState":"opaque"}}""")));
}
