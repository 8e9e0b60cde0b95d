using Edge.Policy.Freezes;
using Edge.Policy.Stores;
using Microsoft.Data.Sqlite;

namespace Edge.Stores.Sqlite;

/// <summary>
/// Freezes in the file: they outlive Edge. Alone with the file, Edge knows them; with several processes each message asks whether anything
/// has changed, so that a freeze holds from the next message on at all of them. Thread-safe.
/// </summary>
internal sealed class SqliteFreezes : IFreezeStore, ISqlitePart
{
    private readonly SqliteDatabase _database;
    private readonly TimeProvider _clock;
    private readonly FailureMode _mode;
    private readonly Lock _learning = new();
    private Known _known = new(-1, FreezeList.Empty);

    /// <summary>Makes a store over a database that is not yet open.</summary>
    public SqliteFreezes(SqliteDatabase database, SqliteSettings settings, TimeProvider clock)
    {
        (_database, _clock, _mode) = (database, clock, settings.FailureMode);
        database.Add(this);
    }

    /// <inheritdoc />
    public bool SurviveRestart => true;

    /// <inheritdoc />
    public ValueTask<Freeze?> FindAsync(string grant, string server, CancellationToken cancellationToken)
    {
        if (!_database.IsShared)
            return new(FindLastKnown(grant, server));
        try
        {
            return new(Current().Find(grant, server));
        }
        catch (StoreUnavailableException) when (_mode == FailureMode.Open)
        {
            return new(FindLastKnown(grant, server));
        }
        catch (StoreUnavailableException e)
        {
            return ValueTask.FromException<Freeze?>(e);
        }
    }

    /// <inheritdoc />
    public Freeze? FindLastKnown(string grant, string server) => Volatile.Read(ref _known).List.Find(grant, server);

    /// <inheritdoc />
    public async ValueTask<Freeze> SetAsync(FreezeTarget target, string by, string? reason, CancellationToken cancellationToken)
    {
        var freeze = new Freeze(target, by, _clock.GetUtcNow(), reason);
        await _database.WriteAsync(StoreOperation.ChangeFreeze, session =>
        {
            session.Execute("UPDATE state SET freezes = freezes + 1");
            session.Execute("INSERT INTO freezes (scope, name, set_by, set_at, reason) VALUES ($1, $2, $3, $4, $5) ON CONFLICT "
                + "(scope, name) DO UPDATE SET set_by = excluded.set_by, set_at = excluded.set_at, reason = excluded.reason",
                Number(target.Scope), target.Name ?? "", by, (freeze.At - DateTimeOffset.UnixEpoch).Ticks, reason);
            return Read(session);
        }, Learn).WaitAsync(cancellationToken);
        return freeze;
    }

    /// <inheritdoc />
    public async ValueTask<Freeze?> ClearAsync(FreezeTarget target, CancellationToken cancellationToken)
    {
        Freeze? ended = null;
        await _database.WriteAsync(StoreOperation.ChangeFreeze, session =>
        {
            ended = Read(session).List.Of(target);
            if (ended is not null)
            {
                session.Execute("UPDATE state SET freezes = freezes + 1");
                session.Execute("DELETE FROM freezes WHERE scope = $1 AND name = $2", Number(target.Scope), target.Name ?? "");
            }

            return Read(session);
        }, Learn).WaitAsync(cancellationToken);
        return ended;
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<Freeze>> ListAsync(CancellationToken cancellationToken) => new(Current().All);

    /// <inheritdoc />
    public void BeginChange()
    {
    }

    /// <inheritdoc />
    public void Share(SqliteSession session)
    {
    }

    /// <inheritdoc />
    public void Own(SqliteSession session) => Learn(Read(session));

    /// <inheritdoc />
    public void EndChange(bool changed)
    {
    }

    private FreezeList Current()
    {
        if (!_database.IsShared)
            return Volatile.Read(ref _known).List;
        var known = Volatile.Read(ref _known);
        return _database.Read(StoreOperation.FindFreeze, session =>
        {
            if (session.Number("SELECT freezes FROM state") == known.Revision)
                return known.List;
            session.Execute("BEGIN");
            try
            {
                var current = Read(session);
                Learn(current);
                return current.List;
            }
            finally
            {
                session.Execute("COMMIT");
            }
        });
    }

    private void Learn(Known known)
    {
        lock (_learning)
        {
            if (known.Revision >= _known.Revision)
                Volatile.Write(ref _known, known);
        }
    }

    /// <summary>Reads all freezes.</summary>
    public static Known Read(SqliteSession session)
    {
        var revision = session.Number("SELECT freezes FROM state");
        var freezes = FreezeList.Empty;
        using var rows = session.Query("SELECT scope, name, set_by, set_at, reason FROM freezes");
        while (rows.Read())
            freezes = freezes.With(Read(rows));
        return new Known(revision, freezes);
    }

    private static Freeze Read(SqliteDataReader row) => new(
        row.GetInt64(0) switch
        {
            0 => FreezeTarget.All,
            1 => FreezeTarget.Server(row.GetString(1)),
            2 => FreezeTarget.Grant(row.GetString(1)),
            var scope => throw new InvalidDataException($"the store holds a freeze of the unknown scope {scope}"),
        },
        row.GetString(2),
        DateTimeOffset.UnixEpoch.AddTicks(row.GetInt64(3)),
        row.IsDBNull(4) ? null : row.GetString(4));

    // The numbers by which the file knows scopes; they never change.
    private static long Number(FreezeScope scope) => scope switch
    {
        FreezeScope.All => 0,
        FreezeScope.Server => 1,
        FreezeScope.Grant => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "A new scope needs a number."),
    };

    /// <summary>What is known of the freezes, as of a revision.</summary>
    internal sealed record Known(long Revision, FreezeList List);
}
