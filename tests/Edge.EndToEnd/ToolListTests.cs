using System.Text.Json;
using Edge.EndToEnd.Clients;
using Edge.EndToEnd.Running;

namespace Edge.EndToEnd;

public sealed class ToolListTests(RunpodWorld world)
{
    [Fact]
    public async Task The_list_through_Edge_is_the_servers_own_without_the_tools_that_may_not_be_called()
    {
        await using var edge = await EdgeProgram.StartAsync(world.Server, """
            { "version": "1", "default": "deny", "hide": [ "list-*-billing" ],
              "tools": { "list-*": {}, "create-pod": { "limits": [ { "counter": "pods", "window": "day", "max": 1 } ] }, "get-*": {},
                "get-pod": { "action": "deny" } } }
            """);
        var token = McpHttp.NewToken();
        using var direct = new McpHttp(world.Server, token);
        using var client = new McpHttp(edge.Url, token);

        var whole = await direct.ListToolsAsync();
        var filtered = await client.ListToolsAsync();

        var tools = whole.Result.GetProperty("tools");
        var kept = tools.EnumerateArray().Where(tool => IsListed(tool.GetProperty("name").GetString()!)).Select(tool => tool.GetRawText())
            .ToArray();
        Assert.InRange(kept.Length, 20, tools.GetArrayLength() - 20);
        Assert.Equal(whole.Text.Replace(tools.GetRawText(), $"[{string.Join(',', kept)}]", StringComparison.Ordinal), filtered.Text);
        Assert.Equal(whole.MediaType, filtered.MediaType);

        // 'list-billing' is none of 'list-*-billing'.
        static bool IsListed(string name) =>
            name is "create-pod" or "list-billing"
            || (name.StartsWith("get-", StringComparison.Ordinal) && name != "get-pod")
            || (name.StartsWith("list-", StringComparison.Ordinal) && !name.EndsWith("-billing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_listed_tool_may_be_called_and_no_other()
    {
        await using var edge = await EdgeProgram.StartAsync(world.Server,
            Path.Combine(Repository.Root, "config", "policies", "runpod.json"));
        var token = McpHttp.NewToken();
        using var direct = new McpHttp(world.Server, token);
        using var client = new McpHttp(edge.Url, token);

        var listed = (await client.ListToolsAsync()).ToolNames;
        foreach (var tool in (await direct.ListToolsAsync()).ToolNames)
        {
            var reason = (await client.CallAsync(tool)).Reason;
            if (listed.Contains(tool))
                Assert.True(reason is not ("hidden" or "not_listed" or "denied"), $"'{tool}' is listed and denied: {reason}");
            else
                Assert.True(reason is "hidden" or "not_listed" or "denied", $"'{tool}' is not listed and was answered with '{reason}'");
        }
    }

    [Fact]
    public async Task A_server_that_asks_for_a_bearer_token_gets_to_say_so()
    {
        await using var edge = await EdgeProgram.StartAsync(world.Server, """{ "version": "1", "default": "allow" }""");
        using var direct = new McpHttp(world.Server, "revoked");
        using var client = new McpHttp(edge.Url, "revoked");

        var refused = await direct.ListToolsAsync();
        var passed = await client.ListToolsAsync();

        Assert.Equal((refused.Status, refused.Text), (passed.Status, passed.Text));
        var challenge = Assert.Single(passed.Headers, header => header.StartsWith("www-authenticate: ", StringComparison.Ordinal));
        Assert.Contains("error=\"invalid_token\"", challenge, StringComparison.Ordinal);
        // The server names its own address, with which the client would go past Edge: Edge's stands in its place.
        Assert.Contains("resource_metadata=\"http://127.0.0.1:8080/.well-known/oauth-protected-resource/mcp\"", challenge,
            StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Object, passed.Json.ValueKind);
    }
}
