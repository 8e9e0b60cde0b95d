using Edge.Policy.Limits.Shared;
using Edge.Policy.Stores;
using Npgsql;
using NpgsqlTypes;

namespace Edge.Stores.Postgres;

/// <summary>Says in one round trip to the database what a batch of ended calls left to do. Thread-safe.</summary>
internal sealed class Endings(PostgresDatabase database, SharedClock time, long edge)
{
    private const string ReleaseText = "DELETE FROM edge.permits WHERE edge = $1 AND seq = ANY ($2)";
    private const string LingerText =
        "UPDATE edge.permits p SET until = edge.time($2) + l.linger FROM unnest($3, $4) AS l (seq, linger) "
        + "WHERE p.edge = $1 AND p.seq = l.seq AND p.until IS NULL";
    private const string GiveBackText = "SELECT edge.give_back($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

    /// <summary>Does it, the give-backs only if <paramref name="gives"/>.</summary>
    /// <exception cref="StoreUnavailableException">Nobody knows what was done.</exception>
    public async Task SendAsync(IReadOnlyList<Ending> batch, bool gives)
    {
        var commands = new List<NpgsqlBatchCommand>();
        if (Of(batch, EndingKind.Release) is { Length: > 0 } released)
            commands.Add(Command(ReleaseText, Edge(), Take.Array([.. released.Select(e => e.Permit)], NpgsqlDbType.Bigint)));
        if (Of(batch, EndingKind.Linger) is { Length: > 0 } lingering)
        {
            commands.Add(Command(
                LingerText,
                Edge(),
                new NpgsqlParameter<long> { TypedValue = time.Floor },
                Take.Array([.. lingering.Select(e => e.Permit)], NpgsqlDbType.Bigint),
                Take.Array([.. lingering.Select(e => e.Linger)], NpgsqlDbType.Bigint)));
        }

        if (gives && Of(batch, EndingKind.GiveBack) is { Length: > 0 } given)
            commands.Add(GiveBack(given));
        if (commands.Count == 0)
            return;
        await database.AskAsync(StoreOperation.End, async source =>
        {
            await using var all = source.CreateBatch();
            foreach (var command in commands)
                all.BatchCommands.Add(command);
            return await all.ExecuteNonQueryAsync();
        });
    }

    private NpgsqlBatchCommand GiveBack(Ending[] given) => Command(
        GiveBackText,
        new NpgsqlParameter<long> { TypedValue = time.Floor },
        Take.Array([.. given.Select(e => e.Key.Bytes)], NpgsqlDbType.Bytea),
        Take.Array([.. given.Select(e => e.Key.Lock)], NpgsqlDbType.Bigint),
        Take.Array([.. given.Select(e => Take.Number(e.Count.Limit.Algorithm))], NpgsqlDbType.Smallint),
        Take.Array([.. given.Select(e => e.Count.Limit.Window.Ticks)], NpgsqlDbType.Bigint),
        Take.Array([.. given.Select(e => e.Count.Limit.Max)], NpgsqlDbType.Numeric),
        Take.Array([.. given.Select(e => e.Count.Cost)], NpgsqlDbType.Numeric),
        Take.Array([.. given.Select(e => e.Count.TakenFrom)], NpgsqlDbType.Bigint),
        Take.Array([.. given.Select(e => e.Count.Used)], NpgsqlDbType.Numeric),
        Take.Array([.. given.Select(e => e.Count.GivenBackBefore)], NpgsqlDbType.Numeric));

    private NpgsqlParameter<long> Edge() => new() { TypedValue = edge };

    private static NpgsqlBatchCommand Command(string text, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    private static Ending[] Of(IReadOnlyList<Ending> batch, EndingKind kind) => [.. batch.Where(e => e.Kind == kind)];
}
