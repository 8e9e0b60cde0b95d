using System.Text;
using Edge.Testing;
using Xunit;

namespace Edge.Tests.Wire;

/// <summary>However a path is spelled, it leads to a policy or nowhere.</summary>
public sealed class PathTests(RequestTableTests.SharedEdge shared) : IClassFixture<RequestTableTests.SharedEdge>
{
    private const string Allowed = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed"}}""";
    private const string Denied = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"denied"}}""";

    /// <summary>Spellings that are the route's, and what the server is asked for.</summary>
    public static TheoryData<string, string> OfTheRoute => new()
    {
        { "/mcp", "/mcp" },
        { "/MCP", "/MCP" },
        { "/mcp/", "/mcp/" },
        { "/%6dcp", "/mcp" },
        { "/x/../mcp", "/mcp" },
        { "/x/%2e%2e/mcp", "/mcp" },
        { "/mcp/.", "/mcp/" },
        { "/mcp?tool=denied", "/mcp?tool=denied" },
    };

    /// <summary>Spellings that are nobody's.</summary>
    public static TheoryData<string> OfNobody =>
    [
        "/", "//mcp", "/mcp//", "/mcp;a=b", "/mcp%2F", "/mcp%2f..", "/mcp%20", "/mcp%00", "/mcp%2e%2e", "/mcp/x", "/mcp/..",
            "/mcp/../admin", "/mcp\\", "/\\mcp", "/mcp/..%2f", "/ｍcp",
        "http://evil.example/mcp", "*", "mcp", "/healthz", "/metrics", "/api/freezes",
    ];

    [Theory]
    [MemberData(nameof(OfTheRoute))]
    public async Task Every_spelling_of_the_route_is_under_its_policy(string target, string forwarded)
    {
        shared.Edge.Server.Forget();
        var denied = await AskAsync(target, Denied);
        Assert.Contains("\"isError\":true", denied.Text);
        Assert.Empty(shared.Edge.Server.Received);

        Assert.Equal(200, (await AskAsync(target, Allowed)).Status);
        Assert.Equal((forwarded, Allowed), Assert.Single(shared.Edge.Server.Received.Select(r => (r.Target, r.Text))));
        shared.Edge.Server.Forget();
    }

    [Theory]
    [MemberData(nameof(OfNobody))]
    public async Task Any_other_path_leads_nowhere(string target)
    {
        shared.Edge.Server.Forget();
        foreach (var method in (string[])["POST", "GET", "DELETE"])
        {
            var answer = await AskAsync(target, method == "POST" ? Allowed : "", method);
            Assert.InRange(answer.Status, 400, 405);
        }

        Assert.Empty(shared.Edge.Server.Received);
    }

    [Fact]
    public async Task An_address_with_the_own_host_in_the_first_line_is_the_route()
    {
        Assert.Equal(200, (await AskAsync(shared.Edge.Mcp.AbsoluteUri, Allowed)).Status);
        Assert.Equal("/mcp", Assert.Single(shared.Edge.Server.Received).Target);
        shared.Edge.Server.Forget();
    }

    private Task<RawResponse> AskAsync(string target, string body, string method = "POST")
    {
        var content = body.Length == 0 ? "" : $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n";
        return RawHttp.SendAsync(shared.Edge.Mcp,
            Encoding.UTF8.GetBytes($"{method} {target} HTTP/1.1\r\nHost: {shared.Edge.Mcp.Authority}\r\nConnection: "
                + $"close\r\n{content}\r\n{body}"));
    }
}
