using System.Globalization;
using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Wire;

/// <summary>A call that is continued is a call: each retry and each question about a task is decided anew (SEP-2322, SEP-2663).</summary>
public sealed class ContinuedCallTests
{
    private const string Policy = """
        { "version": "1", "default": "deny", "methods": { "allow": [ "tasks/get" ] }, "tools": {
          "run": { "require": [ { "path": "args.n", "op": "lte", "value": 1 } ], "limits": [ { "counter": "runs", "window": "day",
            "max": 2, "scope": "global" } ] } } }
        """;

    private const string InputRequired =
        """{"jsonrpc":"2.0","id":1,"result":{"resultType":"input_required","inputRequests":{"ok":"""
        + """{"method":"elicitation/create","params":{"mode":"form","message":"?","requestedSchema":{}}}},"requestState":"s-1"}}""";

    [Fact]
    public async Task A_retry_with_answers_is_decided_and_counted_anew()
    {
        await using var edge = await EdgeHost.StartAsync(Policy);
        edge.Server.Answer = (context, _) => ScriptedServer.Json(context, InputRequired);
        Assert.Equal(InputRequired, (await CallAsync(edge, 1, "run", 1)).Text);
        edge.Server.Forget();

        // What was asked about one call is no leave for another.
        Assert.Contains("\"reason\":\"condition_failed\"", (await RetryAsync(edge, 2, "run", 2)).Text);
        Assert.Contains("\"reason\":\"not_listed\"", (await RetryAsync(edge, 3, "delete", 1)).Text);
        Assert.Empty(edge.Server.Received);

        Assert.Equal(200, (await RetryAsync(edge, 4, "run", 1)).Status);
        Assert.Contains("\"inputResponses\":{\"ok\":{\"action\":\"accept\"}},\"requestState\":\"s-1\"",
            Assert.Single(edge.Server.Received).Text);
        Assert.Contains("\"reason\":\"rate_limited\"", (await RetryAsync(edge, 5, "run", 1)).Text);
    }

    [Fact]
    public async Task A_retry_under_another_policy_is_decided_by_that_one()
    {
        await using var edge = await EdgeHost.StartAsync(Policy);
        edge.Server.Answer = (context, _) => ScriptedServer.Json(context, InputRequired);
        Assert.Equal(InputRequired, (await CallAsync(edge, 1, "run", 1)).Text);

        await edge.ReplacePolicyAsync("""{ "version": "1", "default": "deny", "tools": { "probe": {} } }""");
        await Deadline.Until(async () => (await CallAsync(edge, 2, "probe", 1)).Text == InputRequired, "the new policy");
        edge.Server.Forget();
        Assert.Contains("\"reason\":\"not_listed\"", (await RetryAsync(edge, 3, "run", 1)).Text);
        Assert.Empty(edge.Server.Received);
    }

    [Theory]
    [InlineData("tasks/get", true)]
    [InlineData("tasks/update", false)]
    [InlineData("tasks/cancel", false)]
    [InlineData("tasks/result", false)]
    public async Task A_task_is_reached_by_the_methods_that_are_allowed_by_name(string method, bool isAllowed)
    {
        await using var edge = await EdgeHost.StartAsync(Policy);
        var answer = await ModernAsync(edge, 1, method, "t-1", "\"taskId\":\"t-1\"");
        Assert.Equal(200, answer.Status);
        Assert.Equal(isAllowed ? 1 : 0, edge.Server.Received.Count);
        if (!isAllowed)
            Assert.Contains("\"reason\":\"method_not_allowed\"", answer.Text);
    }

    private static Task<RawResponse> CallAsync(EdgeHost edge, int id, string tool, int n) =>
        ModernAsync(edge, id, "tools/call",
        tool, $"\"name\":\"{tool}\",\"arguments\":{{\"n\":{n.ToString(CultureInfo.InvariantCulture)}}}");

    private static Task<RawResponse> RetryAsync(EdgeHost edge, int id, string tool, int n) => ModernAsync(
        edge, id, "tools/call", tool,
        $"\"name\":\"{tool}\",\"arguments\":{{\"n\":{n.ToString(
            CultureInfo.InvariantCulture)}}},\"inputResponses\":{{\"ok\":{{\"action\":\"accept\"}}}},\"requestState\":\"s-1\"");

    private static Task<RawResponse> ModernAsync(EdgeHost edge, int id, string method, string name, string members) => edge.PostAsync(
        $$$$"""{"jsonrpc":"2.0","id":{{{{id}}}},"method":"{{{{method}}}}","params":{ {{{{members}}}},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{} } } }""",
        "MCP-Protocol-Version: 2026-07-28", $"Mcp-Method: {method}", $"Mcp-Name: {name}");
}
