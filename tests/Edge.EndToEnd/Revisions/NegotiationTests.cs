using Edge.EndToEnd.Clients;

namespace Edge.EndToEnd.Revisions;

/// <summary>
/// Every official client in each way it has of agreeing on a revision, at servers of each revision: through Edge it agrees on what it would
/// agree on without, and after each kind of denial its connection serves the next call.
/// </summary>
public sealed class NegotiationTests(FixtureWorlds worlds) : IClassFixture<FixtureWorlds>
{
    private const string Steps = """
        [ { "list": true },
          { "call": "test_simple_text", "arguments": {} },
          { "call": "test_error_handling", "arguments": {} },
          { "call": "test_header_parameter", "arguments": { "region": "forbidden" } },
          { "call": "test_header_parameter", "arguments": { "region": "north" } },
          { "read": "test://static-binary" },
          { "read": "test://static-text" },
          { "prompt": "test_prompt_with_image" },
          { "prompt": "test_simple_prompt" },
          { "call": "test_image_content", "arguments": {}, "times": 2 },
          { "call": "test_simple_text", "arguments": {} } ]
        """;

    private const string Text = "This is a simple text response for testing.";
    private const string Resource = "This is the content of the static text resource.";
    private const string Prompt = "This is a simple prompt for testing.";

    private static readonly string[] Reached = ["test_simple_text", "test_header_parameter", "test_image_content", "test_simple_text"];

    [Theory]
    [InlineData("sdk1", null, "2025-11-25")]
    [InlineData("sdk1", "2025-06-18", "2025-06-18")]
    [InlineData("sdk1", "2025-03-26", "2025-03-26")]
    [InlineData("sdk2", null, "2025-11-25")]
    [InlineData("sdk2", "2025-06-18", "2025-06-18")]
    [InlineData("sdk2", "2025-03-26", "2025-03-26")]
    [InlineData("sdk2-auto", null, "2026-07-28")]
    [InlineData("sdk2-auto", "2025-11-25", "2025-11-25")]
    [InlineData("sdk2-auto", "2025-03-26", "2025-03-26")]
    [InlineData("sdk2-pin", null, "2026-07-28")]
    public async Task A_TypeScript_client_agrees_on_the_revision_and_goes_on_after_each_denial(string kind, string? newest, string revision)
    {
        var world = await worlds.OfAsync(newest);
        var token = McpHttp.NewToken();

        var seen = await TypeScriptClient.RunAsync(kind, world.Url, token, Steps);

        Assert.Equal(revision, seen.GetProperty("revision").GetString());
        var results = seen.GetProperty("results").EnumerateArray().ToList();
        var listed = results[0].GetProperty("tools").EnumerateArray().Select(tool => tool.GetString()).ToList();
        Assert.Contains("test_simple_text", listed);
        Assert.DoesNotContain("test_error_handling", listed);
        Assert.Equal(
            [Text, "not_listed", "condition_matched", "region: north", "thrown -32602 resource_not_allowed", Resource,
                "thrown -32602 prompt_not_allowed", Prompt, "", "rate_limited", Text],
            results.Skip(1).Select(Outcomes.Of));
        await ReachedAsync(world, token, revision);
    }

    [Theory]
    [InlineData(null, null, "2026-07-28")]
    [InlineData(null, "2025-11-25", "2025-11-25")]
    [InlineData(null, "2025-03-26", "2025-03-26")]
    [InlineData("2025-03-26", null, "2025-03-26")]
    [InlineData("2025-06-18", null, "2025-06-18")]
    [InlineData("2025-11-25", null, "2025-11-25")]
    [InlineData("2026-07-28", null, "2026-07-28")]
    public async Task The_CSharp_client_agrees_on_the_revision_and_goes_on_after_each_denial(string? asked, string? newest, string revision)
    {
        var world = await worlds.OfAsync(newest);
        var token = McpHttp.NewToken();
        await using var client = await CSharpClient.ConnectAsync(world.Url, token, asked);

        Assert.Equal(revision, client.Revision);
        var listed = await client.ListAsync();
        Assert.Contains("test_simple_text", listed);
        Assert.DoesNotContain("test_error_handling", listed);
        Assert.Equal(Text, await client.CallAsync("test_simple_text"));
        Assert.Equal("not_listed", await client.CallAsync("test_error_handling"));
        Assert.Equal("condition_matched", await client.CallAsync("test_header_parameter", new() { ["region"] = "forbidden" }));
        Assert.Equal("region: north", await client.CallAsync("test_header_parameter", new() { ["region"] = "north" }));
        Assert.Equal("thrown -32602", await client.ReadAsync("test://static-binary"));
        Assert.Equal(Resource, await client.ReadAsync("test://static-text"));
        Assert.Equal("thrown -32602", await client.PromptAsync("test_prompt_with_image"));
        Assert.Equal(Prompt, await client.PromptAsync("test_simple_prompt"));
        Assert.Equal("", await client.CallAsync("test_image_content"));
        Assert.Equal("rate_limited", await client.CallAsync("test_image_content"));
        Assert.Equal(Text, await client.CallAsync("test_simple_text"));
        await ReachedAsync(world, token, revision);
    }

    [Fact]
    public async Task A_client_that_insists_on_the_newest_revision_fails_at_an_older_server_as_it_does_without_Edge()
    {
        var world = await worlds.OfAsync("2025-11-25");

        var direct =
            await Assert.ThrowsAnyAsync<Exception>(() => TypeScriptClient.RunAsync("sdk2-pin", world.Server, McpHttp.NewToken(), "[]"));
        var through =
            await Assert.ThrowsAnyAsync<Exception>(() => TypeScriptClient.RunAsync("sdk2-pin", world.Url, McpHttp.NewToken(), "[]"));

        Assert.Contains("ERA_NEGOTIATION_FAILED", direct.Message, StringComparison.Ordinal);
        Assert.Contains("ERA_NEGOTIATION_FAILED", through.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// The server heard of what was allowed and of nothing else, in one session of that revision, or in none where there are none.
    /// </summary>
    private static async Task ReachedAsync(FixtureWorld world, string token, string revision)
    {
        var seen = await world.SeenAsync(token);

        Assert.Equal(Reached, seen.Where(request => request.Tool is not null).Select(request => request.Tool));
        Assert.Equal(1, seen.Count(request => request.Method == "resources/read"));
        Assert.Equal(1, seen.Count(request => request.Method == "prompts/get"));
        var calls = seen.Where(request => request.Tool is not null).ToList();
        if (revision == "2026-07-28")
        {
            Assert.All(seen, request => Assert.Null(request.Session));
            Assert.All(calls, call => Assert.Equal(("tools/call", call.Tool), (call.MethodHeader, call.NameHeader)));
            Assert.Equal("server/discover", seen[0].Method);
        }
        else
        {
            Assert.NotNull(Assert.Single(calls.Select(call => call.Session).Distinct()));
        }

        // 2025-03-26 does not know the header yet.
        Assert.All(calls,
            call => Assert.True(call.Revision == revision || (call.Revision is null && revision == "2025-03-26"), call.Revision));
    }
}
