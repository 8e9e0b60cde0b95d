using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Grants;

public sealed class GrantAuthenticationTests : IDisposable
{
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed"}}""";

    private const string Unauthenticated =
        """{"jsonrpc":"2.0","error":{"code":-32600,"message":"Send a valid token of this proxy as a bearer token in the Authorization """
        + """header, and nowhere else."}}""";

    private const string Grants = """
        { "grants": [
          { "id": "ci", "tokenHashes": [ "<A>" ], "servers": { "server": {} } },
          { "id": "old", "tokenHashes": [ "<B>" ], "expires": "2026-11-20T10:00:05Z", "servers": { "server": {} } }
        ] }
        """;

    private readonly GrantFolder _folder = new(Grants);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData($"Authorization: Bearer {GrantFolder.TokenA}")]
    [InlineData($"authorization: bearer  {GrantFolder.TokenA} ")]
    public async Task A_token_of_a_grant_enters(string header)
    {
        await using var edge = await EdgeHost.StartAsync(settings: _folder.Settings());
        Assert.Equal(200, (await edge.PostAsync(Call, header)).Status);
        Assert.Single(edge.Server.Received);
    }

    [Theory]
    [InlineData("/mcp", "X-Nothing: 1", false)]
    [InlineData($"/mcp?access_token={GrantFolder.TokenA}", "X-Nothing: 1", false)]
    [InlineData("/mcp", $"X-Api-Key: {GrantFolder.TokenA}", false)]
    [InlineData("/mcp", $"Cookie: Authorization=Bearer {GrantFolder.TokenA}", false)]
    [InlineData("/mcp", $"Proxy-Authorization: Bearer {GrantFolder.TokenA}", false)]
    [InlineData("/mcp", $"Authorization: Basic {GrantFolder.TokenA}", false)]
    [InlineData("/mcp", $"Authorization: {GrantFolder.TokenA}", false)]
    [InlineData("/mcp", "Authorization: Bearer", false)]
    [InlineData("/mcp", "Authorization: Bearer edge_CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC", true)]
    [InlineData("/mcp", $"Authorization: Bearer {GrantFolder.TokenA}A", true)]
    [InlineData("/mcp", $"Authorization: Bearer {GrantFolder.TokenA}, Bearer {GrantFolder.TokenA}", true)]
    [InlineData("/mcp", "Authorization: Bearer EDGE_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", true)]
    [InlineData($"/mcp?access_token={GrantFolder.TokenA}", $"Authorization: Bearer {GrantFolder.TokenA}", true)]
    public async Task What_is_no_token_of_a_grant_is_answered_with_a_challenge(string target, string header, bool isToken)
    {
        await using var edge = await EdgeHost.StartAsync(settings: _folder.Settings());
        var answer = await RawHttp.PostAsync(new Uri(edge.Base, target), Call, header);
        Assert.Equal(401, answer.Status);
        Assert.Equal(isToken ? "Bearer realm=\"edge\", error=\"invalid_token\"" : "Bearer realm=\"edge\"",
            answer.Header("WWW-Authenticate"));
        Assert.Equal("application/json", answer.Header("Content-Type"));
        Assert.Equal(Unauthenticated, answer.Text);
        Assert.Empty(edge.Server.Received);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task Streams_and_sessions_need_a_token_too(string method)
    {
        await using var edge = await EdgeHost.StartAsync(settings: _folder.Settings());
        Assert.Equal(401, (await RawHttp.RequestAsync(edge.Mcp, method, default)).Status);
        Assert.Equal(200, (await RawHttp.RequestAsync(edge.Mcp, method, default, $"Authorization: Bearer {GrantFolder.TokenA}")).Status);
        Assert.Equal(method, Assert.Single(edge.Server.Received).Method);
    }

    [Fact]
    public async Task A_token_longer_than_any_is_refused()
    {
        await using var edge = await EdgeHost.StartAsync(settings: _folder.Settings());
        Assert.Equal(401, (await edge.PostAsync(Call, $"Authorization: Bearer {new string('a', 8000)}")).Status);
    }

    [Fact]
    public async Task An_expired_token_is_answered_as_an_unknown_one()
    {
        var clock = new ManualTimeProvider(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero));
        await using var edge = await EdgeHost.StartAsync(clock: clock, settings: _folder.Settings());
        var old = $"Authorization: Bearer {GrantFolder.TokenB}";
        Assert.Equal(200, (await edge.PostAsync(Call, old)).Status);
        clock.Advance(TimeSpan.FromSeconds(5));
        var expired = await edge.PostAsync(Call, old);
        var unknown = await edge.PostAsync(Call, "Authorization: Bearer edge_unknown");
        Assert.Equal(401, expired.Status);
        Assert.Equal(Comparable(unknown), Comparable(expired));
        Assert.Equal(200, (await edge.PostAsync(Call, $"Authorization: Bearer {GrantFolder.TokenA}")).Status);

        static string Comparable(RawResponse answer) =>
            $"{answer.Status} {string.Join(';', answer.Headers.Where(h => h.Key != "Date")
                .Select(h => $"{h.Key}: {h.Value}"))} {answer.Text}";
    }

    [Fact]
    public async Task A_route_that_calls_itself_open_is_not()
    {
        await using var edge =
            await EdgeHost.StartAsync(settings: _folder.Settings(("ReverseProxy:Routes:mcp:AuthorizationPolicy", "anonymous")));
        Assert.Equal(401, (await edge.PostAsync(Call)).Status);
    }

    [Theory]
    [InlineData("/.well-known/oauth-protected-resource")]
    [InlineData("/.well-known/oauth-protected-resource/mcp")]
    [InlineData("/.well-known/oauth-authorization-server")]
    public async Task There_is_no_authorization_server_to_be_found(string target)
    {
        await using var edge = await EdgeHost.StartAsync(settings: _folder.Settings(
            ("ReverseProxy:Routes:oauth:ClusterId", "server"),
            ("ReverseProxy:Routes:oauth:Match:Path", "/.well-known/oauth-protected-resource/{**path}"),
            ("ReverseProxy:Routes:oauth:Metadata:Edge.Policy", "test")));
        Assert.Equal(404, (await RawHttp.RequestAsync(new Uri(edge.Base, target), "GET", default)).Status);
        Assert.Equal(404,
            (await RawHttp.RequestAsync(new Uri(edge.Base, target), "GET", default, $"Authorization: Bearer {GrantFolder.TokenA}")).Status);
        Assert.Empty(edge.Server.Received);
    }

    [Fact]
    public async Task A_page_of_another_origin_may_read_the_challenge()
    {
        await using var edge =
            await EdgeHost.StartAsync(settings: _folder.Settings(("Edge:Wire:AllowedOrigins:0", "https://app.example.com")));
        var answer = await edge.PostAsync(Call, "Origin: https://app.example.com");
        Assert.Equal(401, answer.Status);
        Assert.Equal("https://app.example.com", answer.Header("Access-Control-Allow-Origin"));
        Assert.Contains("WWW-Authenticate", answer.Header("Access-Control-Expose-Headers"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_a_token_is_logged()
    {
        await using var edge = await EdgeHost.StartAsync(settings: _folder.Settings());
        await edge.PostAsync(Call, $"Authorization: Bearer {GrantFolder.TokenA}");
        await edge.PostAsync(Call, $"Authorization: Bearer {GrantFolder.TokenB}");
        await edge.PostAsync(Call, "Authorization: Bearer edge_CCCCCCCCCCCCCCCC");
        Assert.All(edge.Logs.Lines, l =>
        {
            Assert.DoesNotContain("edge_", l.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("AAAAAAAA", l.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("CCCCCCCC", l.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(GrantFolder.HashA[..16], l.Message, StringComparison.Ordinal);
        });
        Assert.Contains(edge.Logs.Lines, l => l.Message.Contains("with status 401: unauthenticated", StringComparison.Ordinal));
    }
}
