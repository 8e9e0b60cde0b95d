using System.Globalization;
using Edge.EndToEnd.Clients;
using Edge.Testing;

namespace Edge.EndToEnd.Revisions;

/// <summary>
/// What the revisions with sessions do beyond requests and answers, with the official clients at the official server: it asks the client in
/// the middle of a call, speaks on a stream of its own, and takes up a stream that broke.
/// </summary>
public sealed class SessionStreamTests(FixtureWorlds worlds) : IClassFixture<FixtureWorlds>
{
    private const string Steps = """
        [ { "call": "test_elicitation", "arguments": { "message": "Who are you?" } },
          { "call": "test_sampling", "arguments": { "prompt": "What is the capital of France?" } },
          { "change": "test_trigger_tool_change" },
          { "call": "test_error_handling", "arguments": {} },
          { "change": "test_trigger_tool_change" },
          { "call": "test_reconnection", "arguments": {} },
          { "call": "test_simple_text", "arguments": {} } ]
        """;

    private const string Answered = "User response: action=accept, content={\"response\":\"Ada\"}";
    private const string Sampled = "LLM response: Paris";
    private const string Resumed =
        "Reconnection test completed successfully. If you received this, the client properly reconnected after stream closure.";
    private const string Text = "This is a simple text response for testing.";

    [Theory]
    [InlineData("sdk1", "2025-11-25")]
    [InlineData("sdk1", "2025-06-18")]
    [InlineData("sdk2", "2025-11-25")]
    [InlineData("sdk2-auto", "2025-11-25")]
    public async Task A_TypeScript_client_is_asked_hears_and_resumes_with_a_denial_in_between(string kind, string revision)
    {
        var world = await worlds.OfAsync(revision);
        var token = McpHttp.NewToken();

        var seen = await TypeScriptClient.RunAsync(kind, world.Url, token, Steps);

        Assert.Equal(
            [Answered, Sampled, "heard True", "not_listed", "heard True", Resumed, Text],
            seen.GetProperty("results").EnumerateArray().Select(Outcomes.Of));
        await ReachedAsync(world, token, revision);
    }

    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2025-06-18")]
    public async Task The_CSharp_client_is_asked_hears_and_resumes_with_a_denial_in_between(string revision)
    {
        var world = await worlds.OfAsync(revision);
        var token = McpHttp.NewToken();
        await using var client = await CSharpClient.ConnectAsync(world.Url, token, revision);

        Assert.Equal(Answered, await client.CallAsync("test_elicitation", new() { ["message"] = "Who are you?" }));
        Assert.Equal(Sampled, await client.CallAsync("test_sampling", new() { ["prompt"] = "What is the capital of France?" }));
        await HearAsync(client);
        Assert.Equal("not_listed", await client.CallAsync("test_error_handling"));
        await HearAsync(client);
        Assert.Equal(Resumed, await client.CallAsync("test_reconnection"));
        Assert.Equal(Text, await client.CallAsync("test_simple_text"));
        await ReachedAsync(world, token, revision);
    }

    /// <summary>
    /// As bytes: what was said while the stream was broken is said on the next one, once, after the event that was seen last.
    /// </summary>
    [Theory]
    [InlineData("2025-03-26")]
    [InlineData("2025-11-25")]
    public async Task A_stream_that_broke_is_taken_up_after_the_event_that_was_seen_last(string revision)
    {
        var world = await worlds.OfAsync(revision);
        using var session = await RawSession.BeginAsync(world.Url, McpHttp.NewToken(), revision);

        // The server holds the head of the answer back until it has something to say.
        var listening = session.TryListenAsync(lastEventId: null);
        await Deadline.Until(
            async () =>
            {
                await session.CallAsync("test_trigger_tool_change");
                return listening.IsCompleted;
            },
            "the stream to be open");
        string seen;
        using (var stream = (await listening)!)
            seen = await stream.NextNoticeAsync();

        // It sees that nobody listens any more when it next has something to say.
        await session.CallAsync("test_error_handling");
        RawStream? next = null;
        await Deadline.Until(
            async () =>
            {
                await session.CallAsync("test_trigger_tool_change");
                await session.CallAsync("test_trigger_tool_change");
                next = await session.TryListenAsync(seen);
                return next is not null;
            },
            "the stream to be taken up");
        var missed = (await next!.NextNoticeAsync(), await next.NextNoticeAsync());
        next.Dispose();

        Assert.Equal((After(seen, 1), After(seen, 2)), missed);
        Assert.Equal(seen,
            Assert.Single((await world.SeenAsync(session.Token)).Select(request => request.LastEventId).OfType<string>().Distinct()));

        // The fixture numbers the events of a stream.
        static string After(string id, int count)
        {
            var at = id.LastIndexOf('_') + 1;
            return $"{id[..at]}{int.Parse(id.AsSpan(at), CultureInfo.InvariantCulture) + count}";
        }
    }

    // The client opens its stream beside its first calls: what changes before that is nobody's news.
    private static async Task HearAsync(CSharpClient client)
    {
        var before = client.Heard;
        await Deadline.Until(
            async () =>
            {
                await client.CallAsync("test_trigger_tool_change");
                return client.Heard > before;
            },
            "a notice of changed tools");
    }

    private static async Task ReachedAsync(FixtureWorld world, string token, string revision)
    {
        var seen = await world.SeenAsync(token);

        Assert.Equal(2, seen.Count(request => request.IsPostedResult));
        Assert.DoesNotContain("test_error_handling", seen.Select(request => request.Tool));
        Assert.Contains(seen, request => request is { HttpMethod: "GET", LastEventId: null });
        // Servers close streams for clients to poll from 2025-11-25 on (SEP-1699); before that this one answers at once.
        Assert.Equal(revision == "2025-11-25", seen.Any(request => request is { HttpMethod: "GET", LastEventId: not null }));
        Assert.Single(seen.Where(request => request.Method != "initialize" && request.Method != "server/discover")
            .Select(request => request.Session).Distinct());
    }
}
