using System.Globalization;
using Edge.Policy.Stores;
using Npgsql;

namespace Edge.Stores.Postgres;

/// <summary>The tables and functions of the database: made and brought up to date at the start, by one Edge at a time.</summary>
internal static class PostgresSchema
{
    /// <summary>The oldest server that has what the functions need.</summary>
    private static readonly Version s_oldestServer = new(13, 0);

    /// <summary>A setting of Edge's connections, by which it is seen whether its options reach the server.</summary>
    public const string Mark = "edge.direct";

    /// <summary>How long one step, or another Edge's start, may take, in seconds.</summary>
    private const int Patience = 300;

    private static readonly string[] s_migrations = ["001-limits.sql", "002-freezes.sql", "003-approvals.sql"];

    /// <summary>Brings the database up to date, agrees with it on the key, and enters this Edge; its number.</summary>
    /// <exception cref="StoreRefusedException">The database is not for this Edge.</exception>
    public static async Task<long> PrepareAsync(NpgsqlDataSource source, IReadOnlyList<string> fingerprints,
        CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(source, cancellationToken);
        if (connection.PostgreSqlVersion < s_oldestServer)
            throw new StoreRefusedException(
                "store_old_server", $"expected PostgreSQL {s_oldestServer.Major} or newer, found {connection.PostgreSqlVersion}");
        if (await AskAsync(connection, $"SELECT current_setting('{Mark}', true)", cancellationToken) is not "1")
            throw Pooled();
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(
            connection, $"SET LOCAL statement_timeout = '{Patience}s'; SET LOCAL lock_timeout = '{Patience}s'", cancellationToken);
        await ExecuteAsync(connection, "SELECT pg_advisory_xact_lock(7308895137234577256)", cancellationToken);
        await MigrateAsync(connection, cancellationToken);
        await AgreeOnKeyAsync(connection, fingerprints, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await using var number = new NpgsqlCommand("SELECT nextval('edge.edge_ids')", connection);
        return (long)(await number.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<NpgsqlConnection> OpenAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            return await source.OpenConnectionAsync(cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ProtocolViolation
            && e.MessageText.Contains("startup parameter", StringComparison.Ordinal))
        {
            throw Pooled();
        }
    }

    // Between transactions a pooler gives the connection to others: their timeouts would be ours, and our prepared statements theirs.
    private static StoreRefusedException Pooled() => new("store_pooled",
        "expected a connection to PostgreSQL itself, found a pooler that does not pass on Edge's options, such as PgBouncer (connect "
        + "directly: Edge keeps at most Edge:Store:MaxConnections connections)");

    private static async Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // A user who may not make tables can still start Edge on a database that is up to date.
        if (await AskAsync(connection, "SELECT to_regclass('edge.versions')::text", cancellationToken) is null)
        {
            await ExecuteAsync(connection, "CREATE SCHEMA IF NOT EXISTS edge", cancellationToken);
            await ExecuteAsync(connection,
                "CREATE TABLE edge.versions (version int PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())", cancellationToken);
        }

        var found = (int)(await AskAsync(connection, "SELECT coalesce(max(version), 0) FROM edge.versions", cancellationToken))!;
        if (found > s_migrations.Length)
            throw new StoreRefusedException(
                "store_newer_schema", $"expected a database of version {s_migrations.Length} or older, found {found}: a newer Edge has "
                    + $"been here");
        for (var version = found + 1; version <= s_migrations.Length; version++)
        {
            await ExecuteAsync(connection, Read(s_migrations[version - 1]), cancellationToken);
            await ExecuteAsync(connection,
                string.Create(CultureInfo.InvariantCulture, $"INSERT INTO edge.versions (version) VALUES ({version})"), cancellationToken);
        }
    }

    // Any secret of the file will do, so that one can be put in front on one Edge after the other; the first is written down.
    private static async Task AgreeOnKeyAsync(NpgsqlConnection connection, IReadOnlyList<string> fingerprints,
        CancellationToken cancellationToken)
    {
        var found = await AskAsync(connection, "SELECT fingerprint FROM edge.state", cancellationToken) as string;
        if (found == fingerprints[0])
            return;
        if (found is not null && !fingerprints.Contains(found))
            throw new StoreRefusedException(
                "store_key_mismatch", $"expected the key file with the fingerprint {found}, which the database knows; found one "
                    + $"with {fingerprints[0]} (copy the key file of the first Edge)");
        await using var command = new NpgsqlCommand("UPDATE edge.state SET fingerprint = $1", connection);
        command.Parameters.AddWithValue(fingerprints[0]);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<object?> AskAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(text, connection) { CommandTimeout = Patience };
        return await command.ExecuteScalarAsync(cancellationToken) is var value and not DBNull ? value : null;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(text, connection) { CommandTimeout = Patience };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Read(string migration)
    {
        using var stream = typeof(PostgresSchema).Assembly.GetManifestResourceStream(migration)
            ?? throw new InvalidOperationException($"the program lacks its part '{migration}'");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
