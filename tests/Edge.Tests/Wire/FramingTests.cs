using System.Net.Sockets;
using System.Text;
using Edge.Testing;
using Xunit;

namespace Edge.Tests.Wire;

/// <summary>A body that two readers could cut in two ways reaches nobody, and what stands behind a body is judged by itself.</summary>
public sealed class FramingTests(RequestTableTests.SharedEdge shared) : IClassFixture<RequestTableTests.SharedEdge>
{
    private const string Allowed = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed"}}""";
    private const string Denied = """{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"denied"}}""";

    [Theory]
    [InlineData("Content-Length: <N>", "Content-Length: <N>")]
    [InlineData("Content-Length: <N>", "Content-Length: 5")]
    [InlineData("Content-Length: <N>, <N>")]
    [InlineData("Content-Length: -1")]
    [InlineData("Content-Length: 0x10")]
    [InlineData("Content-Length : <N>")]
    [InlineData("Content-Length: <N>", "Host: edge.test")]
    [InlineData("Content-Length: <N>", "Transfer-Encoding: identity")]
    [InlineData("Transfer-Encoding: gzip, chunked")]
    [InlineData("Transfer-Encoding: chunked, identity")]
    [InlineData("Transfer-Encoding: xchunked")]
    [InlineData("Content-Length: <N>", "X-A: b\r\n folded: c")]
    [InlineData("Content-Length: <N>", "X-A: b\0c")]
    [InlineData("Content-Length: <N>", "X-A: b\rc")]
    public async Task A_request_that_is_framed_in_two_ways_is_refused(params string[] headers)
    {
        var answer = await SendAsync(string.Join("\r\n", headers).Replace("<N>", $"{Allowed.Length}", StringComparison.Ordinal), Allowed);
        Assert.InRange(answer.Status, 400, 501);
        Assert.Empty(shared.Edge.Server.Received);
    }

    [Theory]
    [InlineData("Content-Length: 4\r\nTransfer-Encoding: chunked", true)]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 4", true)]
    [InlineData("Content-Length: +<N>", false)]
    [InlineData("Content-Length: 000<N>", false)]
    public async Task However_Kestrel_reads_a_length_the_server_gets_the_judged_bytes_under_one(string headers, bool isChunked)
    {
        await SendAsync(headers.Replace("<N>", $"{Allowed.Length}", StringComparison.Ordinal), isChunked
            ? $"{Allowed.Length:x}\r\n{Allowed}\r\n0\r\n\r\n" : Allowed);
        var received = Assert.Single(shared.Edge.Server.Received);
        Assert.Equal((Allowed, $"{Allowed.Length}"), (received.Text, received.Headers["Content-Length"]));
        Assert.DoesNotContain("Transfer-Encoding", received.Headers.Keys);
    }

    [Fact]
    public async Task What_stands_behind_a_body_is_a_request_of_its_own()
    {
        var host = shared.Edge.Mcp.Authority;
        shared.Edge.Server.Forget();
        using var socket = new TcpClient();
        await socket.ConnectAsync(shared.Edge.Mcp.Host, shared.Edge.Mcp.Port, Deadline.Token);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /mcp HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {Allowed.Length}\r\n\r\n{Allowed}"
            + $"POST /mcp HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {Denied.Length}\r\nConnection: "
            + $"close\r\n\r\n{Denied}"));
        var answers = await Deadline.Within(new StreamReader(socket.GetStream()).ReadToEndAsync(), "both answers");
        Assert.Contains("\"id\":2,\"result\":{\"resultType\":\"complete\",\"isError\":true", answers);
        Assert.Equal(Allowed, Assert.Single(shared.Edge.Server.Received).Text);
    }

    private Task<RawResponse> SendAsync(string headers, string body)
    {
        shared.Edge.Server.Forget();
        return RawHttp.SendAsync(shared.Edge.Mcp, Encoding.Latin1.GetBytes(
            $"POST /mcp HTTP/1.1\r\nHost: {shared.Edge.Mcp.Authority}\r\nConnection: close\r\nContent-Type: "
                + $"application/json\r\n{headers}\r\n\r\n{body}"));
    }
}
