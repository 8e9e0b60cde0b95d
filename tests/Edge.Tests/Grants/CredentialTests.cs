using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Edge.Tests.Grants;

public sealed class CredentialTests : IDisposable
{
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed"}}""";
    private const string AsA = $"Authorization: Bearer {GrantFolder.TokenA}";
    private const string AsB = $"Authorization: Bearer {GrantFolder.TokenB}";

    private const string Grants = """
        { "grants": [
          { "id": "a", "tokenHashes": [ "<A>" ], "servers": { "server": {} } },
          { "id": "b", "tokenHashes": [ "<B>" ], "servers": { "server": { "credential": { "header": "X-Api-Key", "value": "${file:own}" } }
            } } ] }
        """;

    private static readonly (string Key, string Value)[] OfServer =
        [("Edge:Servers:server:Credential:Header", "Authorization"), ("Edge:Servers:server:Credential:Value", "Bearer ${file:key}")];

    private readonly GrantFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_server_sees_Edges_credential_and_none_of_the_callers()
    {
        await using var edge = await StartAsync(Grants, OfServer);
        await edge.PostAsync(Call, AsA, "Cookie: a=b", "X-Api-Key: mine", "x_api_key: mine", "Proxy-Authorization: Basic eA==",
            "X-Other: kept");
        var seen = Assert.Single(edge.Server.Received).Headers;
        Assert.Equal("Bearer rpa_shared", seen["Authorization"]);
        Assert.Equal("kept", seen["X-Other"]);
        Assert.DoesNotContain(seen.Keys, k => k.Contains("Cookie", StringComparison.OrdinalIgnoreCase)
            || k.Contains("api", StringComparison.OrdinalIgnoreCase) || k.StartsWith("Proxy", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_credential_of_the_grant_wins_over_that_of_the_server()
    {
        await using var edge = await StartAsync(Grants, OfServer);
        await edge.PostAsync(Call, AsB, "x-api-key: mine");
        var seen = Assert.Single(edge.Server.Received).Headers;
        Assert.Equal("own key", seen["X-Api-Key"]);
        Assert.DoesNotContain("Authorization", seen.Keys);
    }

    [Fact]
    public async Task A_token_of_a_grant_never_goes_to_a_server()
    {
        await using var edge = await StartAsync(Grants);
        await edge.PostAsync(Call, AsA, $"X-Token: {GrantFolder.TokenA}", $"Cookie: t={GrantFolder.TokenA}; a=b", "X-Api-Key: mine",
            "X-Other: kept");
        var seen = Assert.Single(edge.Server.Received).Headers;
        Assert.All(seen, h => Assert.DoesNotContain("edge_", h.Value, StringComparison.Ordinal));
        Assert.DoesNotContain("Authorization", seen.Keys);
        Assert.Equal("mine", seen["X-Api-Key"]);
        Assert.Equal("kept", seen["X-Other"]);
    }

    [Theory]
    [InlineData(401, true)]
    [InlineData(403, true)]
    [InlineData(402, false)]
    public async Task A_server_that_refuses_Edges_credential_is_not_the_callers_matter(int status, bool isRewritten)
    {
        await using var edge = await StartAsync(Grants, OfServer);
        edge.Server.Answer = (context, _) =>
        {
            context.Response.Headers.WWWAuthenticate = "Bearer resource_metadata=\"https://server.example/\"";
            return ScriptedServer.Json(context, """{"error":"no"}""", status);
        };
        var answer = await edge.PostAsync(Call, AsA);
        if (!isRewritten)
        {
            Assert.Equal(status, answer.Status);
            return;
        }

        Assert.Equal(502, answer.Status);
        Assert.Null(answer.Header("WWW-Authenticate"));
        Assert.Equal("""{"jsonrpc":"2.0","id":7,"error":{"code":-32603,"message":"the server refused Edge's credential"}}""", answer.Text);
        var warning = Assert.Single(edge.Logs.Lines, l => l.Id.Name == "CredentialRefused");
        Assert.Equal(
            (LogLevel.Warning, $"Server 'server' refused Edge's credential with status {status}, in 'tools/call' 'allowed' of 'a'."),
                (warning.Level, warning.Message));
    }

    [Fact]
    public async Task Where_Edge_shows_none_a_challenge_passes_without_leading_past_Edge()
    {
        await using var edge = await StartAsync(Grants, ("Edge:PublicUrl", "https://edge.example.com"));
        edge.Server.Answer = (context, _) =>
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"r\", resource_metadata=\"https://server.example/\"";
            return ScriptedServer.Json(context, """{"error":"no"}""", 401);
        };
        var answer = await edge.PostAsync(Call, AsA);
        Assert.Equal(401, answer.Status);
        Assert.Equal("Bearer realm=\"r\"", answer.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task Without_grants_a_credential_of_Edge_makes_all_callers_one()
    {
        _folder.WriteSecret("key", "rpa_shared");
        await using var edge = await EdgeHost.StartAsync(
            """{ "version": "1", "default": "deny", "tools": { "allowed": { "rate_limit": "1/day" } } }""",
            clock: new ManualTimeProvider(),
            settings: [.. OfServer, ("Edge:Grants:SecretsDirectory", _folder.Secrets),
                ("ReverseProxy:Routes:mcp:Metadata:Edge.Identity", "credential")]);
        Assert.DoesNotContain("rate_limited", (await edge.PostAsync(Call, "Authorization: Bearer one")).Text, StringComparison.Ordinal);
        Assert.Contains("rate_limited", (await edge.PostAsync(Call, "Authorization: Bearer invented")).Text, StringComparison.Ordinal);
        Assert.Equal("Bearer rpa_shared", Assert.Single(edge.Server.Received).Headers["Authorization"]);
        Assert.Contains(edge.Logs.Lines,
            l => l.Message == "Anyone who can reach Edge uses its credential for 'server': set Edge:Grants:File to admit only known callers.");
    }

    [Fact]
    public async Task No_secret_is_logged()
    {
        await using var edge = await StartAsync(Grants, OfServer);
        await edge.PostAsync(Call, AsA);
        await edge.PostAsync(Call, AsB);
        Assert.All(edge.Logs.Lines, l => Assert.DoesNotMatch("rpa_shared|own key|edge_", l.Message));
    }

    private Task<EdgeHost> StartAsync(string grants, params (string Key, string Value)[] settings)
    {
        _folder.Write(grants);
        _folder.WriteSecret("key", "rpa_shared\n");
        _folder.WriteSecret("own", "own key\r\n");
        return EdgeHost.StartAsync(settings: _folder.Settings(settings));
    }
}
