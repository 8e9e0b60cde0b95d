using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Edge.EndToEnd.Clients;
using Edge.EndToEnd.Running;

namespace Edge.EndToEnd;

public sealed class BodySizeTests(RunpodWorld world, BodySizeTests.Gateway edge) : IClassFixture<BodySizeTests.Gateway>
{
    private const int ServerLimit = 4 * 1024 * 1024;

    private const string Policy = """{ "version": "1", "default": "deny", "tools": { "runsync-endpoint": {} } }""";

    [Theory]
    [InlineData(20 * 1024)]
    [InlineData(300 * 1024)]
    [InlineData(1024 * 1024)]
    [InlineData(ServerLimit)]
    public async Task A_large_payload_arrives_whole(int messageBytes)
    {
        using var client = new McpHttp(edge.Url, McpHttp.NewToken());
        var text = Filler(messageBytes - Message("").Length);

        var answer = await client.PostAsync(Message(text));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var output = JsonSerializer.Deserialize<JsonElement>(answer.ToolText).GetProperty("output");
        Assert.Equal(text.Length, output.GetProperty("textLength").GetInt32());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), output.GetProperty("textSha256").GetString());
    }

    [Fact]
    public async Task A_route_can_be_given_the_servers_own_limit_and_one_byte_more_reaches_nobody()
    {
        await using var edge = await EdgeProgram.StartAsync(world.Server, Policy,
            ("ReverseProxy__Routes__runpod__Metadata__Edge.MaxRequestBytes", $"{ServerLimit}"));
        var token = McpHttp.NewToken();
        using var client = new McpHttp(edge.Url, token);

        var refused = await client.PostAsync(Message(Filler(ServerLimit - Message("").Length + 1)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.Status);
        Assert.Empty(await world.ServerLog.ReadAsync(token));

        var answered = await client.PostAsync(Message(Filler(ServerLimit - Message("").Length)));
        Assert.Equal(HttpStatusCode.OK, answered.Status);
        Assert.Equal(["POST /serverless/ep-echo/runsync"], await world.ApiLog.OfAsync(token));
    }

    [Theory]
    [InlineData(ServerLimit + 1)]
    [InlineData(8 * 1024 * 1024)]
    public async Task A_payload_over_the_servers_own_limit_is_answered_as_the_server_answers_it(int messageBytes)
    {
        var token = McpHttp.NewToken();
        using var direct = new McpHttp(world.Server, token);
        using var client = new McpHttp(edge.Url, token);
        var message = Message(Filler(messageBytes - Message("").Length));

        var expected = await direct.PostAsync(message);
        var answer = await client.PostAsync(message);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, expected.Status);
        Assert.Equal((expected.Status, expected.MediaType, expected.Text), (answer.Status, answer.MediaType, answer.Text));
        Assert.Empty(await world.ApiLog.OfAsync(token));
    }

    private static string Message(string text) =>
        McpHttp.CallMessage("runsync-endpoint", $$$"""{"endpointId":"ep-echo","input":{"runMs":1,"text":"{{{text}}}"}}""");

    // No two places look alike, so that a piece lost, doubled or moved is seen.
    private static string Filler(int length)
    {
        var text = new StringBuilder(length + 16);
        for (var i = 0; text.Length < length; i++)
            text.Append(i).Append(' ');
        return text.ToString(0, length);
    }

    public sealed class Gateway(RunpodWorld world) : SharedEdge(world, Policy);
}
