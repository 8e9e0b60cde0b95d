using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Edge.Gateway.Stores;
using Edge.Testing;
using Edge.Testing.Postgres;
using Edge.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Stores;

/// <summary>The whole host while its database stops and starts.</summary>
[Collection(PostgresCollection.Name)]
public sealed class StoreOutageTests(PostgresCollection.Fixture postgres) : IAsyncLifetime
{
    private const string Password = "not-for-any-log";
    private const string Limited = """
        { "version": "1", "default": "deny", "tools": {
          "limited": { "limits": [ { "counter": "c", "window": "day", "max": 3, "scope": "global" } ] },
          "free": {} } }
        """;

    private readonly string _key = Path.Combine(Path.GetTempPath(), $"edge-key-{Guid.NewGuid():N}");
    private readonly PostgresServer _server = postgres.Server;
    private string _database = "";

    public async ValueTask InitializeAsync()
    {
        TestKeyFile.Write(_key);
        _database = await _server.NewDatabaseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        File.Delete(_key);
        await _server.StartAsync();
    }

    [Fact]
    public async Task Closed_denies_while_the_database_is_away_and_counts_on_when_it_is_back()
    {
        await using var edge = await StartAsync(Limited, "closed");
        Assert.Equal("allowed", await CallAsync(edge, "limited"));

        await _server.StopAsync();
        Assert.Equal("store_unavailable", await CallAsync(edge, "limited"));
        Assert.Equal("store_unavailable", await CallAsync(edge, "free"));
        Assert.Single(edge.Server.Received);
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, (await ReadyAsync(edge)).Status);

