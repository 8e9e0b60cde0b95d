using Edge.Policy.Limits;
using Edge.Stores.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Edge.Tests.Stores;

/// <summary>The store of one Edge on a database, started.</summary>
internal sealed class StoreOnDatabase : IAsyncDisposable
{
    private StoreOnDatabase(PostgresDatabase database, PostgresLimitStore store) =>
        (Database, Store, Limiter) = (database, store, new CallLimiter(store));

    public PostgresDatabase Database { get; }

    public PostgresLimitStore Store { get; }

    public CallLimiter Limiter { get; }

    public static async Task<StoreOnDatabase> OpenAsync(
        string connectionString, TimeProvider? clock = null, string fingerprint = "test", int connections = 20, TimeSpan? patience = null)
    {
        clock ??= TimeProvider.System;
        var settings = new PostgresSettings
        {
            Connection = new NpgsqlConnectionStringBuilder(connectionString),
            // A busy machine is not what these tests are about.
            MaxConnections = connections,
            ConnectTimeout = patience ?? TimeSpan.FromSeconds(30),
            CommandTimeout = patience * 3 ?? TimeSpan.FromSeconds(30),
        };
        var database = new PostgresDatabase(settings, clock, NullLogger<PostgresDatabase>.Instance);
        var store = new PostgresLimitStore(database, clock, NullLogger<PostgresLimitStore>.Instance);
        store.Start(await PostgresSchema.PrepareAsync(database.Source, [fingerprint], CancellationToken.None));
        return new StoreOnDatabase(database, store);
    }

    /// <summary>Ends as a process does that is killed: nothing that was left to do is done.</summary>
    public ValueTask KillAsync() => Database.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await Limiter.DisposeAsync();
        await Database.DisposeAsync();
    }
}
