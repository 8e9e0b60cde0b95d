using System.Text;
using Edge.Policy.Calls;
using Edge.Policy.Limits;
using Edge.Policy.Limits.Shared;
using Edge.Policy.Stores;
using Edge.Testing;
using Edge.Testing.Limits;
using Edge.Testing.Postgres;
using Npgsql;
using Xunit;

namespace Edge.Tests.Stores;

/// <summary>More is asked of the database than it can answer: that is no outage, and nobody pays for another's count.</summary>
[Collection(PostgresCollection.Name)]
public sealed class StoreTrafficTests(SharedDatabase database) : IClassFixture<SharedDatabase>
{
    private const int Connections = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_count_that_many_want_holds_up_no_other_caller_and_is_no_outage()
    {
        await using var edge = await OpenAsync();
        await using var holder = await HoldAsync("hot");

        // Twice as many as there are connections, of one caller: a quarter of the connections are enough to wait at one count.
        var hot = Enumerable.Range(0, 2 * Connections).Select(_ => TakeAsync(edge, "busy", "hot")).ToList();
        await Deadline.Until(() => UnderWayAsync("hot"), "calls that wait at the count");
        for (var i = 0; i < Connections; i++)
            Assert.True(await TakeAsync(edge, $"caller-{i}", $"count-{i}"));

        var refused = await Task.WhenAll(hot.Select(task => Assert.ThrowsAsync<StoreUnavailableException>(() => task)));
        Assert.All(refused, e => Assert.Equal(StoreProblem.Busy, e.Problem));
        Assert.True(edge.Database.IsAvailable);
        Assert.Equal(0, edge.Database.Traffic.Used);
        await holder.DisposeAsync();
        Assert.True(await TakeAsync(edge, "busy", "hot"));
    }

    [Fact]
    public async Task A_caller_that_invents_counts_leaves_connections_to_the_others()
    {
        await using var edge = await OpenAsync();
        await using var holder = await HoldAsync([.. Enumerable.Range(0, 3 * Connections).Select(i => $"invented-{i}")]);

        var invented = Enumerable.Range(0, 3 * Connections).Select(i => TakeAsync(edge, "inventor", $"invented-{i}")).ToList();
        await Deadline.Until(() => UnderWayAsync("invented-0"), "calls that wait at the counts");
        Assert.True(await TakeAsync(edge, "other", "its own"));
        await edge.Store.RenewAsync();

        var refused = await Task.WhenAll(invented.Select(task => Assert.ThrowsAsync<StoreUnavailableException>(() => task)));
        Assert.All(refused, e => Assert.Equal(StoreProblem.Busy, e.Problem));
        Assert.True(edge.Database.IsAvailable);
    }

    [Fact]
    public async Task Nobody_passes_a_limit_whose_counting_takes_long()
    {
        await using var edge = await OpenAsync();
        await PostgresServer.ExecuteAsync(database.ConnectionString, """
            CREATE OR REPLACE FUNCTION edge.wall() RETURNS bigint LANGUAGE sql AS $$ SELECT now FROM edge.test_clock, pg_sleep(0.01) $$;
            """);
        var passed = 0;
        var refused = 0;
        await Task.WhenAll(Enumerable.Range(0, 150).Select(async _ =>
        {
            try
            {
                if (await TakeAsync(edge, "one", "slow", max: 50))
                    Interlocked.Increment(ref passed);
            }
            catch (StoreUnavailableException e) when (!e.IsOutage)
            {
                Interlocked.Increment(ref refused);
            }
        }));
        Assert.InRange(passed, 1, 50);
        Assert.True(edge.Database.IsAvailable);
        Assert.Equal(0, edge.Database.Traffic.Used);
    }

    private Task<StoreOnDatabase> OpenAsync() =>
        StoreOnDatabase.OpenAsync(database.ConnectionString, connections: Connections, patience: Patience);

    private static async Task<bool> TakeAsync(StoreOnDatabase edge, string caller, string key, int max = 1000)
    {
        var call = LimiterFixture.Call((LimitOf.Fixed(max), key, 1));
        call.Caller = Caller.Anonymous with { GrantId = caller };
        var reservation = Reservation.Of(call.Charges);
        reservation.Caller = caller;
        await edge.Store.TakeAsync(reservation, CancellationToken.None);
        return reservation.IsTaken;
    }

    // A transaction that does not end holds the counts.
    private async Task<NpgsqlConnection> HoldAsync(params string[] keys)
    {
        var connection = new NpgsqlConnection($"{database.ConnectionString};Pooling=false");
        await connection.OpenAsync(Deadline.Token);
        foreach (var key in keys)
        {
            await using var command = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection);
            command.Parameters.AddWithValue(LockOf(key));
            await command.ExecuteNonQueryAsync(Deadline.Token);
        }

        return connection;
    }

    private async Task<bool> UnderWayAsync(string key) => await PostgresServer.QueryAsync<long>(
        database.ConnectionString,
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        + $" AND (classid::bigint << 32 | objid::bigint) = {LockOf(key)}") > 0;

    private static long LockOf(string key) => CountKey.Of(Encoding.UTF8.GetBytes(key)).Lock;
}
