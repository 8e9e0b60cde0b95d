using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Enforcement;

public sealed class ForwardingTests
{
    private const string Allowed =
        """{ "jsonrpc":"2.0" ,"id":7,"method":"tools/call","params":{"name":"allowed","arguments":{"a":[1, 2.0,"\u00e9"]}}}""";
    private const string Denied = """{"jsonrpc":"2.0","id":"seven","method":"tools/call","params":{"name":"other","arguments":{}}}""";

    [Fact]
    public async Task An_allowed_call_reaches_the_server_byte_for_byte()
    {
        await using var edge = await EdgeHost.StartAsync();
        var answer = await edge.PostAsync(Allowed);
        Assert.Equal(200, answer.Status);
        Assert.Equal("""{"jsonrpc":"2.0","id":1,"result":{}}""", answer.Text);
        Assert.Equal(Allowed, Assert.Single(edge.Server.Received).Text);
    }

    [Fact]
    public async Task A_chunked_body_arrives_whole_under_its_own_length()
    {
        await using var edge = await EdgeHost.StartAsync();
        var chunked = $"{Allowed.Length / 2:x}\r\n{Allowed[..(Allowed.Length / 2)]}\r\n{Allowed.Length - Allowed.Length
            / 2:x}\r\n{Allowed[(Allowed.Length / 2)..]}\r\n0\r\n\r\n";
        var answer = await edge.PostAsync(chunked, "Content-Length:", "Transfer-Encoding: chunked");
        Assert.Equal(200, answer.Status);
        var received = Assert.Single(edge.Server.Received);
        Assert.Equal(Allowed, received.Text);
        Assert.Equal(Allowed.Length.ToString(), received.Headers["Content-Length"]);
        Assert.DoesNotContain("Transfer-Encoding", received.Headers.Keys);
    }

    [Fact]
    public async Task A_denied_call_reaches_nobody_and_is_answered_as_a_tool_result()
    {
        await using var edge = await EdgeHost.StartAsync();
        var answer = await edge.PostAsync(Denied);
        Assert.Equal(200, answer.Status);
        Assert.Equal("application/json", answer.Header("Content-Type"));
        Assert.StartsWith(
            """{"jsonrpc":"2.0","id":"seven","result":{"resultType":"complete","isError":true,"content":[{"type":"text","text":"Blocked """
                + """by policy: """, answer.Text);
        Assert.Contains(
            "\"edge.policy/decision\":{\"decision\":\"deny\",\"reason\":\"not_listed\",\"rule\":\"/default\",\"policy\":\"test\"",
                answer.Text);
        Assert.Empty(edge.Server.Received);
    }

    [Fact]
    public async Task A_list_shows_what_may_be_called()
    {
        await using var edge = await EdgeHost.StartAsync();
        edge.Server.Answer = (context, _) =>
            ScriptedServer.Json(context,
            """{"result":{"tools":[{"name":"other"},{"name":"allowed", "x":1},{"name":"third"}],"nextCursor":"c"},"jsonrpc":"2.0","id":"""
                + """1}""");
        var answer = await edge.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""");
        Assert.Equal("""{"result":{"tools":[{"name":"allowed", "x":1}],"nextCursor":"c"},"jsonrpc":"2.0","id":1}""", answer.Text);
    }

    [Fact]
    public async Task A_list_in_an_event_stream_is_filtered_too()
    {
        await using var edge = await EdgeHost.StartAsync();
        edge.Server.Answer = (context, _) =>
            ScriptedServer.Events(context,
            "event: message\ndata: "
                + "{\"result\":{\"tools\":[{\"name\":\"other\"},{\"name\":\"allowed\"}]},\"jsonrpc\":\"2.0\",\"id\":1}\n\n");
        var answer = await edge.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""");
        Assert.Equal("event: message\ndata: {\"result\":{\"tools\":[{\"name\":\"allowed\"}]},\"jsonrpc\":\"2.0\",\"id\":1}\n\n",
            answer.Text);
        Assert.Equal("no", answer.Header("X-Accel-Buffering"));
    }

    [Fact]
    public async Task A_server_that_is_down_is_answered_with_the_same_id()
    {
        await using var edge = await EdgeHost.StartAsync();
        await edge.Server.DisposeAsync();
        var answer = await edge.PostAsync(Allowed);
        Assert.Equal(502, answer.Status);
        Assert.Equal("""{"jsonrpc":"2.0","id":7,"error":{"code":-32603,"message":"The server cannot be reached."}}""", answer.Text);
    }

    [Theory]
    [InlineData("GET", "", 204)]
    [InlineData("GET", "", 205)]
    [InlineData("POST", """{"jsonrpc":"2.0","id":7,"method":"tools/list"}""", 204)]
    [InlineData("POST", """{"jsonrpc":"2.0","id":7,"method":"tools/list"}""", 202)]
    [InlineData("DELETE", "", 204)]
    public async Task An_answer_without_a_body_passes(string method, string body, int status)
    {
        await using var edge = await EdgeHost.StartAsync();
        edge.Server.Answer = (context, _) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };
        var answer = await RawHttp.RequestAsync(edge.Mcp, method, System.Text.Encoding.UTF8.GetBytes(body));
        Assert.Equal(status, answer.Status);
        Assert.Empty(answer.Text);
    }

    [Fact]
    public async Task Doubtful_settings_are_said_at_the_start()
    {
        await using var edge = await EdgeHost.StartAsync(settings:
        [
            ("AllowedHosts", "*"),
            ("ReverseProxy:Routes:second:ClusterId", "server"),
            ("ReverseProxy:Routes:second:Match:Path", "/other"),
            ("ReverseProxy:Routes:second:Metadata:Edge.Policy", "test"),
            ("ReverseProxy:Routes:document:ClusterId", "server"),
            ("ReverseProxy:Routes:document:Match:Path", "/.well-known/oauth-protected-resource/{**path}"),
            ("ReverseProxy:Routes:document:Metadata:Edge.Policy", "test"),
        ]);
        Assert.Single(edge.Logs.Lines, l => l.Id.Name == "AnyHost");
        Assert.Contains("('mcp', 'second')", Assert.Single(edge.Logs.Lines, l => l.Id.Name == "SharedCluster").Message);
    }

    [Fact]
    public async Task A_path_without_a_route_does_not_exist()
    {
        await using var edge = await EdgeHost.StartAsync();
        var answer = await RawHttp.PostAsync(new Uri(edge.Base, "/MCP/x"), Allowed);
        Assert.Equal(404, answer.Status);
        Assert.Empty(edge.Server.Received);
    }
}
