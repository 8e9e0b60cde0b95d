using Edge.Gateway;
using Edge.Gateway.Enforcement.Forwarding;
using Edge.Gateway.Routes;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Edge.Tests.Wire;

/// <summary>
/// Heads of answers that HTTP libraries stumble over: once a server answered, its answer is passed on or the reason is true.
/// </summary>
public sealed class AnswerHeaderTests
{
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed"}}""";
    private const string List = """{"jsonrpc":"2.0","id":7,"method":"tools/list"}""";
    private const string Initialized = """{"jsonrpc":"2.0","method":"notifications/initialized"}""";
    private const string Result = """{"jsonrpc":"2.0","id":7,"result":{"content":[]}}""";

    [Theory]
    [InlineData("X-Powered-By: caf\u00c3\u00a9", "caf\u00c3\u00a9")]
    [InlineData("X-Powered-By: caf\u00e9", "caf\u00e9")]
    [InlineData("X-Powered-By: a\u0001b", null)]
    [InlineData("X-Powered-By: \u001b[31mred", null)]
    [InlineData("X-Powered-By: del\u007f", null)]
    [InlineData("Warning: 199 - \"\u00ff\"", null)]
    [InlineData("Content-Language: fran\u00e7ais", null)]
    [InlineData("Mcp-Session-Id: \u00e9\u00e8", null)]
    [InlineData("ETag: \"\u0007\"", null)]
    [InlineData("Content-Length: ten", null)]
    public async Task A_header_in_another_alphabet_costs_no_result(string header, string? expected)
    {
        await using var server =
            RawServer.Start($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{header}\r\nX-Kept: yes\r\nConnection: "
            + $"close\r\n\r\n{Result}");
        await using var edge = await StartAsync(server);
        var answer = await edge.PostAsync(Call);
        Assert.Equal((200, Result, "yes"), (answer.Status, answer.Text, answer.Header("X-Kept")));
        if (expected is not null)
            Assert.Equal(expected, answer.Header("X-Powered-By"));
        Assert.All(answer.Headers, h => Assert.DoesNotContain(h.Value, c => char.IsControl(c) && c < '\u0080'));
    }

    [Theory]
    [InlineData("HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n", 205)]
    [InlineData("HTTP/1.1 205 Reset Content\r\nContent-Length: 2\r\n\r\n{}", 205)]
    [InlineData("HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n{}", 204)]
    [InlineData("HTTP/1.1 204 No Content\r\nContent-Type: application/json\r\nContent-Length: 48\r\n\r\n" + Result, 204)]
    [InlineData("HTTP/1.1 205 Reset Content\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 205)]
    public async Task A_status_that_has_no_body_answers_no_request_and_says_so(string head, int status)
    {
        await using var server = RawServer.Start(head);
        await using var edge = await StartAsync(server);
        foreach (var request in (string[])[Call, List])
        {
            var answer = await edge.PostAsync(request);
            Assert.Equal(502, answer.Status);
            Assert.Equal($$$"""{"jsonrpc":"2.0","id":7,"error":{"code":-32603,"message":"The server answered with status {{{status}}}, """
                + $$$"""which carries no answer."}}""", answer.Text);
        }

        // What asks for no answer needs none.
        Assert.Equal((status, ""), (await edge.PostAsync(Initialized)) is var told ? (told.Status, told.Text) : default);
        Assert.Equal((status, ""), (await RawHttp.RequestAsync(edge.Mcp, "DELETE", default)) is var deleted
            ? (deleted.Status, deleted.Text) : default);
        Assert.Equal((status, ""), (await RawHttp.RequestAsync(edge.Mcp, "GET", default)) is var opened ? (opened.Status, opened.Text)
            : default);
    }

    [Theory]
    [InlineData("HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n", "The server answered with status 304, which is no answer to a call.")]
    [InlineData("HTTP/1.1 307 Temporary Redirect\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n",
        "The server answered with a redirect, which is not followed.")]
    [InlineData("this is no HTTP\r\n\r\n", "The server's answer could not be read.")]
    [InlineData("HTTP/1.1 200 OK\r\nno header\r\n\r\n", "The server's answer could not be read.")]
    [InlineData("", "The server closed the connection without an answer.")]
    [InlineData("HTTP/1.1 2", "The server closed the connection without an answer.")]
    public async Task What_is_no_answer_is_answered_with_the_true_reason(string bytes, string message)
    {
        await using var server = RawServer.Start(bytes);
        await using var edge = await StartAsync(server);
        var answer = await edge.PostAsync(Call);
        Assert.Equal(502, answer.Status);
        Assert.Equal($$$"""{"jsonrpc":"2.0","id":7,"error":{"code":-32603,"message":"{{{message}}}"}}""", answer.Text);
    }

    [Fact]
    public async Task A_server_that_wants_to_compress_is_told_not_to()
    {
        await using var edge = await EdgeHost.StartAsync();
        await edge.PostAsync(List, "Accept-Encoding: gzip, br");
        Assert.Equal("identity", Assert.Single(edge.Server.Received).Headers["Accept-Encoding"]);
    }

    [Fact]
    public void A_connection_to_a_server_has_a_bounded_life_so_that_a_name_that_moves_is_followed()
    {
        var locked = new LockedClusters(EdgeBuilder.For(new ServiceCollection(), new EdgeOptions()), []);
        locked.Lock("server");
        using var client = new EdgeClientFactory(NullLogger<ForwarderHttpClientFactory>.Instance, locked)
            .CreateClient(new ForwarderHttpClientContext { ClusterId = "server", NewConfig = HttpClientConfig.Empty });
        var field = typeof(HttpMessageInvoker).GetField("_handler",
            System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance);
        var handler = (HttpMessageHandler?)field!.GetValue(client);
        while (handler is DelegatingHandler outer)
            handler = outer.InnerHandler;
        Assert.InRange(Assert.IsType<SocketsHttpHandler>(handler).PooledConnectionLifetime, TimeSpan.FromMinutes(2),
            TimeSpan.FromMinutes(5));
    }

    private static Task<EdgeHost> StartAsync(RawServer server) =>
        EdgeHost.StartAsync(settings: ("ReverseProxy:Clusters:server:Destinations:primary:Address", server.Address.ToString()));
}
