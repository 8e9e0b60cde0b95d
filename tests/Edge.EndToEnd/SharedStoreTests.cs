using System.Net;
using System.Text.Json;
using Edge.EndToEnd.Running;
using Edge.Testing;
using Edge.Testing.Postgres;

namespace Edge.EndToEnd;

/// <summary>Several Edges, as processes, on one database.</summary>
public sealed class SharedStoreTests : IAsyncLifetime
{
    private const string Limited = """
        { "version": "1", "default": "deny", "tools": {
          "start": { "limits": [ { "counter": "starts", "window": "day", "max": 50, "scope": "global" } ] },
          "work": { "limits": [ { "counter": "under-way", "algorithm": "concurrency", "max": 1, "scope": "global" } ] } } }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-shared-store-");
    private readonly TaskCompletionSource _finish = new();
    private PostgresServer _postgres = null!;
    private ScriptedServer _server = null!;
    private string _database = "";

    public async ValueTask InitializeAsync()
    {
        _postgres = await PostgresServer.StartNewAsync();
        _database = await _postgres.NewDatabaseAsync();
        _server = await ScriptedServer.StartAsync(async (context, request) =>
        {
            if (request.Text.Contains("work", StringComparison.Ordinal))
                await _finish.Task;
            await ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":1,"result":{}}""");
        });
    }

    public async ValueTask DisposeAsync()
    {
        _finish.TrySetResult();
        await _server.DisposeAsync();
        await _postgres.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Two_Edges_forward_exactly_the_maximum_together()
    {
        var settings = Settings(WriteKey("shared.key"));
        await using var first = await EdgeProgram.StartAsync(_server.Address, Limited, settings);
        await using var second = await EdgeProgram.StartAsync(_server.Address, Limited, settings);

        var reasons = await Task.WhenAll(Enumerable.Range(0, 120).Select(i => CallAsync(i % 2 == 0 ? first : second, "start")));

        Assert.Equal(50, reasons.Count(r => r == "allowed"));
        Assert.Equal(70, reasons.Count(r => r == "rate_limited"));
        Assert.Equal(50, _server.Received.Count);
    }

    [Fact]
    public async Task A_permit_of_an_Edge_that_was_killed_returns()
    {
        var settings = Settings(WriteKey("shared.key"));
        await using var survivor = await EdgeProgram.StartAsync(_server.Address, Limited, settings);
        var dying = await EdgeProgram.StartAsync(_server.Address, Limited, settings);
        var cut = CallAsync(dying, "work");
        await Deadline.Until(() => _server.Received.Count == 1, "the call under way");
        Assert.Equal("rate_limited", await CallAsync(survivor, "work"));

        await dying.KillAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => cut);
        Assert.Equal("rate_limited", await CallAsync(survivor, "work"));
        await PostgresServer.ExecuteAsync(_database, "UPDATE edge.state SET latest = edge.wall() + 310000000");
        _finish.SetResult();

        Assert.Equal("allowed", await CallAsync(survivor, "work"));
        await dying.DisposeAsync();
    }

    [Fact]
    public async Task Shutdown_waits_for_a_call_and_returns_its_permit()
    {
        var settings = Settings(WriteKey("shared.key"));
        await using var ending = await EdgeProgram.StartAsync(_server.Address, Limited, settings);
        await using var survivor = await EdgeProgram.StartAsync(_server.Address, Limited, settings);
        var call = CallAsync(ending, "work");
        await Deadline.Until(() => _server.Received.Count == 1, "the call under way");

        await ending.TerminateAsync();
        await ending.SaysAsync("Shutting down. Calls under way: 1;");
        Assert.Equal("rate_limited", await CallAsync(survivor, "work"));
        _finish.SetResult();

        Assert.Equal("allowed", await call);
        Assert.Equal(0, await ending.ExitAsync());
        Assert.Equal("allowed", await CallAsync(survivor, "work"));
    }

    [Fact]
    public async Task An_Edge_with_another_key_does_not_start()
    {
        await using var first = await EdgeProgram.StartAsync(_server.Address, Limited, Settings(WriteKey("shared.key")));

        await using var second = EdgeProgram.Launch(_server.Address, Limited, Settings(WriteKey("other.key")));

        Assert.Equal(2, await second.ExitAsync());
        Assert.Contains("error store_key_mismatch at Edge:Store:ConnectionString: expected the key file with the fingerprint",
            second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_database_Edge_does_not_start_and_keeps_the_password_to_itself()
    {
        await _postgres.StopAsync();

        await using var edge = EdgeProgram.Launch(_server.Address, Limited, Settings(WriteKey("shared.key")));

        Assert.Equal(2, await edge.ExitAsync());
        Assert.Contains("error store_unreachable at Edge:Store:ConnectionString: the database cannot be used: ", edge.Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("not-for-any-log", edge.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", edge.Output, StringComparison.Ordinal);
    }

    private (string, string)[] Settings(string key) =>
    [
        ("Edge__Store__Kind", "postgres"),
        ("Edge__Store__ConnectionString", $"{_database};Password=not-for-any-log"),
        ("Edge__Store__CommandTimeout", "00:00:20"),
        ("Edge__Store__ConnectTimeout", "00:00:20"),
        ("Edge__KeyFile", key),
    ];

    private string WriteKey(string name) => TestKeyFile.Write(Path.Combine(_folder.FullName, name));

    private static async Task<string> CallAsync(EdgeProgram edge, string tool)
    {
        var response =
            await RawHttp.PostAsync(
            edge.Url, $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{} } }""");
        Assert.Equal((int)HttpStatusCode.OK, response.Status);
        using var answer = JsonDocument.Parse(response.Body);
        return answer.RootElement.GetProperty("result").TryGetProperty("_meta", out var meta)
            ? meta.GetProperty("edge.policy/decision").GetProperty("reason").GetString()!
            : "allowed";
    }
}
