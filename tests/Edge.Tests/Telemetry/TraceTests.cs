using Edge.Policy.Freezes;
using Edge.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Telemetry;

/// <summary>The trace of a call, as a collector gets it.</summary>
[Collection(AloneCollection.Name)]
public sealed class TraceTests
{
    private const int Internal = 1;
    private const int Server = 2;
    private const int Client = 3;
    private const int Error = 2;

    [Fact]
    public async Task An_allowed_call_shows_request_call_decision_and_forwarding()
    {
        await using var observed = await ObservedEdge.StartAsync();
        var (trace, _) = await observed.CallAsync("allowed");
        var spans = await observed.TraceAsync(trace);

        var request = Assert.Single(spans, s => s.Scope == "Microsoft.AspNetCore");
        Assert.Equal(("POST /mcp", Server, 0), (request.Name, request.Kind, request.Status));
        Assert.Equal("/mcp", request.Attributes["http.route"]);
        Assert.Equal(200L, request.Attributes["http.response.status_code"]);
        Assert.Equal("00f067aa0ba902b7", request.ParentId);

        var call = Assert.Single(spans, s => s.Name == "tools/call allowed");
        Assert.Equal((request.SpanId, Server, 0), (call.ParentId, call.Kind, call.Status));
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["mcp.method.name"] = "tools/call",
                ["gen_ai.tool.name"] = "allowed",
                ["gen_ai.operation.name"] = "execute_tool",
                ["jsonrpc.request.id"] = "call 1",
                ["mcp.protocol.version"] = "2025-03-26",
                ["network.transport"] = "tcp",
                ["network.protocol.name"] = "http",
                ["edge.server"] = "server",
                ["edge.grant"] = "anonymous",
            },
            call.Attributes);

        var decision = Assert.Single(spans, s => s.Name == "policy test");
        Assert.Equal((call.SpanId, Internal, 0), (decision.ParentId, decision.Kind, decision.Status));
        Assert.Equal(
            ["edge.decision.id", "edge.policy.decision", "edge.policy.mode", "edge.policy.name", "edge.policy.reason",
                "edge.policy.revision", "edge.policy.rule"],
            decision.Attributes.Keys.Order());
        Assert.Equal("allow", decision.Attributes["edge.policy.decision"]);
        Assert.Equal("enforce", decision.Attributes["edge.policy.mode"]);
        Assert.Matches("^[0-9a-f]{64}$", (string)decision.Attributes["edge.policy.revision"]!);

        var forwarder = Assert.Single(spans, s => s.Name == "proxy.forwarder");
        var client = Assert.Single(spans, s => s.Kind == Client);
        Assert.Equal((call.SpanId, forwarder.SpanId), (forwarder.ParentId, client.ParentId));
        Assert.Equal(("mcp", "server", "primary"),
            (forwarder.Attributes["proxy.route_id"], forwarder.Attributes["proxy.cluster_id"],
                forwarder.Attributes["proxy.destination_id"]));
        Assert.Equal(5, spans.Count);
        Assert.StartsWith($"00-{trace}-{client.SpanId}", Assert.Single(observed.Edge.Server.Received).Headers["traceparent"]);
        Assert.All(spans, s => Assert.InRange(s.Time.End, s.Time.Start, ulong.MaxValue));
        // The call ends when the body of the answer does.
        Assert.InRange(call.Time.End, forwarder.Time.End, ulong.MaxValue);
    }

    [Fact]
    public async Task A_denied_call_shows_red_and_has_neither_forwarder_nor_client_span()
    {
        await using var observed = await ObservedEdge.StartAsync();
        var (trace, answer) = await observed.CallAsync("forbidden");
        var spans = await observed.TraceAsync(trace);

        Assert.Equal(["POST /mcp", "policy test", "tools/call forbidden"], spans.Select(s => s.Name).Order());
        var call = spans.Single(s => s.Name == "tools/call forbidden");
        Assert.Equal((Error, "not_listed"), (call.Status, call.StatusText));
        Assert.Equal("tool_error", call.Attributes["error.type"]);
        var (name, attributes) = Assert.Single(call.Events);
        Assert.Equal("edge.denied", name);
        var decision = spans.Single(s => s.Name == "policy test");
        Assert.Equal(("deny", "not_listed", "/default"),
            (decision.Attributes["edge.policy.decision"], decision.Attributes["edge.policy.reason"],
                decision.Attributes["edge.policy.rule"]));
        Assert.Equal(decision.Attributes["edge.decision.id"], attributes["edge.decision.id"]);
        Assert.Contains((string)attributes["edge.decision.id"]!, answer.Text);
        Assert.Contains(observed.Collector.Logs, l => l.TraceId == trace
            && l.Text.Contains((string)attributes["edge.decision.id"]!, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tool_error", "tool_error", null)]
    [InlineData("rpc_error", "-31001", "-31001")]
    [InlineData("unknown_tool", "-32602", "-32602")]
    public async Task A_denial_s_error_type_is_what_the_caller_was_answered(string style, string errorType, string? code)
    {
        await using var observed = await ObservedEdge.StartAsync(settings: ("Edge:Wire:DenyStyle", style));
        var (trace, _) = await observed.CallAsync("forbidden");
        var call = (await observed.TraceAsync(trace)).Single(s => s.Name == "tools/call forbidden");
        Assert.Equal((Error, "not_listed", errorType), (call.Status, call.StatusText, call.Attributes["error.type"]));
        Assert.Equal(code, call.Attributes.GetValueOrDefault("rpc.response.status_code"));
    }

    [Fact]
    public async Task A_limited_call_names_the_limit()
    {
        await using var observed = await ObservedEdge.StartAsync();
        var (first, _) = await observed.CallAsync("limited");
        await observed.CallAsync("limited");
        var (third, _) = await observed.CallAsync("limited");
        await observed.Edge.StopAsync();
        Assert.Equal((1.0, 2.0, "few"), Limit(first));
        Assert.Equal((0.0, 2.0, "few"), Limit(third));
        var call = observed.Spans.Single(s => s.TraceId == third && s.Name == "tools/call limited");
        Assert.Equal((Error, "rate_limited"), (call.Status, call.StatusText));

        (object?, object?, object?) Limit(string trace)
        {
            var attributes = observed.Spans.Single(s => s.TraceId == trace && s.Name == "policy test").Attributes;
            return (attributes["edge.limit.remaining"], attributes["edge.limit.max"], attributes["edge.limit.counter"]);
        }
    }

    [Fact]
    public async Task What_is_in_shadow_is_forwarded_and_shows_what_it_would_have_been()
    {
        await using var observed = await ObservedEdge.StartAsync();
        var (trace, _) = await observed.CallAsync("watched");
        await observed.CallAsync("crowded");
        var (crowded, _) = await observed.CallAsync("crowded");
        var spans = await observed.TraceAsync(trace);
        Assert.Equal((0, 0),
            (spans.Single(s => s.Name == "tools/call watched").Status, spans.Single(s => s.Name == "tools/call watched").Events.Count));
        var decision = spans.Single(s => s.Name == "policy test").Attributes;
        Assert.Equal(("deny", "denied", "shadow"),
            (decision["edge.policy.decision"], decision["edge.policy.reason"], decision["edge.policy.mode"]));
        Assert.Single(spans, s => s.Kind == Client);
        var limit = observed.Spans.Single(s => s.TraceId == crowded && s.Name == "policy test").Attributes;
        Assert.Equal(("shadow", "shy", 0.0), (limit["edge.policy.mode"], limit["edge.limit.counter"], limit["edge.limit.remaining"]));
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_an_error_of_the_call_not_of_the_decision()
    {
        await using var observed = await ObservedEdge.StartAsync();
        await observed.Edge.Server.DisposeAsync();
        var (trace, _) = await observed.CallAsync("allowed");
        var spans = await observed.TraceAsync(trace);
        var call = spans.Single(s => s.Name == "tools/call allowed");
        Assert.Equal((Error, "The server cannot be reached."), (call.Status, call.StatusText));
        Assert.Equal(("-32603", "-32603"), (call.Attributes["error.type"], call.Attributes["rpc.response.status_code"]));
        Assert.Equal(0, spans.Single(s => s.Name == "policy test").Status);
        var request = spans.Single(s => s.Scope == "Microsoft.AspNetCore");
        Assert.Equal((Error, "502", 502L),
            (request.Status, request.Attributes["error.type"], request.Attributes["http.response.status_code"]));
        Assert.Equal((Error, "Request"),
            (spans.Single(s => s.Name == "proxy.forwarder").Status,
                spans.Single(s => s.Name == "proxy.forwarder").Attributes["error.type"]));
        Assert.Equal(Error, spans.Single(s => s.Kind == Client).Status);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":"call 1","result":{"isError":true,"content":[]}}""", 200, "tool_error")]
    [InlineData("""{"jsonrpc":"2.0","id":"call 1","error":{"code":-32099,"message":"no"}}""", 200, "-32099")]
    [InlineData("go away", 401, "401")]
    public async Task A_server_s_error_is_the_call_s(string body, int status, string errorType)
    {
        await using var observed = await ObservedEdge.StartAsync();
        observed.Edge.Server.Answer = (context, _) => ScriptedServer.Json(context, body, status);
        var (trace, _) = await observed.CallAsync("allowed");
        var call = (await observed.TraceAsync(trace)).Single(s => s.Name == "tools/call allowed");
        Assert.Equal((Error, errorType), (call.Status, call.Attributes["error.type"]));
        Assert.Empty(call.Events);
    }

    [Fact]
    public async Task A_context_in_the_message_is_the_parent_and_the_request_is_linked()
    {
        await using var observed = await ObservedEdge.StartAsync();
        const string Meta =
            ""","_meta":{"traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b8-00","tracestate":"vendor=1"}""";
        var (trace, _) = await observed.CallAsync("allowed", Meta);
        var request = Assert.Single(await observed.TraceAsync(trace));
        var spans = observed.Spans.Where(s => s.TraceId == "4bf92f3577b34da6a3ce929d0e0e4736").ToList();
        Assert.Equal(4, spans.Count);
        var call = spans.Single(s => s.Name == "tools/call allowed");
        // A caller that asks not to be sampled is seen all the same.
        Assert.Equal(("00f067aa0ba902b8", "vendor=1"), (call.ParentId, call.TraceState));
        Assert.Equal((trace, request.SpanId), Assert.Single(call.Links));
    }

    [Theory]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", "vendor=1")]
    [InlineData("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b8-01", "vendor=1")]
    [InlineData("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b8-01", "vendor=1")]
    [InlineData("nonsense", "vendor=1")]
    public async Task An_invalid_context_is_ignored(string parent, string state)
    {
        await using var observed = await ObservedEdge.StartAsync();
        var (trace, _) = await observed.CallAsync("allowed", $$""","_meta":{"traceparent":"{{parent}}","tracestate":"{{state}}"}""");
        var call = (await observed.TraceAsync(trace)).Single(s => s.Name == "tools/call allowed");
        Assert.Empty(call.Links);
        Assert.Equal("", call.TraceState);
    }

    [Fact]
    public async Task A_state_that_is_none_is_dropped_and_reaches_no_header()
    {
        await using var observed = await ObservedEdge.StartAsync();
        const string Meta =
            ""","_meta":{"traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b8-01","tracestate":"vendor=1\r\nX-Injected: """
            + """1"}""";
        await observed.CallAsync("allowed", Meta);
        await observed.Edge.StopAsync();
        var call = observed.Spans.Single(s => s.Name == "tools/call allowed");
        Assert.Equal(("00f067aa0ba902b8", ""), (call.ParentId, call.TraceState));
        var headers = Assert.Single(observed.Edge.Server.Received).Headers;
        Assert.False(headers.ContainsKey("tracestate") || headers.ContainsKey("X-Injected"));
    }

    [Fact]
    public async Task Names_that_callers_invent_stay_short()
    {
        await using var observed = await ObservedEdge.StartAsync();
        var name = new string('n', 300) + "😀";
        await observed.Edge.PostAsync($$$"""{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"{{{name}}}"}}""");
        await observed.Edge.StopAsync();
        var call = observed.Spans.Single(s => s.Name.StartsWith("prompts/get", StringComparison.Ordinal));
        Assert.Equal(("prompts/get ".Length + 128, 128), (call.Name.Length, ((string)call.Attributes["gen_ai.prompt.name"]!).Length));
    }

    [Fact]
    public async Task A_method_that_is_none_is_not_part_of_a_name()
    {
        await using var observed = await ObservedEdge.StartAsync();
        await RawHttp.RequestAsync(observed.Edge.Mcp, "INVENTED", default);
        await observed.Edge.StopAsync();
        var request = Assert.Single(observed.Spans);
        Assert.Equal(("HTTP /mcp", 405L), (request.Name, request.Attributes["http.response.status_code"]));
    }

    [Fact]
    public async Task Requests_to_the_admin_port_have_names_too()
    {
        await using var observed = await ObservedEdge.StartAsync();
        await RawHttp.RequestAsync(new Uri(observed.Edge.Admin, "/healthz"), "GET", default);
        await observed.Edge.StopAsync();
        var request = Assert.Single(observed.Spans);
        Assert.Equal(("GET /healthz", 200L), (request.Name, request.Attributes["http.response.status_code"]));
    }

    [Fact]
    public async Task A_frozen_caller_s_stream_is_a_denied_decision_below_the_request()
    {
        await using var observed = await ObservedEdge.StartAsync();
        var freezes = observed.Edge.Services.GetRequiredService<IFreezeStore>();
        await freezes.SetAsync(FreezeTarget.All, "tester", null, Deadline.Token);
        await RawHttp.RequestAsync(observed.Edge.Mcp, "GET", default);
        await observed.Edge.StopAsync();
        Assert.Equal(["GET /mcp", "policy test"], observed.Spans.Select(s => s.Name).Order());
        var decision = observed.Spans.Single(s => s.Name == "policy test").Attributes;
        Assert.Equal(("deny", "frozen"), (decision["edge.policy.decision"], decision["edge.policy.reason"]));
    }

    [Fact]
    public async Task A_refused_message_has_a_request_span_and_no_call()
    {
        await using var observed = await ObservedEdge.StartAsync();
        await observed.Edge.PostAsync("""{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}""");
        await observed.Edge.StopAsync();
        Assert.Equal("POST /mcp", Assert.Single(observed.Spans).Name);
    }
}
