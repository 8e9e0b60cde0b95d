using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Grants;

public sealed class GrantAccessTests : IDisposable
{
    private const string AsA = $"Authorization: Bearer {GrantFolder.TokenA}";
    private const string AsB = $"Authorization: Bearer {GrantFolder.TokenB}";

    private readonly GrantFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_policy_of_the_grant_replaces_the_routes()
    {
        _folder.Write("""
            { "grants": [
              { "id": "a", "tokenHashes": [ "<A>" ], "servers": { "server": { "policy": "open" } } },
              { "id": "b", "tokenHashes": [ "<B>" ], "servers": { "server": {} } } ] }
            """);
        await using var edge = await EdgeHost.StartAsync(settings: _folder.Settings());
        Assert.DoesNotContain("isError", (await edge.PostAsync(Call("other"), AsA)).Text, StringComparison.Ordinal);
        var denied = await edge.PostAsync(Call("other"), AsB);
        Assert.Contains("\"reason\":\"not_listed\"", denied.Text, StringComparison.Ordinal);
        Assert.Contains("\"policy\":\"test\"", denied.Text, StringComparison.Ordinal);
        Assert.Single(edge.Server.Received);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed"}}""", 200, "\"isError\":true")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"tools/list"}""", 200, "\"error\":{\"code\":-31001")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}""", 200,
        "\"error\":{\"code\":-31001")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/initialized"}""", 400, "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-31001")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"result":{}}""", 400, "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-31001")]
    [InlineData(null, 400, "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-31001")]
    public async Task A_server_that_the_grant_does_not_name_is_not_reached(string? message, int status, string expected)
    {
        _folder.Write("""{ "grants": [ { "id": "a", "tokenHashes": [ "<A>" ], "servers": { "other": {} } } ] }""");
        await using var edge = await EdgeHost.StartAsync(
            """{ "version": "1", "default": "allow", "mode": "shadow" }""",
            settings: _folder.Settings(("ReverseProxy:Clusters:other:Destinations:d:Address", "http://127.0.0.1:9/")));
        var answer = message is null ? await RawHttp.RequestAsync(edge.Mcp, "GET", default, AsA) : await edge.PostAsync(message, AsA);
        Assert.Equal(status, answer.Status);
        Assert.Contains(expected, answer.Text, StringComparison.Ordinal);
        Assert.Contains("Blocked by policy: this grant does not reach this server.", answer.Text, StringComparison.Ordinal);
        Assert.Contains("\"decision\":\"deny\",\"reason\":\"no_policy\",\"rule\":\"\"", answer.Text, StringComparison.Ordinal);
        Assert.Empty(edge.Server.Received);
    }

    [Fact]
    public async Task Labels_and_id_are_there_for_conditions()
    {
        _folder.Write("""
            { "grants": [
              { "id": "a", "tokenHashes": [ "<A>" ], "labels": { "team": "research", "gpus": 2, "trusted": true }, "servers": {
                "server": {} } },
              { "id": "b", "tokenHashes": [ "<B>" ], "labels": { "team": "ops", "gpus": 1, "trusted": false }, "servers": { "server": {} }
                } ] }
            """);
        await using var edge = await EdgeHost.StartAsync(
            """
            { "version": "1", "default": "deny", "tools": {
              "team": { "require": [ { "path": "grant.labels.team", "op": "eq", "value": "research" } ] },
              "gpus": { "require": [ { "path": "args.gpus", "op": "lte", "value": { "path": "grant.labels.gpus" } } ] },
              "trusted": { "require": [ { "path": "grant.labels.trusted", "op": "eq", "value": true } ] },
              "id": { "require": [ { "path": "grant.id", "op": "eq", "value": "a" } ] } } }
            """,
            settings: _folder.Settings());
        edge.Server.Answer = (context, request) => request.Text.Contains("tools/list", StringComparison.Ordinal)
            ? ScriptedServer.Json(context,
            """{"jsonrpc":"2.0","id":7,"result":{"tools":[{"name":"team"},{"name":"gpus"}],"ttlMs":60000,"cacheScope":"public"}}""")
            : ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":7,"result":{}}""");
        foreach (var tool in new[] { "team", "gpus", "trusted", "id" })
        {
            var call = $$$$"""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"{{{{tool}}}}","arguments":{"gpus":2}}}""";
            Assert.DoesNotContain("isError", (await edge.PostAsync(call, AsA)).Text, StringComparison.Ordinal);
            Assert.Contains("condition_failed", (await edge.PostAsync(call, AsB)).Text, StringComparison.Ordinal);
        }

        var list = await edge.PostAsync("""{"jsonrpc":"2.0","id":7,"method":"tools/list"}""", AsB);
        Assert.Equal("""{"jsonrpc":"2.0","id":7,"result":{"tools":[{"name":"gpus"}],"ttlMs":5000,"cacheScope":"private"}}""", list.Text);
    }

    [Fact]
    public async Task Lists_are_private_because_another_grant_may_see_another()
    {
        _folder.Write("""{ "grants": [ { "id": "a", "tokenHashes": [ "<A>" ], "servers": { "server": {} } } ] }""");
        await using var edge = await EdgeHost.StartAsync(EdgeHost.AllowAll, settings: _folder.Settings());
        edge.Server.Answer = (context, _) =>
            ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":7,"result":{"tools":[],"ttlMs":60000,"cacheScope":"public"}}""");
        var list = await edge.PostAsync("""{"jsonrpc":"2.0","id":7,"method":"tools/list"}""", AsA);
        Assert.Equal("""{"jsonrpc":"2.0","id":7,"result":{"tools":[],"ttlMs":5000,"cacheScope":"private"}}""", list.Text);
    }

    [Fact]
    public async Task Each_grant_has_a_count_of_its_own_whichever_token_it_shows()
    {
        const string TokenC = "edge_CCCC";
        _folder.Write($$"""
            { "grants": [
              { "id": "a", "tokenHashes": [ "<A>", "{{GrantFolder.Hash(TokenC)}}" ], "servers": { "server": {} } },
              { "id": "b", "tokenHashes": [ "<B>" ], "servers": { "server": {} } } ] }
            """);
        await using var edge = await EdgeHost.StartAsync(
            """{ "version": "1", "default": "deny", "tools": { "allowed": { "rate_limit": "1/day" } } }""",
                clock: new ManualTimeProvider(), settings: _folder.Settings());
        Assert.DoesNotContain("rate_limited", (await edge.PostAsync(Call("allowed"), AsA)).Text, StringComparison.Ordinal);
        Assert.Contains("rate_limited", (await edge.PostAsync(Call("allowed"), $"Authorization: Bearer {TokenC}")).Text,
            StringComparison.Ordinal);
        Assert.DoesNotContain("rate_limited", (await edge.PostAsync(Call("allowed"), AsB)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_belongs_to_the_grant_that_began_it()
    {
        _folder.Write("""
            { "grants": [
              { "id": "a", "tokenHashes": [ "<A>" ], "servers": { "server": {} } },
              { "id": "b", "tokenHashes": [ "<B>" ], "servers": { "server": {} } } ] }
            """);
        await using var edge = await EdgeHost.StartAsync(EdgeHost.AllowAll, settings: _folder.Settings());
        edge.Server.Answer = (context, _) =>
        {
            context.Response.Headers["Mcp-Session-Id"] = "s1";
            return ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":7,"result":{}}""");
        };
        var session =
            (await edge.PostAsync("""{"jsonrpc":"2.0","id":7,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}""",
            AsA)).Header("Mcp-Session-Id");
        Assert.Equal(200, (await edge.PostAsync(Call("allowed"), AsA, $"Mcp-Session-Id: {session}")).Status);
        Assert.Equal(404, (await edge.PostAsync(Call("allowed"), AsB, $"Mcp-Session-Id: {session}")).Status);
    }

    [Fact]
    public async Task Without_a_grants_file_the_callers_credential_is_passed_on()
    {
        await using var edge = await EdgeHost.StartAsync();
        Assert.Equal(200, (await edge.PostAsync(Call("allowed"), "Authorization: Bearer rpa_mine")).Status);
        Assert.Equal(200, (await edge.PostAsync(Call("allowed"))).Status);
        Assert.Equal("Bearer rpa_mine", edge.Server.Received[0].Headers["Authorization"]);
        Assert.DoesNotContain("Authorization", edge.Server.Received[1].Headers.Keys);
    }

    private static string Call(string tool) => $$$"""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"{{{tool}}}"}}""";
}
