using Edge.Gateway.Enforcement.Responses;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace Edge.Tests.Enforcement;

public sealed class AuthorizationTests
{
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed"}}""";
    private const string Upstream =
        "Bearer realm=\"mcp\", resource_metadata=\"https://mcp.getrunpod.io/.well-known/oauth-protected-resource\"";

    private static readonly (string Key, string Value)[] WellKnown =
    [
        ("Edge:PublicUrl", "https://edge.example.com"),
        ("ReverseProxy:Routes:oauth:ClusterId", "server"),
        ("ReverseProxy:Routes:oauth:Match:Path", "/.well-known/oauth-protected-resource/{**path}"),
        ("ReverseProxy:Routes:oauth:Transforms:0:PathSet", "/.well-known/oauth-protected-resource"),
        ("ReverseProxy:Routes:oauth:Metadata:Edge.Policy", "test"),
    ];

    [Theory]
    [InlineData(Upstream, null, "Bearer realm=\"mcp\"")]
    [InlineData(Upstream, "https://e/m", "Bearer realm=\"mcp\", resource_metadata=\"https://e/m\"")]
    [InlineData("Bearer resource_metadata=\"https://x/\"", null, "Bearer")]
    [InlineData("Bearer resource_metadata=\"https://x/\"", "https://e/m", "Bearer resource_metadata=\"https://e/m\"")]
    [InlineData("Bearer resource_metadata=\"https://x/\", scope=\"a b\"", null, "Bearer scope=\"a b\"")]
    [InlineData("Bearer RESOURCE_Metadata = https://x/ , error=\"e\"", null, "Bearer error=\"e\"")]
    [InlineData("Bearer realm=\"a\", resource_metadata=\"https://\\\"x/\", error=\"e\"", "https://e/m",
        "Bearer realm=\"a\", error=\"e\", resource_metadata=\"https://e/m\"")]
    [InlineData("Basic realm=\"a\"", "https://e/m", "Basic realm=\"a\"")]
    [InlineData("Bearer resource_metadata", null, null)]
    [InlineData("Bearer realm=\"resource_metadata=\"https://x/\"", null, null)]
    public void A_challenge_does_not_lead_past_Edge(string challenge, string? metadata, string? expected)
    {
        var rewritten = Challenge.Rewrite(challenge, metadata is null ? null : new Uri(metadata));
        Assert.Equal(expected is null ? StringValues.Empty : expected, rewritten);
    }

    [Fact]
    public async Task A_401_of_the_server_passes_with_its_challenge_rewritten()
    {
        await using var edge = await EdgeHost.StartAsync(settings: ("Edge:PublicUrl", "https://edge.example.com/"));
        edge.Server.Answer = (context, _) =>
        {
            context.Response.Headers.WWWAuthenticate = Upstream;
            return ScriptedServer.Json(context, """{"error":"missing"}""", 401);
        };
        var answer = await edge.PostAsync(Call);
        Assert.Equal(401, answer.Status);
        Assert.Equal("Bearer realm=\"mcp\", resource_metadata=\"https://edge.example.com/.well-known/oauth-protected-resource/mcp\"",
            answer.Header("WWW-Authenticate"));
        Assert.Equal("""{"error":"missing"}""", answer.Text);
    }

    [Theory]
    [InlineData("POST", """{"jsonrpc":"2.0","id":7,"method":"tools/list"}""")]
    [InlineData("GET", "")]
    public async Task A_401_of_another_form_keeps_its_challenge_and_its_words(string method, string body)
    {
        await using var edge = await EdgeHost.StartAsync();
        edge.Server.Answer = async (context, _) =>
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = Upstream;
            await context.Response.WriteAsync("who are you?");
        };
        var answer = await RawHttp.RequestAsync(edge.Mcp, method, System.Text.Encoding.UTF8.GetBytes(body));
        Assert.Equal(401, answer.Status);
        Assert.Equal("Bearer realm=\"mcp\"", answer.Header("WWW-Authenticate"));
        Assert.Equal("who are you?", answer.Text);
    }

    [Fact]
    public async Task The_resource_document_names_Edge_and_takes_no_credentials_along()
    {
        await using var edge = await EdgeHost.StartAsync(settings: WellKnown);
        edge.Server.Answer = (context, _) => ScriptedServer.Json(context,
            """{"resource":"https://mcp.getrunpod.io/","authorization_servers":["https://mcp.getrunpod.io"]}""");
        var answer = await RawHttp.RequestAsync(
            new Uri(edge.Base, "/.well-known/oauth-protected-resource/mcp"), "GET", default, "Authorization: Bearer secret", "Cookie: a=b",
                "MCP-Protocol-Version: 2026-07-28");
        Assert.Equal("""{"resource":"https://edge.example.com/mcp","authorization_servers":["https://mcp.getrunpod.io"]}""", answer.Text);
        var received = Assert.Single(edge.Server.Received);
        Assert.Equal("/.well-known/oauth-protected-resource", received.Target);
        Assert.DoesNotContain("Authorization", received.Headers.Keys);
        Assert.DoesNotContain("Cookie", received.Headers.Keys);
    }

    [Theory]
    [InlineData(StatusCodes.Status302Found, "a redirect, which is not followed.")]
    [InlineData(StatusCodes.Status307TemporaryRedirect, "a redirect, which is not followed.")]
    [InlineData(StatusCodes.Status304NotModified, "status 304, which is no answer to a call.")]
    public async Task A_redirect_is_not_passed_on(int status, string what)
    {
        await using var edge = await EdgeHost.StartAsync();
        edge.Server.Answer = (context, _) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "https://elsewhere.example/";
            return Task.CompletedTask;
        };
        var answer = await edge.PostAsync(Call);
        Assert.Equal(502, answer.Status);
        Assert.Null(answer.Header("Location"));
        Assert.Equal($$$"""{"jsonrpc":"2.0","id":7,"error":{"code":-32603,"message":"The server answered with {{{what}}}"}}""",
            answer.Text);
    }

    [Fact]
    public async Task Cookies_and_alternatives_of_the_server_stay_behind()
    {
        await using var edge = await EdgeHost.StartAsync();
        edge.Server.Answer = (context, _) =>
        {
            context.Response.Headers.SetCookie = "a=b";
            context.Response.Headers.AltSvc = "h3=\":443\"";
            context.Response.Headers["RateLimit"] = "theirs";
            context.Response.Headers["X-Other"] = "kept";
            return ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":7,"result":{}}""");
        };
        var answer = await edge.PostAsync(Call);
        Assert.Null(answer.Header("Set-Cookie"));
        Assert.Null(answer.Header("Alt-Svc"));
        Assert.Null(answer.Header("RateLimit"));
        Assert.Equal("kept", answer.Header("X-Other"));
    }
}
