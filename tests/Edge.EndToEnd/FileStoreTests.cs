using System.Net;
using System.Text.Json;
using Edge.EndToEnd.Running;
using Edge.Testing;

namespace Edge.EndToEnd;

/// <summary>Edge as it is shipped keeps what matters in a file: it is killed under load, and started again.</summary>
public sealed class FileStoreTests : IAsyncLifetime
{
    private const int Max = 200;
    private const int Kills = 4;
    private const int Callers = 8;

    private const string Limited = """
        { "version": "1", "default": "deny", "tools": {
          "start": { "limits": [ { "counter": "starts", "window": "day", "max": 200, "scope": "global" } ] } } }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-file-store-");
    private ScriptedServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ScriptedServer.StartAsync(
        static (context, _) => ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":1,"result":{}}"""));

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Killed_under_load_again_and_again_Edge_forwards_no_more_than_the_maximum_of_the_day()
    {
        for (var kill = 1; kill <= Kills; kill++)
        {
            await using var edge = await StartAsync();
            var calls = Enumerable.Range(0, Callers).Select(_ => CallUntilItEndsAsync(edge)).ToList();
            var wanted = kill * 25;
            await Deadline.Until(() => _server.Received.Count >= wanted, "the load");
            await edge.KillAsync();
            await Task.WhenAll(calls);
        }

        await using var last = await StartAsync();
        while (await CallAsync(last) == "allowed")
        {
        }

        // What was counted when Edge was killed may not have left; nothing left that was not counted.
        Assert.InRange(_server.Received.Count, Max - Kills * Callers, Max);
    }

    private Task<EdgeProgram> StartAsync() => EdgeProgram.StartAsync(
        _server.Address, Limited,
        ("Edge__Store__Path", Path.Combine(_folder.FullName, "edge.db")),
        ("Edge__KeyFile", Path.Combine(_folder.FullName, "edge.key")),
        ("Edge__Flood__RequestsPerSecond", "100000"), ("Edge__Flood__Burst", "100000"));

    private static async Task CallUntilItEndsAsync(EdgeProgram edge)
    {
        try
        {
            while (await CallAsync(edge) == "allowed")
            {
            }
        }
        catch (HttpRequestException)
        {
            // Edge was killed.
        }
    }

    private static async Task<string> CallAsync(EdgeProgram edge)
    {
        const string Message = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"start","arguments":{}}}""";
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, edge.Url)
        {
            Content = new StringContent(Message, System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        using var response = await client.SendAsync(request, Deadline.Token);
        var text = await response.Content.ReadAsStringAsync(Deadline.Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var answer = JsonDocument.Parse(text);
        return answer.RootElement.GetProperty("result").TryGetProperty("isError", out _) ? "denied" : "allowed";
    }
}
