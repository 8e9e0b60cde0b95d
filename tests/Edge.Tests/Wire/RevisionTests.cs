using Edge.Mcp;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Edge.Tests.Wire;

/// <summary>What the revisions of the protocol differ in, on the wire. <c>RevisionRulesTests</c> has every case of the headers.</summary>
public sealed class RevisionTests : IClassFixture<RequestTableTests.SharedEdge>
{
    private const string Meta =
        "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";
    private const string Legacy = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed"}}""";

    private readonly EdgeHost _edge;

    public RevisionTests(RequestTableTests.SharedEdge shared)
    {
        _edge = shared.Edge;
        _edge.Server.Forget();
        _edge.Server.Answer = (context, _) => ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":1,"result":{}}""");
    }

    public static TheoryData<string> AllRevisions => [.. Revisions.Known, "2027-01-01"];

    [Theory]
    [MemberData(nameof(AllRevisions))]
    public async Task A_batch_is_refused_in_every_revision(string revision)
    {
        foreach (var batch in (string[])[$"[{Legacy}]", $"[{Legacy},{Modern("allowed")}]", "[]"])
        {
            var answer = await _edge.PostAsync(batch, $"MCP-Protocol-Version: {revision}", "Mcp-Method: tools/call", "Mcp-Name: allowed");
            Assert.Equal(400, answer.Status);
            Assert.Contains("\"code\":-32600", answer.Text);
        }

        Assert.Empty(_edge.Server.Received);
    }

    [Theory]
    [InlineData(false, "allowed", "denied", 200)]
    [InlineData(true, "allowed", "denied", 400)]
    [InlineData(true, "denied", "allowed", 400)]
    [InlineData(true, "denied", "denied", 200)]
    public async Task No_header_decides(bool isModern, string header, string body, int status)
    {
        var answer = await _edge.PostAsync(
            isModern ? Modern(body) : Legacy.Replace("allowed", body, StringComparison.Ordinal),
            $"MCP-Protocol-Version: {(isModern ? "2026-07-28" : "2025-11-25")}", "Mcp-Method: tools/call", $"Mcp-Name: {header}");
        Assert.Equal(status, answer.Status);
        Assert.Contains(status == 400 ? "\"code\":-32020" : "\"isError\":true", answer.Text);
        Assert.Empty(_edge.Server.Received);
    }

    [Fact]
    public async Task Mirrored_arguments_that_Edge_does_not_know_arrive_untouched()
    {
        Assert.Equal(200,
            (await ModernAsync(Modern("allowed"), "tools/call", "allowed", "Mcp-Param-Region: =?base64?w6k=?=",
                "mcp-param-anything:  at all ")).Status);
        var received = Received().Headers;
        Assert.Equal("=?base64?w6k=?=", received["Mcp-Param-Region"]);
        Assert.Equal("at all", received["mcp-param-anything"]);
        Assert.Equal(("2026-07-28", "tools/call", "allowed"),
            (received["MCP-Protocol-Version"], received["Mcp-Method"], received["Mcp-Name"]));
    }

    [Theory]
    [InlineData(1, 40_000)]
    [InlineData(200, 1)]
    public async Task Headers_without_measure_are_refused(int count, int length)
    {
        var answer =
            await _edge.PostAsync(Legacy, [.. Enumerable.Range(0, count).Select(i => $"Mcp-Param-{i}: {new string('a', length)}")]);
        Assert.Equal(431, answer.Status);
        Assert.Empty(_edge.Server.Received);
    }

    [Theory]
    [InlineData(400, """{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"Bad Request: Unsupported protocol version"}}""")]
    [InlineData(400,
        """{"jsonrpc":"2.0","id":1,"error":{"code":-32022,"message":"no","data":{"supported":["2025-11-25"],"requested":"2026-07-28"}}}""")]
    [InlineData(404, """{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}""")]
    [InlineData(200,
        """{"jsonrpc":"2.0","id":1,"result":{"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{},"ttlMs":"""
        + """1,"cacheScope":"public"}}""")]
    public async Task What_a_server_answers_to_a_probe_of_its_revision_passes_unchanged(int status, string answer)
    {
        _edge.Server.Answer = (context, _) => ScriptedServer.Json(context, answer, status);
        var probed = await ModernAsync($$$"""{"jsonrpc":"2.0","id":1,"method":"server/discover","params":{ {{{Meta}}} }}""",
            "server/discover", null);
        Assert.Equal((status, answer), (probed.Status, probed.Text));
        Assert.Equal("server/discover", Received().Headers["Mcp-Method"]);
    }

    [Theory]
    [InlineData("2025-03-26", 202)]
    [InlineData("2025-11-25", 202)]
    [InlineData("2026-07-28", 400)]
    [InlineData("2027-01-01", 400)]
    public async Task A_posted_response_is_for_the_older_revisions(string revision, int status)
    {
        const string Response = """{"jsonrpc":"2.0","id":3,"result":{"action":"accept"}}""";
        _edge.Server.Answer = Accepted;
        var answer = await _edge.PostAsync(Response, $"MCP-Protocol-Version: {revision}");
        Assert.Equal(status, answer.Status);
        if (status == 202)
            Assert.Equal(Response, Received().Text);
        else
            Assert.Empty(_edge.Server.Received);
    }

    [Fact]
    public async Task A_notification_is_accepted_by_the_server_alone()
    {
        const string Notification = """{"jsonrpc":"2.0","method":"notifications/initialized"}""";
        _edge.Server.Answer = Accepted;
        var accepted = await _edge.PostAsync(Notification);
        Assert.Equal((202, ""), (accepted.Status, accepted.Text));
        Assert.Equal(Notification, Received().Text);

        Assert.Equal(400, (await _edge.PostAsync("""{"jsonrpc":"2.0","method":"notifications/unheard_of"}""")).Status);
        Assert.Equal(200, (await _edge.PostAsync(Legacy.Replace("allowed", "denied", StringComparison.Ordinal))).Status);
        Assert.Empty(_edge.Server.Received);
    }

    [Fact]
    public async Task The_newest_revision_knows_no_sessions()
    {
        _edge.Server.Answer = (context, _) =>
        {
            context.Response.Headers["Mcp-Session-Id"] = "of-the-server";
            return ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":1,"result":{}}""");
        };
        var answer = await ModernAsync(Modern("allowed"), "tools/call", "allowed", "Mcp-Session-Id: invented", "Last-Event-ID: 3");
        Assert.Equal(200, answer.Status);
        Assert.Null(answer.Header("Mcp-Session-Id"));
        Assert.DoesNotContain("Mcp-Session-Id", Received().Headers.Keys);
        var get = await RawHttp.RequestAsync(_edge.Mcp, "GET", default, "MCP-Protocol-Version: 2026-07-28");
        Assert.Equal((405, "POST"), (get.Status, get.Header("Allow")));
        Assert.Empty(_edge.Server.Received);
    }

    [Theory]
    [InlineData("2026-07-28", "2026-07-28", 404, -32601)]
    [InlineData("2025-11-25", "2026-07-28", 400, -32020)]
    [InlineData("2025-11-25", null, 400, -32602)]
    public async Task A_method_that_the_newest_revision_took_away_is_unknown_there_even_without_its_target(string header, string? named,
    int status, int code)
    {
        var meta = named is null ? "{}"
            : $$$"""{"io.modelcontextprotocol/protocolVersion":"{{{named}}}","io.modelcontextprotocol/clientCapabilities":{}}""";
        foreach (var method in (string[])["resources/subscribe", "resources/unsubscribe"])
        {
            var body = $$"""{"jsonrpc":"2.0","id":5,"method":"{{method}}","params":{"_meta":{{meta}}} }""";
            var answer = await _edge.PostAsync(body, $"MCP-Protocol-Version: {header}", $"Mcp-Method: {method}");
            Assert.Equal(status, answer.Status);
            Assert.StartsWith($$"""{"jsonrpc":"2.0","id":5,"error":{"code":{{code}},""", answer.Text);
            Assert.Empty(_edge.Server.Received);
        }
    }

    private static Task Accepted(HttpContext context, ReceivedRequest request)
    {
        _ = request;
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        return Task.CompletedTask;
    }

    private static string Modern(
        string tool) => $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}",{{{Meta}}} }}""";

    private Task<RawResponse> ModernAsync(string body, string method, string? name, params string[] headers) => _edge.PostAsync(
        body, ["MCP-Protocol-Version: 2026-07-28", $"Mcp-Method: {method}", .. name is null ? Array.Empty<string>()
            : [$"Mcp-Name: {name}"], .. headers]);

    private ReceivedRequest Received()
    {
        var received = Assert.Single(_edge.Server.Received);
        _edge.Server.Forget();
        return received;
    }
}
