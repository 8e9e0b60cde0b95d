using Edge.Policy.Approvals;
using Edge.Policy.Limits;
using Edge.Stores.Postgres;
using Edge.Stores.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Edge.Peers;

/// <summary>A store of one kind, opened as Edge opens it.</summary>
public sealed class OpenedStore : IAsyncDisposable
{
    /// <summary>The approval that all processes use.</summary>
    public const string Approval = "01TEST";

    private readonly IAsyncDisposable? _database;

    private OpenedStore(ILimitStore limits, IApprovalStore approvals, IAsyncDisposable? database) =>
        (Limiter, Approvals, _database) = (new CallLimiter(limits), approvals, database);

    /// <summary>The limits.</summary>
    public CallLimiter Limiter { get; }

    /// <summary>The approvals.</summary>
    public IApprovalStore Approvals { get; }

    /// <summary>Opens a store.</summary>
    public static async Task<OpenedStore> OpenAsync(string kind, string place)
    {
        var clock = TimeProvider.System;
        if (kind == "sqlite")
        {
            var file = new SqliteDatabase(new SqliteSettings { Path = place }, place, clock, NullLogger<SqliteDatabase>.Instance);
            var counts = new SqliteLimitStore(file, clock);
            await file.OpenAsync(["test"], CancellationToken.None);
            return new OpenedStore(counts, new SqliteApprovals(file, clock), null);
        }

        var settings = new PostgresSettings { Connection = new NpgsqlConnectionStringBuilder(place) };
        var database = new PostgresDatabase(settings, clock, NullLogger<PostgresDatabase>.Instance);
        var store = new PostgresLimitStore(database, clock, NullLogger<PostgresLimitStore>.Instance);
        store.Start(await PostgresSchema.PrepareAsync(database.Source, ["test"], CancellationToken.None));
        return new OpenedStore(store, new PostgresApprovals(database), database);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Limiter.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }
}
