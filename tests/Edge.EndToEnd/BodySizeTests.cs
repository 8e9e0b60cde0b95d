using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Edge.EndToEnd.Clients;
using Edge.EndToEnd.Running;

namespace Edge.EndToEnd;

public sealed class BodySizeTests(RunpodWorld world)
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
        await using var edge = await EdgeProgram.StartAsync(world.Server, Policy);
        using var client = new McpHttp(edge.Url, McpHttp.NewToken());
        var text = Filler(messageBytes - Message("").Length);

        var answer = await client.PostAsync(Message(text));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var output = JsonSerializer.Deserialize<JsonElement>(answer.ToolText).GetProperty("output");
        Assert.Equal(text.Length, output.GetProperty("textLength").GetInt32());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), output.GetProperty("textSha256").GetString());
    }

    [Fact]
    public async Task What_is_too_large_for_the_server_alone_is_refused_in_the_servers_words()
    {
        await using var edge = await EdgeProgram.StartAsync(world.Server, Policy);
        using var client = new McpHttp(edge.Url, McpHttp.NewToken());

        var answer = await client.PostAsync(Message(Filler(ServerLimit)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Equal("""{"error":"Request body too large."}""", answer.Text);
    }

    [Fact]
    public async Task What_is_too_large_for_Edge_reaches_nobody()
    {
        await using var edge = await EdgeProgram.StartAsync(world.Server, Policy, ("Edge__Wire__MaxRequestBytes", "65536"));
        var token = McpHttp.NewToken();
        using var client = new McpHttp(edge.Url, token);

        var answer = await client.PostAsync(Message(Filler(65536)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.Empty(await world.ServerLog.ReadAsync(token));
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
}
