using System.Net;
using System.Text;
using Edge.Testing;
using Edge.Tests.Grants;
using Edge.Tests.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Edge.Tests.Wire;

/// <summary>Requests that are no mistake of the caller, or not the one that Edge named: each kind once failed.</summary>
public sealed class RequestFaultTests : IClassFixture<RequestTableTests.SharedEdge>
{
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed"}}""";

    private readonly EdgeHost _edge;

    public RequestFaultTests(RequestTableTests.SharedEdge shared)
    {
        _edge = shared.Edge;
        _edge.Server.Forget();
        _edge.Server.Answer = (context, _) => ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":7,"result":{}}""");
    }

    [Theory]
    [InlineData("nope")]
    [InlineData(".")]
    [InlineData("x.!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("x.AAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("x.AAAAAAAAAA AAAAAAAAAAA")]
    [InlineData("x.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("x.AAAAAAAAAAAAAAAAAAAAAB")]
    [InlineData("{\"a\":1}")]
    public async Task A_session_that_is_not_known_here_is_not_found_however_its_id_is_written(string id)
    {
        var answer = await _edge.PostAsync(Call, $"Mcp-Session-Id: {id}");
        Assert.Equal(404, answer.Status);
        Assert.Equal("""{"jsonrpc":"2.0","id":7,"error":{"code":-32001,"message":"Session not found"}}""", answer.Text);
        foreach (var method in (string[])["GET", "DELETE"])
        {
            answer = await RawHttp.RequestAsync(_edge.Mcp, method, default, $"Mcp-Session-Id: {id}");
            Assert.Equal((404, """{"jsonrpc":"2.0","error":{"code":-32001,"message":"Session not found"}}"""),
                (answer.Status, answer.Text));
        }

        Assert.Empty(_edge.Server.Received);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task An_empty_chunked_body_is_no_body(string method)
    {
        var answer = await ChunkedAsync(method, "0\r\n\r\n");
        Assert.Equal(200, answer.Status);
        var received = Assert.Single(_edge.Server.Received);
        Assert.Equal("", received.Text);
        Assert.DoesNotContain("Transfer-Encoding", received.Headers.Keys);

        _edge.Server.Forget();
        Assert.Equal(400, (await ChunkedAsync(method, "1\r\nx\r\n0\r\n\r\n")).Status);
        Assert.Equal(400, (await ChunkedAsync(method, "x\r\n\r\n")).Status);
        Assert.Empty(_edge.Server.Received);
    }

    [Theory]
    [InlineData("GET", 0, HttpStatusCode.OK)]
    [InlineData("DELETE", 0, HttpStatusCode.OK)]
    [InlineData("GET", 1, HttpStatusCode.BadRequest)]
    [InlineData("DELETE", 1, HttpStatusCode.BadRequest)]
    public async Task Over_HTTP2_empty_data_is_no_body(string method, int bytes, HttpStatusCode status)
    {
        await using var edge = await EdgeHost.StartAsync(settings: ("Kestrel:Endpoints:Mcp:Protocols", "Http2"));
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), edge.Mcp)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact
        };
        request.Content = new StreamContent(new UnsizedStream(new byte[bytes]));
        using var answer = await client.SendAsync(request, Deadline.Token);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(bytes == 0 ? 1 : 0, edge.Server.Received.Count);
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFFFF\r\n{}")]
    [InlineData("\r\n{}")]
    [InlineData("-1\r\n{}")]
    [InlineData("2\r\n{}x\r\n0\r\n\r\n")]
    [InlineData("2\r\n{}\r\n0\r\nbad trailer\r\n\r\n")]
    [InlineData("2;x=\"\n\"\r\n{}\r\n0\r\n\r\n")]
    public async Task A_body_in_chunks_that_are_none_is_a_mistake_of_the_caller(string body)
    {
        using var caller = await RawConnection.SendAsync(_edge.Mcp, "POST", "", "Content-Type: application/json",
            "Transfer-Encoding: chunked");
        await caller.SendMoreAsync(body);
        await caller.ReadUntilAsync("\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", caller.Received);
        Assert.Empty(_edge.Server.Received);
        Assert.DoesNotContain(_edge.Logs.Lines, l => l.Level >= LogLevel.Error);
    }

    [Theory]
    [InlineData("?x=%2e%2e")]
    [InlineData("?x=%2E%2E/%7euser&y=%41%2f%2F")]
    [InlineData("?")]
    [InlineData("?=&&a")]
    [InlineData("?q=\"<>|`{}^[]\\'")]
    [InlineData("?path=../../x&u=http://[::1]/./..")]
    [InlineData("?bad=%zz%")]
    public async Task The_query_arrives_as_it_was_sent(string query)
    {
        Assert.Equal(200, (await TargetAsync("/mcp" + query)).Status);
        Assert.Equal("/mcp" + query, Assert.Single(_edge.Server.Received).Target);
    }

    [Theory]
    [InlineData("GET", "/.well-known/openid-configuration", "")]
    [InlineData("GET", "/.well-known/oauth-authorization-server", "")]
    [InlineData("GET", "/.well-known/oauth-protected-resource/mcp", "")]
    [InlineData("POST", "/register", "{}")]
    [InlineData("POST", "/token", "grant_type=refresh_token")]
    [InlineData("GET", "/authorize?client_id=x", "")]
    [InlineData("GET", "/", "")]
    [InlineData("PUT", "/upload", "x")]
    [InlineData("HEAD", "/favicon.ico", "")]
    public async Task What_lies_beside_the_routes_is_not_there_with_grants_and_without(string method, string target, string body)
    {
        using var folder = new GrantFolder("""{ "grants": [ { "id": "a", "tokenHashes": [ "<A>" ], "servers": { "server": {} } } ] }""");
        await using var granted = await EdgeHost.StartAsync(settings: folder.Settings());
        string[] headers = body.Length > 0 && body[0] != '{' ? ["Content-Type: application/x-www-form-urlencoded"] : [];
        foreach (var edge in (EdgeHost[])[_edge, granted])
        {
            var answer = await RawHttp.RequestAsync(new Uri(edge.Base, target), method, Encoding.UTF8.GetBytes(body), headers);
            Assert.Equal((404, "", null), (answer.Status, answer.Text, answer.Header("WWW-Authenticate")));
            Assert.Empty(edge.Server.Received);
        }
    }

    [Fact]
    public async Task What_may_not_ask_beside_the_routes_is_told_in_no_JSON_RPC()
    {
        await using var edge = await EdgeHost.StartAsync(settings: [("Edge:Flood:RequestsPerSecond", "1"), ("Edge:Flood:Burst", "1")]);
        var probe = new Uri(edge.Base, "/.well-known/openid-configuration");
        var answer = await RawHttp.RequestAsync(probe, "GET", default, "Origin: https://evil.example");
        Assert.Equal((403, ""), (answer.Status, answer.Text));
        answer = await RawHttp.RequestAsync(probe, "GET", default, "Host: evil.example");
        Assert.Equal((400, ""), (answer.Status, answer.Text));
        for (var i = 0; answer.Status != 429; i++)
        {
            Assert.InRange(i, 0, 100);
            answer = await RawHttp.RequestAsync(probe, "GET", default);
        }

        Assert.Equal(("", "1"), (answer.Text, answer.Header("Retry-After")));
        Assert.Contains("-32600", (await edge.PostAsync(Call, "Origin: https://evil.example")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_may_read_what_tells_it_when_to_try_again()
    {
        await using var edge = await EdgeHost.StartAsync(settings: ("Edge:Wire:AllowedOrigins:0", "https://app.example"));
        foreach (var answer in (RawResponse[])
        [
            await edge.PostAsync(Call, "Origin: https://app.example"),
            // Refused before it was read.
            await edge.PostAsync(Call, "Origin: https://app.example", "Content-Type: text/plain"),
            await RawHttp.RequestAsync(new Uri(edge.Base, "/nowhere"), "GET", default, "Origin: https://app.example"),
        ])
        {
            Assert.Equal("https://app.example", answer.Header("Access-Control-Allow-Origin"));
            var exposed = answer.Header("Access-Control-Expose-Headers")!.Split(", ");
            Assert.Superset(new HashSet<string>(["Mcp-Session-Id", "WWW-Authenticate", "Retry-After", "RateLimit", "Allow"]),
                exposed.ToHashSet());
        }

        Assert.Null((await edge.PostAsync(Call, "Origin: https://other.example")).Header("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("Mcp-Method: server/discover")]
    [InlineData("Mcp-Method: tools/list", "Mcp-Name: denied")]
    [InlineData("Mcp-Name: =?base64?!!?=")]
    [InlineData("MCP-Protocol-Version: 2025-11-25", "Mcp-Method: TOOLS/CALL", "mcp-name: x")]
    [InlineData("MCP-Protocol-Version: 2024-11-05", "Mcp-Method: tools/call", "Mcp-Name: allowed")]
    public async Task Headers_of_a_later_revision_are_dropped_and_the_body_is_judged(params string[] headers)
    {
        Assert.Equal(200, (await _edge.PostAsync(Call, headers)).Status);
        var received = Assert.Single(_edge.Server.Received);
        Assert.Equal(Call, received.Text);
        Assert.DoesNotContain(received.Headers.Keys, k => k.Equals("Mcp-Method", StringComparison.OrdinalIgnoreCase)
            || k.Equals("Mcp-Name", StringComparison.OrdinalIgnoreCase));

        _edge.Server.Forget();
        Assert.Contains("\"isError\":true",
            (await _edge.PostAsync(Call.Replace("allowed", "denied", StringComparison.Ordinal), headers)).Text);
        Assert.Empty(_edge.Server.Received);
    }

    [Theory]
    [InlineData("Authorization: Bearer KEY\u00A0")]
    [InlineData("X-Title: caf\u00E9")]
    [InlineData("Cookie: a=\u00FF")]
    [InlineData("Mcp-Param-Region: \u00E9")]
    public async Task A_header_that_cannot_be_sent_on_is_refused(string header)
    {
        var answer = await RawHttp.SendAsync(_edge.Mcp, Encoding.UTF8.GetBytes(
            $"POST /mcp HTTP/1.1\r\nHost: {_edge.Mcp.Authority}\r\nConnection: close\r\nContent-Type: "
                + $"application/json\r\n{header}\r\nContent-Length: {Call.Length}\r\n\r\n{Call}"));
        Assert.Equal(400, answer.Status);
        Assert.Contains("ASCII", answer.Text);
        Assert.Empty(_edge.Server.Received);
    }

    [Fact]
    public async Task A_header_that_stays_behind_may_say_anything()
    {
        var answer = await RawHttp.SendAsync(_edge.Mcp, Encoding.UTF8.GetBytes(
            $"POST /mcp HTTP/1.1\r\nHost: {_edge.Mcp.Authority}\r\nConnection: close\r\nContent-Type: "
                + $"application/json\r\nX-Forwarded-User: \u00E9\r\nContent-Length: {Call.Length}\r\n\r\n{Call}"));
        Assert.Equal(200, answer.Status);
    }

    private Task<RawResponse> ChunkedAsync(string method, string body) =>
        RawHttp.RequestAsync(_edge.Mcp, method, Encoding.ASCII.GetBytes(body), "Transfer-Encoding: chunked", "Content-Length:",
        "Content-Type:");

    private Task<RawResponse> TargetAsync(string target) => RawHttp.SendAsync(_edge.Mcp, Encoding.ASCII.GetBytes(
        $"POST {target} HTTP/1.1\r\nHost: {_edge.Mcp.Authority}\r\nConnection: close\r\nContent-Type: "
            + $"application/json\r\nContent-Length: {Call.Length}\r\n\r\n{Call}"));

    private sealed class UnsizedStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
