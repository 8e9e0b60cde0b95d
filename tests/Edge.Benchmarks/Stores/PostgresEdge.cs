using Edge.Policy.Limits;
using Edge.Stores.Postgres;
using Edge.Testing.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Edge.Benchmarks.Stores;

/// <summary>The store of one Edge on a PostgreSQL of its own that writes as in operation, with as many counts as wanted.</summary>
internal sealed class PostgresEdge : IAsyncDisposable
{
    private readonly PostgresServer _server;
    private readonly PostgresDatabase _database;

    private PostgresEdge(PostgresServer server, PostgresDatabase database, PostgresLimitStore store) =>
        (_server, _database, Store) = (server, database, store);

    public PostgresLimitStore Store { get; }

    public static async Task<PostgresEdge> StartAsync(int keys, bool waitsForDisk)
    {
        var server = await PostgresServer.StartNewAsync(durable: true);
        var connection = await server.NewDatabaseAsync();
        var settings =
            new PostgresSettings
            {
                Connection = new NpgsqlConnectionStringBuilder(connection)
                {
                    Options = waitsForDisk ? null
            : "-c synchronous_commit=off"
                },
                CommandTimeout = TimeSpan.FromMinutes(1)
            };
        var database = new PostgresDatabase(settings, TimeProvider.System, NullLogger<PostgresDatabase>.Instance);
        var store = new PostgresLimitStore(database, TimeProvider.System, NullLogger<PostgresLimitStore>.Instance);
        store.Start(await PostgresSchema.PrepareAsync(database.Source, ["benchmark"], CancellationToken.None));
        await PostgresServer.ExecuteAsync($"{connection};Command Timeout=300", $"""
            INSERT INTO edge.counts (key, place, used, sweep_at)
            SELECT sha256(convert_to(lpad(i::text, {NumberedCalls.KeyLength}, '0'), 'UTF8')), edge.wall() / {Limits.Window.Ticks}, 1,
              edge.wall() + {Limits.Window.Ticks}
            FROM generate_series(0, {keys - 1}) i;
            ANALYZE edge.counts;
            CHECKPOINT;
            """);
        return new PostgresEdge(server, database, store);
    }

    /// <summary>One decision: a call's limits are taken, and the call ends.</summary>
    public async Task DecideAsync(NumberedCalls calls)
    {
        var reservation = Reservation.Of(calls.Next().Charges);
        await Store.TakeAsync(reservation, CancellationToken.None);
        if (!reservation.IsTaken)
            throw new InvalidOperationException("the limit had no room");
        Store.End(reservation, ReservationEnd.Completed);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await _database.DisposeAsync();
        await _server.DisposeAsync();
    }
}
