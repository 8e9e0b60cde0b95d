using Edge.Policy.Freezes;
using Edge.Policy.Stores;
using Npgsql;

namespace Edge.Stores.Postgres;

/// <summary>
/// Freezes in the database: they outlive Edge and stop callers at every Edge. Each message asks whether anything changed since the last
/// answer
/// (messages that come together ask together), so a freeze holds from the next message on. Thread-safe.
/// </summary>
internal sealed class PostgresFreezes : IFreezeStore
{
    private readonly PostgresDatabase _database;
    private readonly FailureMode _mode;
    private readonly SharedQuestion<FreezeList> _question;
    private long _revision = -1;
    private FreezeList _known = FreezeList.Empty;

    public PostgresFreezes(PostgresDatabase database, PostgresSettings settings)
    {
        _database = database;
        _mode = settings.FailureMode;
        _question = new SharedQuestion<FreezeList>(() => database.AskAsync(StoreOperation.FindFreeze, UpdateAsync));
    }

    /// <inheritdoc />
    public bool SurviveRestart => true;

    /// <inheritdoc />
    public async ValueTask<Freeze?> FindAsync(string grant, string server, CancellationToken cancellationToken)
    {
        try
        {
            return (await _question.AskAsync().WaitAsync(cancellationToken)).Find(grant, server);
        }
        catch (StoreUnavailableException e) when (_mode == FailureMode.Open && e.IsOutage)
        {
            return FindLastKnown(grant, server);
        }
    }

    /// <inheritdoc />
    public Freeze? FindLastKnown(string grant, string server) => Volatile.Read(ref _known).Find(grant, server);

    /// <inheritdoc />
    public async ValueTask<Freeze> SetAsync(FreezeTarget target, string by, string? reason, CancellationToken cancellationToken) =>
        await _database.AskAsync(StoreOperation.ChangeFreeze, async source =>
        {
            await using var command = Command(source, "SELECT * FROM edge.freeze($1, $2, $3, $4)", target);
            command.Parameters.AddWithValue(by);
            command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = reason });
            await using var reader = await command.ExecuteReaderAsync();
            return await reader.ReadAsync() ? Read(reader, 0) : throw new InvalidOperationException("the database froze nothing");
        });

    /// <inheritdoc />
    public async ValueTask<Freeze?> ClearAsync(FreezeTarget target, CancellationToken cancellationToken) =>
        await _database.AskAsync(StoreOperation.ChangeFreeze, async source =>
        {
            await using var command = Command(source, "SELECT * FROM edge.thaw($1, $2)", target);
            await using var reader = await command.ExecuteReaderAsync();
            return await reader.ReadAsync() ? Read(reader, 0) : null;
        });

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<Freeze>> ListAsync(CancellationToken cancellationToken) =>
        (await _question.AskAsync().WaitAsync(cancellationToken)).All;

    // Asked by one at a time.
    private async Task<FreezeList> UpdateAsync(NpgsqlDataSource source)
    {
        // What a database knows that takes no changes may be long past: somebody froze at the one that took its place.
        await using var command = source.CreateCommand(
            "SELECT current_setting('transaction_read_only')::boolean, f.* FROM (SELECT) one LEFT JOIN edge.freezes_since($1) f ON true");
        command.Parameters.AddWithValue(_revision);
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync() || reader.GetBoolean(0))
            throw new NpgsqlException("the database takes no changes, as after a failover or when its disk is full");
        if (await reader.IsDBNullAsync(1))
            return _known;
        var (revision, freezes) = (reader.GetInt64(1), FreezeList.Empty);
        do
        {
            if (!await reader.IsDBNullAsync(2))
                freezes = freezes.With(Read(reader, 2));
        }
        while (await reader.ReadAsync());
        _revision = revision;
        Volatile.Write(ref _known, freezes);
        return freezes;
    }

    private static NpgsqlCommand Command(NpgsqlDataSource source, string text, FreezeTarget target)
    {
        var command = source.CreateCommand(text);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = Number(target.Scope) });
        command.Parameters.AddWithValue(target.Name ?? "");
        return command;
    }

    private static Freeze Read(NpgsqlDataReader reader, int first) => new(
        reader.GetInt16(first) switch
        {
            0 => FreezeTarget.All,
            1 => FreezeTarget.Server(reader.GetString(first + 1)),
            2 => FreezeTarget.Grant(reader.GetString(first + 1)),
            var scope => throw new InvalidOperationException($"the database holds a freeze of the unknown scope {scope}"),
        },
        reader.GetString(first + 2),
        DateTimeOffset.UnixEpoch.AddTicks(reader.GetInt64(first + 3)),
        reader.IsDBNull(first + 4) ? null : reader.GetString(first + 4));

    // The numbers by which the database knows scopes; they never change.
    private static short Number(FreezeScope scope) => scope switch
    {
        FreezeScope.All => 0,
        FreezeScope.Server => 1,
        FreezeScope.Grant => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "A new scope needs a number."),
    };
}
