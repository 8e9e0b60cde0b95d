using Edge.Policy.Limits;
using Edge.Testing.Limits;
using Npgsql;

namespace Edge.Tests.Stores;

/// <summary>A limiter over an empty PostgreSQL store whose clock is the test's.</summary>
public sealed class PostgresLimiterFixture : LimiterFixture
{
    private readonly Lock _gate = new();
    private readonly StoreOnDatabase _edge;
    private DateTimeOffset _told;

    public PostgresLimiterFixture(SharedDatabase database)
    {
        _edge = StoreOnDatabase.OpenAsync(database.ConnectionString, Clock).GetAwaiter().GetResult();
        // What a call's end left to do happens at the time of the end.
        Clock.Moving += Settle;
        Execute("TRUNCATE edge.counts, edge.permits, edge.edges; UPDATE edge.state SET latest = 0");
        Synchronize();
    }

    public override CallLimiter Limiter
    {
        get
        {
            Synchronize();
            return _edge.Limiter;
        }
    }

    public override long Count
    {
        get
        {
            Synchronize();
            // What one sweep could not forget because a call might still have been under way, the next one may.
            for (var i = 0; i < 2;)
                i += _edge.Store.SweepAsync(TimeSpan.Zero).GetAwaiter().GetResult() is null ? 0 : 1;
            using var command = _edge.Database.Source.CreateCommand(
                "SELECT (SELECT count(*) FROM edge.counts) + (SELECT count(DISTINCT key) FROM edge.permits)");
            return (long)command.ExecuteScalar()!;
        }
    }

    protected override void Dispose(bool disposing)
    {
        Clock.Moving -= Settle;
        _edge.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private void Settle() => _edge.Store.SettledAsync().GetAwaiter().GetResult();

    private void Synchronize()
    {
        Settle();
        var now = Clock.GetUtcNow();
        lock (_gate)
        {
            if (now == _told)
                return;
            Execute("UPDATE edge.test_clock SET now = $1", (now - DateTimeOffset.UnixEpoch).Ticks);
            _told = now;
        }
    }

    private void Execute(string text, params ReadOnlySpan<object> parameters)
    {
        using NpgsqlCommand command = _edge.Database.Source.CreateCommand(text);
        foreach (var parameter in parameters)
            command.Parameters.AddWithValue(parameter);
        command.ExecuteNonQuery();
    }
}
