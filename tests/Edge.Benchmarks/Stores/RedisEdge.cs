using Edge.Policy.Limits;
using Edge.Stores.Redis;
using Edge.Testing.Redis;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Benchmarks.Stores;

/// <summary>The store of one Edge on a Redis of its own that writes its log as in operation.</summary>
internal sealed class RedisEdge : IAsyncDisposable
{
    private readonly RedisServer _server;
    private readonly RedisDatabase _database;

    private RedisEdge(RedisServer server, RedisDatabase database, RedisLimitStore store) =>
        (_server, _database, Store) = (server, database, store);

    public RedisLimitStore Store { get; }

    /// <summary>Starts it; <paramref name="waitsForDisk"/>: each change is on the disk before it is answered.</summary>
    public static async Task<RedisEdge> StartAsync(bool waitsForDisk)
    {
        var server = await RedisServer.StartNewAsync(null, "--appendonly", "yes", "--appendfsync", waitsForDisk ? "always" : "everysec");
        var settings = new RedisSettings { Connection = RedisSettings.Parse($"{server.ConnectionString},asyncTimeout=60000")! };
        var database = new RedisDatabase(settings, TimeProvider.System, NullLogger<RedisDatabase>.Instance);
        var store = new RedisLimitStore(database, LossMode.GoOn, TimeProvider.System, NullLogger<RedisLimitStore>.Instance);
        await database.ConnectAsync();
        await store.StartAsync();
        return new RedisEdge(server, database, store);
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
