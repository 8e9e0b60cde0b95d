using Edge.Gateway.Callers;
using Edge.Gateway.Keys;
using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Enforcement;

public sealed class SessionTests
{
    private const string Initialize =
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":"""
        + """{"name":"t","version":"1"}}}""";
    private const string Ping = """{"jsonrpc":"2.0","id":2,"method":"ping"}""";

    [Fact]
    public async Task A_session_id_is_sealed_on_the_way_out_and_opened_on_the_way_in()
    {
        await using var edge = await StartAsync();
        var id = (await edge.PostAsync(Initialize)).Header("Mcp-Session-Id");
        Assert.Matches("^abc-123\\.[A-Za-z0-9_-]{22}$", id);
        Assert.Equal(200, (await edge.PostAsync(Ping, $"Mcp-Session-Id: {id}")).Status);
        Assert.Equal("abc-123", edge.Server.Received[^1].Headers["Mcp-Session-Id"]);
    }

    [Theory]
    [InlineData("abc-123")]
    [InlineData("abc-123.AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData(".AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("invented")]
    public async Task An_invented_session_id_is_not_found(string id)
    {
        await using var edge = await StartAsync();
        var answer = await edge.PostAsync(Ping, $"Mcp-Session-Id: {id}");
        Assert.Equal(404, answer.Status);
        Assert.Equal("""{"jsonrpc":"2.0","id":2,"error":{"code":-32001,"message":"Session not found"}}""", answer.Text);
        Assert.Equal(404, (await RawHttp.RequestAsync(edge.Mcp, "GET", default, $"Mcp-Session-Id: {id}")).Status);
        Assert.Equal(404, (await RawHttp.RequestAsync(edge.Mcp, "DELETE", default, $"Mcp-Session-Id: {id}")).Status);
        Assert.Empty(edge.Server.Received);
    }

    [Fact]
    public async Task A_session_belongs_to_the_credential_that_began_it()
    {
        await using var edge = await StartAsync(("ReverseProxy:Routes:mcp:Metadata:Edge.Identity", "credential"));
        var id = (await edge.PostAsync(Initialize, "Authorization: Bearer one")).Header("Mcp-Session-Id");
        Assert.Equal(200, (await edge.PostAsync(Ping, "Authorization: Bearer one", $"Mcp-Session-Id: {id}")).Status);
        Assert.Equal(404, (await edge.PostAsync(Ping, "Authorization: Bearer two", $"Mcp-Session-Id: {id}")).Status);
    }

    [Fact]
    public async Task An_initialize_brings_no_session_along()
    {
        await using var edge = await StartAsync();
        Assert.Equal(200, (await edge.PostAsync(Initialize, "Mcp-Session-Id: invented")).Status);
        Assert.DoesNotContain("Mcp-Session-Id", Assert.Single(edge.Server.Received).Headers.Keys);
    }

    [Fact]
    public async Task In_a_session_a_list_cannot_come_in_by_the_answer_of_another_request()
    {
        await using var edge = await StartAsync();
        var id = (await edge.PostAsync(Initialize)).Header("Mcp-Session-Id");
        edge.Server.Answer = (context, _) => ScriptedServer.Events(context,
            "data: {\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"tools\":[{\"name\":\"other\"},{\"name\":\"allowed\"}]}}\n\n");
        Assert.Equal("data: {\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"tools\":[{\"name\":\"allowed\"}]}}\n\n",
            (await edge.PostAsync(Ping, $"Mcp-Session-Id: {id}")).Text);
    }

    [Fact]
    public void A_session_survives_a_restart_and_a_new_key_in_front()
    {
        byte[] old = [.. Enumerable.Repeat((byte)1, 32)], added = [.. Enumerable.Repeat((byte)2, 32)];
        var id = new SessionIds(new EdgeKeys([old])).Seal("s", "server", "grant");
        Assert.Equal("s", new SessionIds(new EdgeKeys([old])).Open(id, "server", "grant"));
        Assert.Equal("s", new SessionIds(new EdgeKeys([added, old])).Open(id, "server", "grant"));
        Assert.Null(new SessionIds(new EdgeKeys([added])).Open(id, "server", "grant"));
        Assert.Null(new SessionIds(new EdgeKeys([old])).Open(id, "other", "grant"));
    }

    private static Task<EdgeHost> StartAsync(params (string Key, string Value)[] settings) =>
        StartAsync(ScriptedServer.StartAsync((context, _) =>
    {
        context.Response.Headers["Mcp-Session-Id"] = "abc-123";
        return ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":1,"result":{}}""");
    }), settings);

    private static async Task<EdgeHost> StartAsync(Task<ScriptedServer> server, (string Key, string Value)[] settings) =>
        await EdgeHost.StartAsync(server: await server, settings: settings);
}
