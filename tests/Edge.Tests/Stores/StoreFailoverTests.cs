using System.Text.Json;
using Edge.Stores.Postgres;
using Edge.Testing;
using Edge.Testing.Postgres;
using Edge.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Stores;

/// <summary>The whole host while its database answers and is of no use: after a failover, with a full disk, without its schema.</summary>
[Collection(PostgresCollection.Name)]
public sealed class StoreFailoverTests(PostgresCollection.Fixture postgres) : IAsyncLifetime
{
    private const string Limited = """
        { "version": "1", "default": "deny", "tools": {
          "limited": { "limits": [ { "counter": "c", "window": "day", "max": 3, "scope": "global" } ] },
          "free": {} } }
        """;

    private readonly string _key = Path.Combine(Path.GetTempPath(), $"edge-key-{Guid.NewGuid():N}");
    private string _database = "";

    /// <summary>How a database stops to be of use, and how it is again.</summary>
    public static TheoryData<string, string, string> States => new()
    {
        // As on a node whose place another has taken: new sessions, and those that Edge has, take no changes.
        { "read-only", "ALTER DATABASE {0} SET default_transaction_read_only = on", "ALTER DATABASE {0} RESET ALL" },
        { "no new connections", "ALTER DATABASE {0} WITH ALLOW_CONNECTIONS false", "ALTER DATABASE {0} WITH ALLOW_CONNECTIONS true" },
    };

    public async ValueTask InitializeAsync()
    {
        TestKeyFile.Write(_key);
        _database = await postgres.Server.NewDatabaseAsync();
    }

    public ValueTask DisposeAsync()
    {
        File.Delete(_key);
        return default;
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task A_database_of_no_use_is_an_outage_that_ends_without_a_restart(string what, string ends, string begins)
    {
        await using var edge = await StartAsync();
        Assert.Equal("allowed", await CallAsync(edge, "limited"));

        await OnServerAsync(ends);
        await OnServerAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{0}'");
        await Deadline.Until(async () => await CallAsync(edge, "limited") == "store_unavailable", what);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("store_unavailable", await CallAsync(edge, "limited"));
            Assert.Equal("store_unavailable", await CallAsync(edge, "free"));
        }

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, await ReadyAsync(edge));
        Assert.Single(edge.Server.Received);
        Assert.Single(edge.Logs.Lines, line => line.Category == typeof(PostgresDatabase).FullName);

        // The sessions that Edge has by now stay as they are: it must open others.
        await OnServerAsync(begins);
        await Deadline.Until(() => edge.Services.GetRequiredService<PostgresDatabase>().IsAvailable, "the database");
        foreach (var expected in (string[])["allowed", "allowed", "rate_limited"])
            Assert.Equal(expected, await CallAsync(edge, "limited"));
        Assert.Equal(StatusCodes.Status200OK, await ReadyAsync(edge));
        Assert.Equal(2, edge.Logs.Lines.Count(line => line.Category == typeof(PostgresDatabase).FullName));
    }

    [Theory]
    [InlineData("ALTER FUNCTION edge.take RENAME TO taken", "ALTER FUNCTION edge.taken RENAME TO take")]
    [InlineData("ALTER TABLE edge.counts RENAME TO counted", "ALTER TABLE edge.counted RENAME TO counts")]
    [InlineData("ALTER TABLE edge.freezes RENAME TO frozen", "ALTER TABLE edge.frozen RENAME TO freezes")]
    public async Task A_schema_that_lost_a_part_is_an_outage_that_ends_without_a_restart(string ends, string begins)
    {
        await using var edge = await StartAsync();
        Assert.Equal("allowed", await CallAsync(edge, "limited"));

        await PostgresServer.ExecuteAsync(_database, ends);
        for (var i = 0; i < 5; i++)
            Assert.Equal("store_unavailable", await CallAsync(edge, "limited"));
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, await ReadyAsync(edge));
        Assert.Single(edge.Logs.Lines, line => line.Category == typeof(PostgresDatabase).FullName);

        await PostgresServer.ExecuteAsync(_database, begins);
        await Deadline.Until(() => edge.Services.GetRequiredService<PostgresDatabase>().IsAvailable, "the database");
        Assert.Equal("allowed", await CallAsync(edge, "limited"));
        Assert.Equal(StatusCodes.Status200OK, await ReadyAsync(edge));
    }

    [Fact]
    public async Task Sessions_that_turn_read_only_under_Edge_are_noticed_by_the_next_message()
    {
        await using var edge = await StartAsync();
        Assert.Equal("allowed", await CallAsync(edge, "free"));
        try
        {
            await PostgresServer.ExecuteAsync(_database, "ALTER SYSTEM SET default_transaction_read_only = on");
            await PostgresServer.ExecuteAsync(_database, "SELECT pg_reload_conf()");
            // Nothing of this call changes anything, and whoever is frozen now is frozen elsewhere.
            await Deadline.Until(async () => await CallAsync(edge, "free") == "store_unavailable", "a database that takes no changes");
        }
        finally
        {
            var writable = $"{_database};Options=-c default_transaction_read_only=off";
            await PostgresServer.ExecuteAsync(writable, "ALTER SYSTEM RESET default_transaction_read_only");
            await PostgresServer.ExecuteAsync(_database, "SELECT pg_reload_conf()");
        }

        await Deadline.Until(async () => await CallAsync(edge, "limited") == "allowed", "the database");
    }

    [Fact]
    public async Task A_schema_that_is_gone_is_an_outage_with_one_line()
    {
        await using var edge = await StartAsync();
        await PostgresServer.ExecuteAsync(_database, "ALTER SCHEMA edge RENAME TO away");
        for (var i = 0; i < 5; i++)
            Assert.Equal("store_unavailable", await CallAsync(edge, "limited"));
        Assert.Single(edge.Logs.Lines, line => line.Category == typeof(PostgresDatabase).FullName);
        await PostgresServer.ExecuteAsync(_database, "ALTER SCHEMA away RENAME TO edge");
        await Deadline.Until(async () => await CallAsync(edge, "limited") == "allowed", "the database");
    }

    private Task OnServerAsync(string text)
    {
        var name = new Npgsql.NpgsqlConnectionStringBuilder(_database).Database!;
        text = text.Replace("{0}", name, StringComparison.Ordinal);
        return PostgresServer.ExecuteAsync(postgres.Server.ConnectionString("postgres"), text);
    }

    private Task<EdgeHost> StartAsync() => EdgeHost.StartAsync(Limited, settings: [
        ("Edge:Store:Kind", "postgres"),
        ("Edge:Store:ConnectionString", _database),
        ("Edge:Store:CommandTimeout", "00:00:20"),
        ("Edge:Store:ConnectTimeout", "00:00:20"),
        ("Edge:KeyFile", _key),
    ]);

    private static async Task<int> ReadyAsync(EdgeHost edge) =>
        (await RawHttp.RequestAsync(new Uri(edge.Admin, "/readyz"), "GET", default)).Status;

    private static async Task<string> CallAsync(EdgeHost edge, string tool)
    {
        var response = await edge.PostAsync($$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}"} }""");
        Assert.Equal(StatusCodes.Status200OK, response.Status);
        using var answer = JsonDocument.Parse(response.Body);
        return answer.RootElement.GetProperty("result").TryGetProperty("_meta", out var meta)
            ? meta.GetProperty("edge.policy/decision").GetProperty("reason").GetString()!
            : "allowed";
    }
}
