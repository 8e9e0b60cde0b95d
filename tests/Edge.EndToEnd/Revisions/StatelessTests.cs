using System.Net;
using System.Text;
using Edge.EndToEnd.Clients;
using Edge.Testing;

namespace Edge.EndToEnd.Revisions;

/// <summary>
/// What 2026-07-28 does otherwise, with the official clients at the official server: retries that bring input along, streams that listen,
/// leaving as cancelling.
/// </summary>
public sealed class StatelessTests(FixtureWorlds worlds) : IClassFixture<FixtureWorlds>
{
    private const string Discover =
        """{"jsonrpc":"2.0","id":"probe","method":"server/discover","params":{"_meta":"""
        + """{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}""";

    private const string Greeting = "Hello, Ada!";
    private const string Text = "This is a simple text response for testing.";

    /// <summary>
    /// The third round would be the third call of a limit of two: the server is asked twice, and the client's input is not sent.
    /// </summary>
    [Theory]
    [InlineData("sdk2-auto")]
    [InlineData("sdk2-pin")]
    public async Task Each_round_of_a_TypeScript_client_is_a_call_of_its_own(string kind)
    {
        var world = await worlds.OfAsync();
        var token = McpHttp.NewToken();

        var seen = await TypeScriptClient.RunAsync(kind, world.Url, token, """
            [ { "call": "test_input_required_result_elicitation", "arguments": {} },
              { "call": "test_input_required_result_multi_round", "arguments": {} },
              { "call": "test_simple_text", "arguments": {} } ]
            """);

        Assert.Equal([Greeting, "rate_limited", Text], seen.GetProperty("results").EnumerateArray().Select(Outcomes.Of));
        await RoundsAsync(world, token);
    }

    [Fact]
    public async Task Each_round_of_the_CSharp_client_is_a_call_of_its_own()
    {
        var world = await worlds.OfAsync();
        var token = McpHttp.NewToken();
        await using var client = await CSharpClient.ConnectAsync(world.Url, token, revision: null);

        Assert.Equal(Greeting, await client.CallAsync("test_input_required_result_elicitation"));
        Assert.Equal("rate_limited", await client.CallAsync("test_input_required_result_multi_round"));
        Assert.Equal(Text, await client.CallAsync("test_simple_text"));
        await RoundsAsync(world, token);
    }

    [Fact]
    public async Task A_client_listens_across_a_denial_and_not_to_what_it_may_not_read()
    {
        var world = await worlds.OfAsync();
        var token = McpHttp.NewToken();

        var seen = await TypeScriptClient.RunAsync("sdk2-auto", world.Url, token, """
            [ { "listen": { "toolsListChanged": true } },
              { "change": "test_trigger_tool_change" },
              { "call": "test_error_handling", "arguments": {} },
              { "listen": { "resourceSubscriptions": [ "test://static-binary" ] } },
              { "change": "test_trigger_tool_change" } ]
            """);

        Assert.Equal(
            ["listens True", "heard True", "not_listed", "thrown -32602 resource_not_allowed", "heard True"],
            seen.GetProperty("results").EnumerateArray().Select(Outcomes.Of));
        Assert.Equal(1, (await world.SeenAsync(token)).Count(request => request.Method == "subscriptions/listen"));
    }

    [Fact]
    public async Task A_TypeScript_client_that_gives_up_ends_its_call_at_the_server_and_goes_on()
    {
        var world = await worlds.OfAsync();
        var token = McpHttp.NewToken();

        var seen = await TypeScriptClient.RunAsync("sdk2-auto", world.Url, token, """
            [ { "call": "test_wait", "arguments": {}, "leaveAfterMs": 1500 },
              { "call": "test_simple_text", "arguments": {} } ]
            """);

        var results = seen.GetProperty("results");
        Assert.True(results[0].TryGetProperty("thrown", out _), results[0].ToString());
        Assert.Equal(Text, Outcomes.Of(results[1]));
        await LeftAsync(world, token);
    }

    [Fact]
    public async Task The_CSharp_client_that_gives_up_ends_its_call_at_the_server_and_goes_on()
    {
        var world = await worlds.OfAsync();
        var token = McpHttp.NewToken();
        await using var client = await CSharpClient.ConnectAsync(world.Url, token, revision: null);
        using var giveUp = new CancellationTokenSource();

        var call = client.CallAsync("test_wait", cancellation: giveUp.Token);
        await Deadline.Until(async () => (await world.CalledAsync(token)).Contains("test_wait"), "the call to arrive");
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(Text, await client.CallAsync("test_simple_text"));
        await LeftAsync(world, token);
    }

    [Fact]
    public async Task What_a_server_says_of_itself_passes_byte_for_byte()
    {
        var world = await worlds.OfAsync();
        using var client = new HttpClient();

        var direct = await AskAsync(client, world.Server);
        var through = await AskAsync(client, world.Url);

        Assert.Equal(HttpStatusCode.OK, direct.Status);
        Assert.Contains("\"supportedVersions\":[\"2026-07-28\"]", direct.Text, StringComparison.Ordinal);
        Assert.Equal(direct, through);
    }

    private static async Task<(HttpStatusCode Status, string? MediaType, string Text)> AskAsync(HttpClient client, Uri url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new StringContent(Discover, Encoding.UTF8, "application/json"),
            Headers = { { "Accept", "application/json, text/event-stream" }, { "MCP-Protocol-Version", "2026-07-28" },
                { "Mcp-Method", "server/discover" } },
        };
        using var response = await client.SendAsync(request);
        return (response.StatusCode, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsStringAsync());
    }

    private static async Task RoundsAsync(FixtureWorld world, string token) => Assert.Equal(
        ["test_input_required_result_elicitation", "test_input_required_result_elicitation", "test_input_required_result_multi_round",
            "test_input_required_result_multi_round", "test_simple_text"],
        await world.CalledAsync(token));

    private static Task LeftAsync(FixtureWorld world, string token) =>
        Deadline.Until(async () => (await world.SeenAsync(token)).Any(request => request is { Tool: "test_wait", WasLeft: true }),
        "the server to be left");
}
