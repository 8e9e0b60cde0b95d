using Edge.EndToEnd.Clients;
using Edge.EndToEnd.Running;

namespace Edge.EndToEnd;

/// <summary>A hidden tool must look as one that the server does not have: the template against the real server's own answer.</summary>
public sealed class UnknownToolTests(RunpodWorld world, UnknownToolTests.Gateway edge) : IClassFixture<UnknownToolTests.Gateway>
{
    private const string Policy =
        """{ "version": "1", "default": "allow", "denials": "hide", "hide": [ "no-such-*" ], "tools": { "no.such_tool/x": { "action":"""
        + """ "deny" } } }""";

    public static TheoryData<string, string> Calls => new()
    {
        { "no-such-tool", "7" },
        { "no-such-pod", "0" },
        { "no-such-pod", "-1" },
        { "no-such-pod", "9007199254740991" },
        { "no.such_tool/x", "\"an id\"" },
        { "no.such_tool/x", """
                            "quote \" backslash \\ tab \t euro € <&> 😀"
                            """ },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_hidden_tool_is_answered_byte_for_byte_as_the_server_answers_an_unknown_one(string tool, string id)
    {
        var token = McpHttp.NewToken();
        using var direct = new McpHttp(world.Server, token);
        using var client = new McpHttp(edge.Url, token);
        var servers = await direct.CallAsync(tool, "{}", id.Trim());
        var arrived = (await world.ServerLog.ReadAsync(token)).Count;

        var edges = await client.CallAsync(tool, "{}", id.Trim());

        Assert.Equal((servers.Status, servers.MediaType, servers.Text), (edges.Status, edges.MediaType, edges.Text));
        Assert.Equal(servers.Body, edges.Body);
        Assert.Equal(arrived, (await world.ServerLog.ReadAsync(token)).Count);
    }

    [Fact]
    public async Task Its_headers_are_those_of_an_answer_that_came_through_from_the_server()
    {
        using var client = new McpHttp(edge.Url, McpHttp.NewToken());

        // The policy allows this one, so the server answers; the other is answered by Edge.
        var servers = await client.CallAsync("not-a-tool");
        var edges = await client.CallAsync("no-such-tool");

        Assert.Equal(servers.Headers, edges.Headers);
        Assert.Equal(servers.Text.Replace("not-a-tool", "no-such-tool", StringComparison.Ordinal), edges.Text);
    }

    public sealed class Gateway(RunpodWorld world) : SharedEdge(world, Policy);
}
