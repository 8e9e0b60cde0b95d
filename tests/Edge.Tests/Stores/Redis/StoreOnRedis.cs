using Edge.Policy.Limits;
using Edge.Policy.Stores;
using Edge.Stores.Redis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Tests.Stores.Redis;

/// <summary>The store of one Edge on Redis, started.</summary>
internal sealed class StoreOnRedis : IAsyncDisposable
{
    private StoreOnRedis(RedisDatabase database, RedisLimitStore store) =>
        (Database, Store, Limiter) = (database, store, new CallLimiter(store));

    public RedisDatabase Database { get; }

    public RedisLimitStore Store { get; }

    public CallLimiter Limiter { get; }

    public static async Task<StoreOnRedis> OpenAsync(
        string connectionString, TimeProvider? clock = null, LossMode onLoss = LossMode.GoOn, string? wall = null,
        IStoreObserver? observer = null, ILoggerFactory? logs = null)
    {
        clock ??= TimeProvider.System;
        logs ??= NullLoggerFactory.Instance;
        // A busy machine is not what most of these tests are about.
        if (!connectionString.Contains("asyncTimeout", StringComparison.Ordinal))
            connectionString += ",asyncTimeout=30000,connectTimeout=30000";
        var settings = new RedisSettings { Connection = RedisSettings.Parse(connectionString)!, OnLoss = onLoss };
        var database = new RedisDatabase(settings, clock, logs.CreateLogger<RedisDatabase>(), observer);
        var store = new RedisLimitStore(database, onLoss, clock, logs.CreateLogger<RedisLimitStore>(), observer, wall);
        await database.ConnectAsync();
        await store.StartAsync();
        return new StoreOnRedis(database, store);
    }

    /// <summary>Ends as a process does that is killed: nothing that was left to do is done.</summary>
    public ValueTask KillAsync() => Database.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await Limiter.DisposeAsync();
        await Database.DisposeAsync();
    }
}
