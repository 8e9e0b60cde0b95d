using Edge.EndToEnd.Clients;
using Edge.Testing;

namespace Edge.EndToEnd.Revisions;

/// <summary>
/// What the revisions with sessions do beyond requests and answers, with the official clients at the official server: it asks the client in the
/// middle of a call, speaks on a stream of its own, and takes up a stream that broke.
/// </summary>
public sealed class SessionStreamTests(FixtureWorlds worlds) : IClassFixture<FixtureWorlds>
{
    private const string Steps = """
        [ { "call": "test_elicitation", "arguments": { "message": "Who are you?" } },
          { "call": "test_sampling", "arguments": { "prompt": "What is the capital of France?" } },
          { "call": "test_trigger_tool_change", "arguments": {} },
          { "hear": 1 },
          { "call": "test_error_handling", "arguments": {} },
          { "call": "test_trigger_tool_change", "arguments": {} },
          { "hear": 2 },
          { "call": "test_reconnection", "arguments": {} },
          { "call": "test_simple_text", "arguments": {} } ]
        """;

    private const string Answered = "User response: action=accept, content={\"response\":\"Ada\"}";
    private const string Sampled = "LLM response: Paris";
    private const string Changed = "Mutation triggered";
    private const string Resumed = "Reconnection test completed successfully. If you received this, the client properly reconnected after stream closure.";
    private const string Text = "This is a simple text response for testing.";

    [Theory]
    [InlineData("sdk1", null)]
    [InlineData("sdk1", "2025-06-18")]
    [InlineData("sdk2", null)]
    [InlineData("sdk2-auto", "2025-11-25")]
    public async Task A_TypeScript_client_is_asked_hears_and_resumes_with_a_denial_in_between(string kind, string? newest)
    {
        var world = await worlds.OfAsync(newest);
        var token = McpHttp.NewToken();

        var seen = await TypeScriptClient.RunAsync(kind, world.Url, token, Steps);

        Assert.Equal(
            [Answered, Sampled, Changed, "heard 1", "not_listed", Changed, "heard 2", Resumed, Text],
            seen.GetProperty("results").EnumerateArray().Select(Outcomes.Of));
        await ReachedAsync(world, token);
    }

    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2025-06-18")]
    public async Task The_CSharp_client_is_asked_hears_and_resumes_with_a_denial_in_between(string revision)
    {
        var world = await worlds.OfAsync();
        var token = McpHttp.NewToken();
        await using var client = await CSharpClient.ConnectAsync(world.Url, token, revision);

        Assert.Equal(Answered, await client.CallAsync("test_elicitation", new() { ["message"] = "Who are you?" }));
        Assert.Equal(Sampled, await client.CallAsync("test_sampling", new() { ["prompt"] = "What is the capital of France?" }));
        // The client opens its stream beside the first calls: what changes before that is nobody's news.
        await Deadline.Until(async () => (await world.SeenAsync(token)).Any(request => request.HttpMethod == "GET"), "the stream to be open");
        Assert.Equal(Changed, await client.CallAsync("test_trigger_tool_change"));
        await Deadline.Until(() => client.Heard == 1, "the first notice");
        Assert.Equal("not_listed", await client.CallAsync("test_error_handling"));
        Assert.Equal(Changed, await client.CallAsync("test_trigger_tool_change"));
        await Deadline.Until(() => client.Heard == 2, "the second notice");
        Assert.Equal(Resumed, await client.CallAsync("test_reconnection"));
        Assert.Equal(Text, await client.CallAsync("test_simple_text"));
        await ReachedAsync(world, token);
    }

    private static async Task ReachedAsync(FixtureWorld world, string token)
    {
        var seen = await world.SeenAsync(token);

        Assert.Equal(2, seen.Count(request => request.IsPostedResult));
        Assert.DoesNotContain("test_error_handling", seen.Select(request => request.Tool));
        Assert.Contains(seen, request => request is { HttpMethod: "GET", LastEventId: null });
        Assert.Contains(seen, request => request is { HttpMethod: "GET", LastEventId: not null });
        Assert.Single(seen.Where(request => request.Method != "initialize" && request.Method != "server/discover").Select(request => request.Session).Distinct());
    }
}
