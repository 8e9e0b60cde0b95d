using Edge.Policy.Limits;
using Edge.Policy.Stores;
using Edge.Stores.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Tests.Stores.Sqlite;

/// <summary>The store of one Edge in a file, opened.</summary>
internal sealed class StoreInFile : IAsyncDisposable
{
    private StoreInFile(SqliteDatabase database, SqliteLimitStore store, SqliteFreezes freezes, SqliteApprovals approvals) =>
        (Database, Store, Freezes, Approvals, Limiter) = (database, store, freezes, approvals, new CallLimiter(store));

    public SqliteDatabase Database { get; }

    public SqliteLimitStore Store { get; }

    public SqliteFreezes Freezes { get; }

    public SqliteApprovals Approvals { get; }

    public CallLimiter Limiter { get; }

    /// <summary>Opens a store. The clock is that of counts and approvals; what goes on between processes takes the time it takes.</summary>
    public static async Task<StoreInFile> OpenAsync(
        string path, TimeProvider? clock = null, TimeSpan? lengthy = null, FailureMode mode = FailureMode.Closed, string key = "test")
    {
        clock ??= TimeProvider.System;
        var settings = new SqliteSettings { Path = path, FailureMode = mode };
        var database = new SqliteDatabase(settings, path, TimeProvider.System, NullLogger<SqliteDatabase>.Instance);
        var store = new SqliteLimitStore(database, clock, lengthy);
        var freezes = new SqliteFreezes(database, settings, clock);
        await database.OpenAsync([key], CancellationToken.None);
        return new StoreInFile(database, store, freezes, new SqliteApprovals(database, clock));
    }

    /// <summary>Ends as a process does that is killed: nothing that was left to do is done.</summary>
    public void Kill() => Database.Kill();

    public async ValueTask DisposeAsync() => await Limiter.DisposeAsync();
}
