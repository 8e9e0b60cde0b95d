using System.Net;
using Edge.EndToEnd.Clients;
using Edge.EndToEnd.Running;
using Edge.Testing;

namespace Edge.EndToEnd;

public sealed class ServerDownTests(RunpodWorld world)
{
    [Fact]
    public async Task While_the_server_is_down_a_call_is_answered_with_502_and_its_id_and_Edge_stays_up()
    {
        // A limit of one a week: a call for which no connection could be made must give back what it took.
        const string policy = """
            { "version": "1", "default": "deny", "tools": { "list-endpoints": { "limits": [ { "counter": "lists", "window": "7d",
              "max": 1 } ] } } }
            """;
        var port = FreePort.Next();
        await using var edge = await EdgeProgram.StartAsync(RunpodWorld.Loopback(port), policy);
        using var client = new McpHttp(edge.Url, McpHttp.NewToken());

        foreach (var id in new[] { "41", "\"forty-two\"" })
        {
            var answer = await client.CallAsync("list-endpoints", "{}", id);
            Assert.Equal(HttpStatusCode.BadGateway, answer.Status);
            Assert.Equal("application/json", answer.MediaType);
            Assert.Equal(-32603, answer.Json.GetProperty("error").GetProperty("code").GetInt32());
            Assert.Equal(id, answer.Json.GetProperty("id").GetRawText());
        }

        await using var server = ChildProgram.StartNode(
            "runpod-mcp", "runpod-server.mjs", ["--api", world.Api.GetLeftPart(UriPartial.Authority), "--port", $"{port}"]);
        await server.ReadyPortAsync();
        Assert.Contains("ep-echo", (await client.CallAsync("list-endpoints")).ToolText, StringComparison.Ordinal);
        Assert.Equal("rate_limited", (await client.CallAsync("list-endpoints")).Reason);
    }
}
