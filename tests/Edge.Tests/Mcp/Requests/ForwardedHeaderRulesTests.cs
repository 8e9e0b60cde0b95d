using System.Net;
using System.Net.Http.Headers;
using Edge.Mcp.Requests;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Edge.Tests.Mcp.Requests;

public sealed class ForwardedHeaderRulesTests
{
    [Theory]
    [InlineData("X-HTTP-Method-Override")]
    [InlineData("x-http-method")]
    [InlineData("X-Method-Override")]
    [InlineData("X-METHOD")]
    [InlineData("_method")]
    [InlineData("Connection")]
    [InlineData("Keep-Alive")]
    [InlineData("Proxy-Connection")]
    [InlineData("Proxy-Authorization")]
    [InlineData("TE")]
    [InlineData("Trailer")]
    [InlineData("Transfer-Encoding")]
    [InlineData("Upgrade")]
    [InlineData("HTTP2-Settings")]
    [InlineData("Expect")]
    [InlineData("Content-Encoding")]
    [InlineData("Accept-Encoding")]
    [InlineData("Forwarded")]
    [InlineData("X-Forwarded-For")]
    [InlineData("X-Forwarded-Port")]
    [InlineData("X-Forwarded-User")]
    [InlineData("X-Forwarded")]
    [InlineData("X-Real-IP")]
    [InlineData("X-Original-URL")]
    [InlineData("X-Original-Host")]
    [InlineData("X-Rewrite-URL")]
    [InlineData("True-Client-IP")]
    [InlineData("X-Remote-User")]
    [InlineData("X-Auth-Request-Email")]
    [InlineData("X-Edge-Grant")]
    [InlineData("X_Forwarded_For")]
    [InlineData("X-Http_Method-Override")]
    [InlineData("x_real_ip")]
    [InlineData("Mcp_Name")]
    [InlineData("MCP_Protocol_Version")]
    public void A_header_that_could_mislead_the_server_stays_behind(string name)
    {
        Assert.True(ForwardedHeaderRules.Drops(name));
        var forwarded = Apply(Requests.Post((name, "spoofed")));
        Assert.DoesNotContain("spoofed", forwarded, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization")]
    [InlineData("Accept")]
    [InlineData("Cookie")]
    [InlineData("User-Agent")]
    [InlineData("Mcp-Method")]
    [InlineData("Mcp-Name")]
    [InlineData("Mcp-Param-Region")]
    [InlineData("MCP-Protocol-Version")]
    [InlineData("Mcp-Session-Id")]
    [InlineData("Last-Event-ID")]
    [InlineData("X-Api-Key")]
    [InlineData("X-Request-Id")]
    [InlineData("my_header")]
    public void Any_other_header_reaches_the_server(string name)
    {
        Assert.False(ForwardedHeaderRules.Drops(name));
        Assert.Contains($"{name}: kept", Apply(Requests.Post((name, "kept"))), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void What_Edge_says_takes_the_place_of_what_the_caller_said()
    {
        var context = Requests.Post(("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-For", "203.0.113.10"), ("X-Forwarded-Host", "evil"),
            ("X-Forwarded-Proto", "https"), ("X-Forwarded-Prefix", "/admin"), ("Accept", "a"));
        context.Connection.RemoteIpAddress = IPAddress.Parse("::ffff:192.0.2.7");

        Assert.Equal(
            "Accept: a\nAccept-Encoding: identity\nX-Forwarded-For: 192.0.2.7\nX-Forwarded-Host: localhost:8080\nX-Forwarded-Proto: "
                + "http\nContent-Type: application/json\n",
            Apply(context));

        context.Request.PathBase = "/edge";
        context.Connection.RemoteIpAddress = null;
        Assert.Equal(
            "Accept: a\nAccept-Encoding: identity\nX-Forwarded-Host: localhost:8080\nX-Forwarded-Proto: http\nX-Forwarded-Prefix: "
                + "/edge\nContent-Type: application/json\n",
            Apply(context));
    }

    [Fact]
    public void What_Connection_names_ends_here()
    {
        var context = Requests.Post(("Connection", "keep-alive, X-Hop, x-other"), ("Connection", "X-Third, bad name"), ("X-Hop", "1"),
            ("X-Other", "1"),
            ("X-Third", "1"), ("X-Stays", "1"));

        var forwarded = Apply(context);

        Assert.DoesNotContain("X-Hop", forwarded, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("X-Other", forwarded, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("X-Third", forwarded, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("X-Stays: 1", forwarded, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_without_content_is_treated_alike()
    {
        using var forwarded = new HttpRequestMessage(HttpMethod.Get, "http://server/");
        forwarded.Headers.TryAddWithoutValidation("X-Real-IP", "1");
        ForwardedHeaderRules.Apply(Requests.Of("GET", ("X-Real-IP", "1"), ("Content-Encoding", "identity")), forwarded);

        Assert.False(forwarded.Headers.NonValidated.Contains("X-Real-IP"));
        Assert.Equal("127.0.0.1", forwarded.Headers.GetValues("X-Forwarded-For").Single());
    }

    // Copies the headers as a proxy does, all but Host, each into the collection that takes it, and applies the rules.
    private static string Apply(HttpContext context)
    {
        using var forwarded = new HttpRequestMessage(HttpMethod.Post, "http://server/") { Content = new ByteArrayContent([]) };
        foreach (var (name, values) in context.Request.Headers)
        {
            if (name == "Host")
                continue;
            if (!forwarded.Headers.TryAddWithoutValidation(name, values.ToArray()))
                forwarded.Content.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        ForwardedHeaderRules.Apply(context, forwarded);
        return Text(forwarded.Headers) + Text(forwarded.Content.Headers);
    }

    private static string Text(HttpHeaders headers) =>
        string.Concat(headers.NonValidated.Select(header => $"{header.Key}: {string.Join(',', header.Value)}\n"));
}