        await _server.StartAsync();
        await BackAsync(edge);
        Assert.Equal(["allowed", "allowed", "rate_limited"],
            [await CallAsync(edge, "limited"), await CallAsync(edge, "limited"), await CallAsync(edge, "limited")]);
        Assert.Equal(StatusCodes.Status200OK, (await ReadyAsync(edge)).Status);
        Assert.DoesNotContain(edge.Logs.Lines, l => l.Message.Contains(Password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_database_takes_and_fails_at_is_measured()
    {
        await using var edge = await StartAsync(Limited, "closed");
        var meters = edge.Services.GetRequiredService<IMeterFactory>();
        var measured = new ConcurrentQueue<(string Instrument, string? Operation)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, all) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Name.StartsWith("edge.store.", StringComparison.Ordinal))
                    all.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) =>
            measured.Enqueue((instrument.Name, tags[0].Value as string)));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
            measured.Enqueue((instrument.Name, tags[0].Value as string)));
        listener.Start();
        Assert.Equal("allowed", await CallAsync(edge, "limited"));
        Assert.Contains(("edge.store.operation.duration", "find_freeze"), measured);
        Assert.Single(measured, ("edge.store.operation.duration", "take"));
        Assert.DoesNotContain(measured, m => m.Instrument == "edge.store.errors");
        await _server.StopAsync();
        Assert.Equal("store_unavailable", await CallAsync(edge, "limited"));
        Assert.Contains(("edge.store.errors", "find_freeze"), measured);
    }

    [Fact]
    public async Task Open_lets_through_and_counts_it()
    {
        await using var edge = await StartAsync(Limited, "open");
        await _server.StopAsync();

        for (var i = 0; i < 5; i++)
            Assert.Equal("allowed", await CallAsync(edge, "limited"));

        Assert.Equal(5, edge.Services.GetRequiredService<StoreFailures>().LetThrough);
        Assert.Equal(5, edge.Logs.Lines.Count(l => l.Message.Contains("without its limits", StringComparison.Ordinal)));
        await _server.StartAsync();
        await BackAsync(edge);
        for (var i = 0; i < 3; i++)
            Assert.Equal("allowed", await CallAsync(edge, "limited"));
        Assert.Equal("rate_limited", await CallAsync(edge, "limited"));
    }

    [Fact]
    public async Task A_policy_in_shadow_is_forwarded_whatever_the_database_does()
    {
        await using var edge =
            await StartAsync(Limited.Replace("\"version\": \"1\",", "\"version\": \"1\", \"mode\": \"shadow\",", StringComparison.Ordinal),
            "closed");
        await _server.StopAsync();

        Assert.Equal("allowed", await CallAsync(edge, "limited"));

        Assert.Contains(edge.Logs.Lines, l => l.Message.Contains("In shadow", StringComparison.Ordinal)
            && l.Message.Contains("store_unavailable", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_more_calls_pass_than_the_maximum_while_the_database_stops_and_starts_under_them()
    {
        await using var edge = await StartAsync(Limited.Replace("\"max\": 3", "\"max\": 40", StringComparison.Ordinal), "closed");
        var outcomes = new System.Collections.Concurrent.ConcurrentBag<string>();
        using var stop = new CancellationTokenSource();
        var traffic = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                outcomes.Add(await CallAsync(edge, "limited"));
        })).ToArray();

        await Deadline.Until(() => outcomes.Contains("allowed"), "a call that passes");
        await _server.StopAsync();
        await Deadline.Until(() => outcomes.Contains("store_unavailable"), "a call that is denied");
        await _server.StartAsync();
        await Deadline.Until(() => outcomes.Contains("rate_limited"), "a call beyond the maximum");
        await stop.CancelAsync();
        await Task.WhenAll(traffic);

        Assert.InRange(outcomes.Count(o => o == "allowed"), 1, 40);
        Assert.Equal(outcomes.Count(o => o == "allowed"), edge.Server.Received.Count);
        Assert.All(outcomes, o => Assert.Contains(o, (string[])["allowed", "rate_limited", "store_unavailable"]));
    }

    [Fact]
    public async Task What_was_counted_outlives_a_restart_of_the_database_and_of_Edge()
    {
        await using (var edge = await StartAsync(Limited, "closed"))
        {
            for (var i = 0; i < 2; i++)
                Assert.Equal("allowed", await CallAsync(edge, "limited"));
        }

        await _server.StopAsync();
        await _server.StartAsync();
        await using var again = await StartAsync(Limited, "closed");

        Assert.Equal("allowed", await CallAsync(again, "limited"));
        Assert.Equal("rate_limited", await CallAsync(again, "limited"));
    }

    [Fact]
    public async Task A_server_that_was_not_reached_gives_back_in_the_database()
    {
        await using var edge = await StartAsync(Limited, "closed");
        await edge.Server.DisposeAsync();

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("unreachable", await CallAsync(edge, "limited"));
            await edge.Services.GetRequiredService<Edge.Stores.Postgres.PostgresLimitStore>().SettledAsync();
        }
    }

    private Task<EdgeHost> StartAsync(string policy, string mode) => EdgeHost.StartAsync(policy, settings: [
        ("Edge:Store:Kind", "postgres"),
        ("Edge:Store:ConnectionString", $"{_database};Password={Password}"),
        ("Edge:Store:FailureMode", mode),
        ("Edge:Store:CommandTimeout", "00:00:20"),
        ("Edge:Store:ConnectTimeout", "00:00:20"),
        ("Edge:KeyFile", _key),
    ]);

    private static Task BackAsync(EdgeHost edge) =>
        Deadline.Until(() => edge.Services.GetRequiredService<Edge.Stores.Postgres.PostgresDatabase>().IsAvailable, "the database");

    private static Task<RawResponse> ReadyAsync(EdgeHost edge) => RawHttp.RequestAsync(new Uri(edge.Admin, "/readyz"), "GET", default);

    private static async Task<string> CallAsync(EdgeHost edge, string tool)
    {
        var response =
            await edge.PostAsync($$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{} } }""");
        if (response.Status == StatusCodes.Status502BadGateway)
            return "unreachable";
        Assert.Equal(StatusCodes.Status200OK, response.Status);
        using var answer = JsonDocument.Parse(response.Body);
        return answer.RootElement.GetProperty("result").TryGetProperty("_meta", out var meta)
            ? meta.GetProperty("edge.policy/decision").GetProperty("reason").GetString()!
            : "allowed";
    }
}
