using System.Text.Json;
using Edge.Gateway.Enforcement.Denials;
using Edge.Policy.Calls;
using Edge.Policy.Limits;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Enforcement;

public sealed class DenialTests
{
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"other"}}""";
    private const string Hiding =
        """{ "version": "1", "default": "deny", "denials": "hide", "tools": { "allowed": {}, "picky": { "require": [ { "path": "args.n","""
        + """ "op": "lte", "value": 1 } ] } } }""";

    [Fact]
    public async Task A_tool_error_says_what_rule_denied()
    {
        await using var edge = await EdgeHost.StartAsync();
        var answer = await edge.PostAsync(Call);
        using var json = JsonDocument.Parse(answer.Body);
        var result = json.RootElement.GetProperty("result");
        Assert.Equal("complete", result.GetProperty("resultType").GetString());
        Assert.True(result.GetProperty("isError").GetBoolean());
        Assert.False(result.TryGetProperty("structuredContent", out _));
        var decision = result.GetProperty("_meta").GetProperty("edge.policy/decision");
        Assert.Equal(
            ["decision", "reason", "rule", "policy", "revision", "decisionId"],
            decision.EnumerateObject().Select(m => m.Name));
        Assert.Equal(12, decision.GetProperty("revision").GetString()!.Length);
        Assert.Equal(26, decision.GetProperty("decisionId").GetString()!.Length);
    }

    [Theory]
    [InlineData("rpc_error", 200, -31001)]
    [InlineData("http", 403, -31001)]
    public async Task An_error_carries_the_same_data(string style, int status, int code)
    {
        await using var edge = await EdgeHost.StartAsync(settings: ("Edge:Wire:DenyStyle", style));
        var answer = await edge.PostAsync(Call);
        Assert.Equal(status, answer.Status);
        using var json = JsonDocument.Parse(answer.Body);
        Assert.Equal(7, json.RootElement.GetProperty("id").GetInt32());
        var error = json.RootElement.GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetInt32());
        Assert.Equal("not_listed", error.GetProperty("data").GetProperty("edge.policy/decision").GetProperty("reason").GetString());
        Assert.Empty(edge.Server.Received);
    }

    [Theory]
    [InlineData("rpc", "application/json", """{"jsonrpc":"2.0","id":7,"error":{"code":-32602,"message":"Unknown tool: other"}}""")]
    [InlineData("runpod-3", "text/event-stream",
        "event: message\ndata: {\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"MCP error -32602: Tool other not "
        + "found\"}],\"isError\":true},\"jsonrpc\":\"2.0\",\"id\":7}\n\n")]
    public async Task A_tool_may_be_answered_as_unknown(string template, string contentType, string expected)
    {
        await using var edge = await EdgeHost.StartAsync(
            settings: [("Edge:Wire:DenyStyle", "unknown_tool"), ("ReverseProxy:Routes:mcp:Metadata:Edge.UnknownTool", template)]);
        var answer = await edge.PostAsync(Call);
        Assert.Equal(200, answer.Status);
        Assert.Equal(contentType, answer.Header("Content-Type"));
        Assert.Equal(expected, answer.Text);
        Assert.Null(answer.Header("Retry-After"));
        Assert.Empty(edge.Server.Received);
    }

    [Fact]
    public async Task A_policy_that_hides_its_denials_still_explains_conditions()
    {
        await using var edge = await EdgeHost.StartAsync(Hiding);
        Assert.Contains("Unknown tool: other", (await edge.PostAsync(Call)).Text);
        var failed =
            await edge.PostAsync("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"picky","arguments":{"n":2}}}""");
        Assert.Contains("\"reason\":\"condition_failed\",\"rule\":\"/tools/picky/require/0\"", failed.Text);
        Assert.DoesNotContain("\"1\"", failed.Text);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tasks/list"}""", 200, -32601, "method_not_allowed")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"file:///secret"}}""", 200, -32602,
        "resource_not_allowed")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"p"}}""", 200, -32602, "prompt_not_allowed")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/unheard_of"}""", 400, -32601, "method_not_allowed")]
    public async Task Other_messages_are_denied_with_an_error(string message, int status, int code, string reason)
    {
        await using var edge = await EdgeHost.StartAsync();
        var answer = await edge.PostAsync(message);
        Assert.Equal(status, answer.Status);
        using var json = JsonDocument.Parse(answer.Body);
        Assert.Equal(status == 200, json.RootElement.TryGetProperty("id", out _));
        var error = json.RootElement.GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetInt32());
        Assert.Equal(reason, error.GetProperty("data").GetProperty("edge.policy/decision").GetProperty("reason").GetString());
        Assert.Empty(edge.Server.Received);
    }

    [Theory]
    [InlineData("http", """{"jsonrpc":"2.0","id":1,"method":"tasks/list"}""")]
    [InlineData("rpc_error", """{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"p"}}""")]
    [InlineData("http", """{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"file:///secret"}}""")]
    public async Task The_style_is_that_of_denied_calls_alone(string style, string message)
    {
        await using var edge = await EdgeHost.StartAsync(settings: ("Edge:Wire:DenyStyle", style));
        Assert.Equal(200, (await edge.PostAsync(message)).Status);
    }

    [Fact]
    public async Task A_prompt_writes_no_lines_of_its_own_into_the_log()
    {
        await using var edge = await EdgeHost.StartAsync();
        await edge.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"p\r\ninfo: \u001b[2Jall is well"}}""");
        var line = Assert.Single(edge.Logs.Lines, l => l.Id.Name == "Denied");
        Assert.Contains("'p\\u000d\\u000ainfo: \\u001b[2Jall is well'", line.Message);
        Assert.DoesNotContain(line.Message, char.IsControl);
    }

    [Fact]
    public async Task A_limit_says_when_to_try_again_and_what_remains()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 11, 20, 10, 0, 37, TimeSpan.Zero));
        await using var edge = await EdgeHost.StartAsync(
            """{ "version": "1", "default": "deny", "tools": { "allowed": { "limits": [ { "counter": "c", "window": "minute", "max": 2,"""
                + """ "scope": "grant" } ] } } }""", clock: clock);
        var call = Call.Replace("other", "allowed", StringComparison.Ordinal);
        Assert.Equal("\"c\";r=1;t=23", (await edge.PostAsync(call)).Header("RateLimit"));
        Assert.Equal("\"c\";r=0;t=23", (await edge.PostAsync(call)).Header("RateLimit"));
        var limited = await edge.PostAsync(call);
        Assert.Equal("23", limited.Header("Retry-After"));
        Assert.Contains(" Try again in 23 seconds.\"", limited.Text);
        Assert.Contains("\"reason\":\"rate_limited\",\"rule\":\"/tools/allowed/limits/0\"", limited.Text);
        Assert.Contains("\"retryAfterSeconds\":23,\"limit\":2,\"remaining\":0,\"resetAt\":\"2026-11-20T10:01:00Z\"", limited.Text);
        Assert.Equal(2, edge.Server.Received.Count);
        clock.Advance(TimeSpan.FromSeconds(23));
        Assert.Equal("\"c\";r=1;t=60", (await edge.PostAsync(call)).Header("RateLimit"));
    }

    [Fact]
    public async Task A_call_that_found_no_server_gives_back_what_it_took()
    {
        await using var edge = await EdgeHost.StartAsync(
            """{ "version": "1", "default": "deny", "tools": { "allowed": { "limits": [ { "counter": "c", "window": "day", "max": 1 } ] """
                + """} } }""");
        var call = Call.Replace("other", "allowed", StringComparison.Ordinal);
        await edge.Server.DisposeAsync();
        Assert.Equal(502, (await edge.PostAsync(call)).Status);
        Assert.Equal(502, (await edge.PostAsync(call)).Status);
    }

    [Fact]
    public async Task A_call_for_whose_count_there_is_no_memory_is_denied_in_words_that_are_true()
    {
        await using var edge = await EdgeHost.StartAsync(
            """{ "version": "1", "default": "deny", "tools": { "allowed": { "limits": [ { "counter": "c", "window": "day", "max": 1 } ] """
                + """} } }""",
            services: services => services.AddSingleton<ILimitStore>(new MemoryLimitStore(TimeProvider.System, maxBytes: 1)));
        var denied = await edge.PostAsync(Call.Replace("other", "allowed", StringComparison.Ordinal));
        Assert.Contains(
            "\"text\":\"Blocked by policy: Edge has no memory to count more callers at the moment. Try again in 1 second.\"",
                denied.Text);
        Assert.Contains("\"reason\":\"store_unavailable\",\"rule\":\"\"", denied.Text);
        Assert.Empty(edge.Server.Received);
    }

    [Fact]
    public void Every_reason_but_allowed_has_a_wire_form()
    {
        foreach (var reason in Enum.GetValues<DecisionReason>().Where(r => r != DecisionReason.Allowed))
        {
            var wire = DenialWire.For(reason);
            // MCP, "Error Codes": one's own codes lie outside -32768..-32000, or are defined ones.
            Assert.All([wire.CallCode, wire.RequestCode], code => Assert.True(code is > -32000 or -32601 or -32602 or -32603, $"{reason}: {code}"));
            Assert.InRange(wire.HttpStatus, 400, 499);
            Assert.NotEqual(404, wire.HttpStatus);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => DenialWire.For(DecisionReason.Allowed));
    }

    [Theory]
    [InlineData("7", "7")]
    [InlineData("-0", "0")]
    [InlineData("\"\\u0041\\/\\u00e9\"", "\"A/é\"")]
    [InlineData("\"\\u001f\\u0022\\\\\\n\"", "\"\\u001f\\\"\\\\\\n\"")]
    public void An_id_is_written_as_a_javascript_server_writes_it(string sent, string expected) =>
        Assert.Equal(expected, JavaScriptId.Rewrite(System.Text.Encoding.UTF8.GetBytes(sent)));
}
