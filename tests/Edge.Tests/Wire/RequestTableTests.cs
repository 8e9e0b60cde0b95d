using System.IO.Compression;
using System.Text;
using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Wire;

/// <summary>
/// Each row of the table of what upstreams really do with odd requests, as bytes between two real Kestrels: refused with nothing reaching
/// the server, or forwarded byte for byte. The policy allows the tool <c>allowed</c> and no other.
/// </summary>
public sealed class RequestTableTests(RequestTableTests.SharedEdge shared) : IClassFixture<RequestTableTests.SharedEdge>
{
    private const string Good = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","arguments":{}}}""";

    /// <summary>Bodies that must be refused: name, body, status, JSON-RPC code.</summary>
    public static TheoryData<string, string, int, int> Refused => new()
    {
        { "method twice", """{"jsonrpc":"2.0","id":1,"method":"tools/list","method":"tools/call","params":{"name":"allowed"}}""", 400,
        -32600 },
        { "params.name twice", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","name":"denied"}}""", 400,
        -32600 },
        { "params twice", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed"},"params":{"name":"denied"}}""", 400,
        -32600 },
        { "key twice inside arguments",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","arguments":{"a":{"b":1,"b":2}}}}""", 400, -32600 },
        { "id twice", """{"jsonrpc":"2.0","id":1,"id":2,"method":"tools/call","params":{"name":"allowed"}}""", 400, -32600 },
        { "escaped key twice", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","na\u006de":"denied"}}""", 400,
        -32600 },
        { "extra Method", """{"jsonrpc":"2.0","id":1,"method":"tools/call","Method":"ping","params":{"name":"allowed"}}""", 400, -32600 },
        { "Method alone", """{"jsonrpc":"2.0","id":1,"Method":"tools/call","params":{"name":"allowed"}}""", 400, -32600 },
        { "extra Name", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","Name":"denied"}}""", 400, -32600 },
        { "extra Params", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed"},"Params":{"name":"denied"}}""", 400,
        -32600 },
        { "long s in params", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","argument\u017f":{}}}""", 400,
        -32600 },
        { "kelvin sign in an envelope key",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","ta\u017f\u212a":{}}}""", 400, -32600 },
        { "depth 70", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","arguments":{"a":"""
        + new string('[', 70) + new string(']', 70) + "}}}", 400, -32600 },
        { "depth 5,000", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","arguments":{"a":"""
        + new string('[', 5_000) + new string(']', 5_000) + "}}}", 400, -32600 },
        { "depth 100,000", new string('[', 100_000), 400, -32600 },
        { "id 1e400", """{"jsonrpc":"2.0","id":1e400,"method":"tools/call","params":{"name":"allowed"}}""", 400, -32600 },
        { "id 2^63", """{"jsonrpc":"2.0","id":9223372036854775808,"method":"tools/call","params":{"name":"allowed"}}""", 400, -32600 },
        { "id 2^53", """{"jsonrpc":"2.0","id":9007199254740992,"method":"tools/call","params":{"name":"allowed"}}""", 400, -32600 },
        { "id 1.5", """{"jsonrpc":"2.0","id":1.5,"method":"tools/call","params":{"name":"allowed"}}""", 400, -32600 },
        { "id 1.0", """{"jsonrpc":"2.0","id":1.0,"method":"tools/call","params":{"name":"allowed"}}""", 400, -32600 },
        { "id true", """{"jsonrpc":"2.0","id":true,"method":"tools/call","params":{"name":"allowed"}}""", 400, -32600 },
        { "id null", """{"jsonrpc":"2.0","id":null,"method":"tools/call","params":{"name":"allowed"}}""", 400, -32600 },
        { "id object", """{"jsonrpc":"2.0","id":{},"method":"tools/call","params":{"name":"allowed"}}""", 400, -32600 },
        { "batch",
        """[{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed"}},{"jsonrpc":"2.0","id":"""
        + """2,"method":"tools/call","params":{"name":"denied"}}]""", 400, -32600 },
        { "batch of one", $"[{Good}]", 400, -32600 },
        { "empty batch", "[]", 400, -32600 },
        { "nested batch", $"[[{Good}]]", 400, -32600 },
        { "call without id", """{"jsonrpc":"2.0","method":"tools/call","params":{"name":"allowed"}}""", 400, -32600 },
        { "params array", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":["allowed"]}""", 400, -32602 },
        { "params missing", """{"jsonrpc":"2.0","id":1,"method":"tools/call"}""", 400, -32602 },
        { "name number", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":7}}""", 400, -32602 },
        { "name missing", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{}}""", 400, -32602 },
        { "arguments string", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","arguments":"x"}}""", 400,
        -32602 },
        { "arguments array", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","arguments":[]}}""", 400, -32602 },
        { "arguments null", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","arguments":null}}""", 400,
        -32602 },
        { "method and result", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed"},"result":{}}""", 400, -32600 },
        { "method and error",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed"},"error":{"code":1,"message":""}}""", 400, -32600 },
        { "unknown top-level key", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed"},"extra":1}""", 400,
        -32600 },
        { "jsonrpc missing", """{"id":1,"method":"tools/call","params":{"name":"allowed"}}""", 400, -32600 },
        { "jsonrpc 1.0", """{"jsonrpc":"1.0","id":1,"method":"tools/call","params":{"name":"allowed"}}""", 400, -32600 },
        { "__proto__",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","arguments":{"a":[{"__pro\u0074o__":{"b":1}}]}}}""",
        400, -32600 },
        { "trailing garbage", Good + "x", 400, -32700 },
        { "two documents", Good + Good, 400, -32700 },
        { "NUL behind", Good + "\0", 400, -32700 },
        { "comment", "/* */" + Good, 400, -32700 },
        { "trailing comma", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed",}}""", 400, -32700 },
        { "NaN", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","arguments":{"a":NaN}}}""", 400, -32700 },
        { "single quotes", Good.Replace('"', '\''), 400, -32700 },
        { "leading form feed", "\f" + Good, 400, -32700 },
        { "leading no-break space", "\u00a0" + Good, 400, -32700 },
        { "raw control character", Good.Replace("allowed", "allo\twed", StringComparison.Ordinal), 400, -32700 },
        { "empty body", "", 400, -32700 },
        { "lone surrogate in a value",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","arguments":{"a":"\ud800"}}}""", 400, -32700 },
        { "lone surrogate in a key",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","arguments":{"\udc00":1}}}""", 400, -32700 },
        { "lone surrogate in the id", """{"jsonrpc":"2.0","id":"\ud800","method":"tools/call","params":{"name":"allowed"}}""", 400,
        -32700 },
        { "name with a trailing space", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed "}}""", 400, -32602 },
        { "name with NUL", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed\u0000"}}""", 400, -32602 },
        { "name with a homoglyph", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"\u0430llowed"}}""", 400, -32602 },
        { "name in full width", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"\uff41llowed"}}""", 400, -32602 },
        { "name with a zero-width space", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed\u200b"}}""", 400,
        -32602 },
        { "100,001 members", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","arguments":{"""
        + string.Join(',', Enumerable.Range(0, 100_001).Select(i => $"\"{i}\":0")) + "}}}", 400, -32600 },
    };

    /// <summary>Bodies that are read in exactly one way and must arrive as they were sent.</summary>
    public static TheoryData<string, string> Forwarded => new()
    {
        { "plain", Good },
        { "white space around", " \t\r\n" + Good + "\n " },
        { "escaped key, value and slash",
        """{"jsonrpc":"2.0","id":1,"\u006dethod":"tools\/call","params":{"na\u006de":"\u0061llowed"}}""" },
        { "empty id", """{"jsonrpc":"2.0","id":"","method":"tools/call","params":{"name":"allowed"}}""" },
        { "largest id", """{"jsonrpc":"2.0","id":9007199254740991,"method":"tools/call","params":{"name":"allowed"}}""" },
        { "depth 60", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","arguments":{"a":"""
        + new string('[', 60) + new string(']', 60) + "}}}" },
        { "surrogate pair",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","arguments":{"\ud83d\ude00":"😀"}}}""" },
        { "numbers in every form",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","arguments":{"a":[1,1.0,1e0,-0,1E+2,"""
        + """1.7976931348623157e309]}}}""" },
        { "many segments", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"arguments":{"a":" """ + new string('x', 300_000)
        + """ "},"name":"allowed"}}""" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Refused_and_nothing_reaches_the_server(string name, string body, int status, int code)
    {
        _ = name;
        var answer = await shared.Edge.PostAsync(body);
        Assert.Equal(status, answer.Status);
        Assert.Equal("application/json", answer.Header("Content-Type"));
        Assert.Contains($"\"error\":{{\"code\":{code},\"message\":\"", answer.Text);
        Assert.DoesNotContain("\"id\":null", answer.Text);
        Assert.DoesNotContain("System.", answer.Text);
        Assert.Empty(shared.Edge.Server.Received);
    }

    [Theory]
    [MemberData(nameof(Forwarded))]
    public async Task Forwarded_byte_for_byte(string name, string body)
    {
        _ = name;
        var answer = await shared.Edge.PostAsync(body);
        var received = Assert.Single(shared.Edge.Server.Received);
        shared.Edge.Server.Forget();
        Assert.Equal(200, answer.Status);
        Assert.Equal(body, received.Text);
    }

    [Theory]
    [InlineData("BOM", "EF BB BF", 400)]
    [InlineData("UTF-16 LE", "FF FE", 400)]
    public async Task A_mark_before_the_body_is_refused(string name, string mark, int status)
    {
        _ = name;
        byte[] body = [.. Convert.FromHexString(mark.Replace(" ", "", StringComparison.Ordinal)), .. Encoding.UTF8.GetBytes(Good)];
        RefusedWith(await RawHttp.PostAsync(shared.Edge.Mcp, body), status);
    }

    [Fact]
    public async Task Another_encoding_is_refused()
    {
        RefusedWith(await RawHttp.PostAsync(shared.Edge.Mcp, Encoding.Unicode.GetBytes(Good)), 400);
        RefusedWith(await RawHttp.PostAsync(shared.Edge.Mcp, Encoding.BigEndianUnicode.GetBytes(Good)), 400);
        RefusedWith(await RawHttp.PostAsync(shared.Edge.Mcp, Encoding.UTF32.GetBytes(Good)), 400);
        RefusedWith(await RawHttp.PostAsync(shared.Edge.Mcp, Encoding.Unicode.GetBytes(Good),
            "Content-Type: application/json; charset=utf-16"), 415);
    }

    [Theory]
    [InlineData("C0 AF")]
    [InlineData("FF")]
    [InlineData("ED A0 80")]
    [InlineData("F4 90 80 80")]
    [InlineData("E2 82")]
    public async Task Bytes_that_are_not_utf8_are_refused(string bytes)
    {
        byte[] body = [.. """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","arguments":{"a":" """u8,
            .. Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal)), .. "\"}}}"u8];
        RefusedWith(await RawHttp.PostAsync(shared.Edge.Mcp, body), 400);
    }

    [Theory]
    [InlineData(415, "Content-Type: text/plain")]
    [InlineData(415, "Content-Type: text/plain;x=application/json")]
    [InlineData(415, "Content-Type: application/x-www-form-urlencoded")]
    [InlineData(415, "Content-Type: multipart/form-data; boundary=x")]
    [InlineData(415, "Content-Type: text/json")]
    [InlineData(415, "Content-Type: application/vnd.x+json")]
    [InlineData(415, "Content-Type: application/json, text/plain")]
    [InlineData(415, "Content-Type:")]
    [InlineData(415, "Content-Type: application/json; charset=utf-7")]
    [InlineData(415, "Content-Type: application/json; charset=latin1")]
    [InlineData(415, "Content-Encoding: gzip")]
    [InlineData(400, "Content-Type: application/json", "Content-Type: application/json")]
    [InlineData(400, "MCP-Protocol-Version: 2025-06-18", "MCP-Protocol-Version: 2025-06-18")]
    [InlineData(400, "Authorization: a", "Authorization: b")]
    [InlineData(400, "Mcp-Method: tools/call", "Mcp-Method: tools/call")]
    [InlineData(400, "MCP-Protocol-Version: 2026-07-28")]
    [InlineData(400, "MCP-Protocol-Version: 1999-01-01")]
    [InlineData(400, "Upgrade: websocket", "Connection: close, upgrade")]
    [InlineData(400, "Host: evil.example")]
    [InlineData(400, "Host: ")]
    [InlineData(403, "Origin: https://evil.example")]
    [InlineData(403, "Origin: null")]
    public async Task Headers_that_say_something_else_are_refused(int status, params string[] headers) =>
        RefusedWith(await shared.Edge.PostAsync(Good, headers), status);

    [Theory]
    [InlineData("Content-Type: Application/JSON")]
    [InlineData("Content-Type: application/json;charset=UTF-8")]
    [InlineData("Content-Encoding: identity")]
    [InlineData("Mcp-Method: tools/call", "Mcp-Name: allowed")]
    [InlineData("mcp-method:   tools/call  ", "MCP-NAME: =?base64?YWxsb3dlZA==?=")]
    [InlineData("MCP-Protocol-Version: 2025-11-25")]
    [InlineData("Mcp-Param-Anything: at all")]
    [InlineData("Accept: application/json")]
    public async Task Headers_that_agree_pass(params string[] headers)
    {
        var answer = await shared.Edge.PostAsync(Good, headers);
        var received = Assert.Single(shared.Edge.Server.Received);
        shared.Edge.Server.Forget();
        Assert.Equal(200, answer.Status);
        Assert.Equal(Good, received.Text);
    }

    [Fact]
    public async Task A_compressed_body_is_refused()
    {
        var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Good));
        RefusedWith(await RawHttp.PostAsync(shared.Edge.Mcp, compressed.ToArray()), 400);
        RefusedWith(await RawHttp.PostAsync(shared.Edge.Mcp, compressed.ToArray(), "Content-Encoding: gzip"), 415);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("HEAD")]
    [InlineData("TRACE")]
    [InlineData("post")]
    [InlineData("Get")]
    [InlineData("OPTIONS")]
    public async Task Other_methods_are_refused(string method)
    {
        var answer = await RawHttp.RequestAsync(shared.Edge.Mcp, method, default);
        RefusedWith(answer, 405);
        Assert.Equal("POST, GET, DELETE", answer.Header("Allow"));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task Streams_and_session_ends_carry_no_body(string method)
    {
        RefusedWith(await RawHttp.RequestAsync(shared.Edge.Mcp, method, Encoding.UTF8.GetBytes(Good)), 400);
        RefusedWith(await RawHttp.RequestAsync(shared.Edge.Mcp, method, "1\r\nx\r\n0\r\n\r\n"u8.ToArray(), "Content-Length:",
            "Transfer-Encoding: chunked"), 400);
    }

    [Fact]
    public async Task A_tunnel_is_not_opened()
    {
        var answer = await RawHttp.SendAsync(shared.Edge.Mcp,
            Encoding.ASCII.GetBytes("CONNECT 127.0.0.1:80 HTTP/1.1\r\nHost: 127.0.0.1:80\r\nConnection: close\r\n\r\n"));
        RefusedWith(answer, 400);
    }

    [Fact]
    public async Task Override_and_forwarding_headers_do_not_reach_the_server()
    {
        await shared.Edge.PostAsync(
            Good, "X-HTTP-Method-Override: DELETE", "X-Method-Override: DELETE", "X-Forwarded-For: 6.6.6.6",
                "X-Forwarded-Host: evil.example", "X-Real-IP: 6.6.6.6",
            "X-Original-URL: /admin", "Forwarded: for=6.6.6.6", "Accept-Encoding: gzip", "X-Kept: yes");
        var received = Assert.Single(shared.Edge.Server.Received);
        shared.Edge.Server.Forget();
        Assert.Equal("yes", received.Headers["X-Kept"]);
        Assert.Equal("identity", received.Headers["Accept-Encoding"]);
        Assert.Equal("127.0.0.1", received.Headers["X-Forwarded-For"]);
        Assert.Equal(shared.Edge.Mcp.Authority, received.Headers["X-Forwarded-Host"]);
        foreach (var header in (string[])["X-HTTP-Method-Override", "X-Method-Override", "X-Real-IP", "X-Original-URL", "Forwarded"])
            Assert.DoesNotContain(header, received.Headers.Keys);
    }

    [Fact]
    public async Task A_body_over_the_bound_is_refused_with_a_length_and_in_chunks()
    {
        await using var edge = await EdgeHost.StartAsync(settings: ("Edge:Wire:MaxRequestBytes", "2048"));
        var large = Good.Replace("{}", $"{{\"a\":\"{new string('x', 4096)}\"}}", StringComparison.Ordinal);
        Assert.Equal(413, (await edge.PostAsync(large)).Status);
        Assert.Equal(413,
            (await edge.PostAsync($"{large.Length:x}\r\n{large}\r\n0\r\n\r\n", "Content-Length:", "Transfer-Encoding: chunked")).Status);
        Assert.Empty(edge.Server.Received);
        Assert.Equal(200, (await edge.PostAsync(Good)).Status);
    }

    [Fact]
    public async Task A_body_that_does_not_come_whole_in_time_is_refused()
    {
        var clock = new ManualTimeProvider();
        await using var edge = await EdgeHost.StartAsync(clock: clock);
        using var caller = await RawConnection.SendAsync(edge.Mcp, "POST", "", "Content-Type: application/json", "Content-Length: 1000");
        var answer = caller.ReadUntilAsync("\r\n\r\n");
        await Deadline.Until(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(31));
                return answer.IsCompleted;
            },
            "the refusal");
        await answer;
        Assert.StartsWith("HTTP/1.1 408 ", caller.Received);
        Assert.Empty(edge.Server.Received);
        await Deadline.Until(() => edge.FinishedRequests == 1, "the request to be over");
        Assert.DoesNotContain(edge.Logs.Lines, l => l.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    [Fact]
    public async Task A_page_of_an_allowed_origin_may_ask_and_call()
    {
        await using var edge = await EdgeHost.StartAsync(settings: ("Edge:Wire:AllowedOrigins:0", "https://app.example"));
        var preflight = await RawHttp.RequestAsync(edge.Mcp, "OPTIONS", default, "Origin: https://app.example",
            "Access-Control-Request-Method: POST");
        Assert.Equal(204, preflight.Status);
        Assert.Equal("https://app.example", preflight.Header("Access-Control-Allow-Origin"));
        Assert.Equal("Mcp-Session-Id, WWW-Authenticate, Retry-After, RateLimit, Allow", preflight.Header("Access-Control-Expose-Headers"));
        Assert.Empty(edge.Server.Received);
        var call = await edge.PostAsync(Good, "Origin: https://app.example");
        Assert.Equal("https://app.example", call.Header("Access-Control-Allow-Origin"));
        Assert.Equal(403, (await RawHttp.RequestAsync(edge.Mcp, "OPTIONS", default, "Origin: https://other.example")).Status);
    }

    private void RefusedWith(RawResponse answer, int status)
    {
        Assert.Equal(status, answer.Status);
        Assert.Empty(shared.Edge.Server.Received);
        Assert.DoesNotContain("System.", answer.Text);
    }

    public sealed class SharedEdge : IAsyncLifetime
    {
        public EdgeHost Edge { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Edge = await EdgeHost.StartAsync();

        public ValueTask DisposeAsync() => Edge.DisposeAsync();
    }
}
