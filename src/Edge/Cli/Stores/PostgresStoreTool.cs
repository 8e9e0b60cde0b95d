using System.Globalization;
using Edge.Policy.Stores;
using Edge.Stores.Postgres;
using Npgsql;

namespace Edge.Cli.Stores;

/// <summary>A store in PostgreSQL.</summary>
/// <param name="settings">How to reach it.</param>
/// <param name="fingerprints">The fingerprints of the key file.</param>
internal sealed class PostgresStoreTool(PostgresSettings settings, Func<IReadOnlyList<string>> fingerprints) : IStoreTool
{
    private const string Content =
        "SELECT (SELECT max(version) FROM edge.versions), (SELECT count(*) FROM edge.counts), (SELECT count(*) FROM edge.freezes), "
        + "(SELECT count(*) FROM edge.approvals), (SELECT count(*) FROM edge.approvals WHERE state = 0)";

    /// <inheritdoc />
    public Task<int> StatusAsync(TextWriter output, CancellationToken cancellationToken) => AskAsync(async source =>
    {
        await using var command = source.CreateCommand("SELECT to_regclass('edge.versions') IS NOT NULL");
        if (await command.ExecuteScalarAsync(cancellationToken) is not true)
        {
            await output.WriteLineAsync($"{Shown}: has no store yet; the first start makes it");
            return ExitCode.Good;
        }

        await output.WriteLineAsync($"{Shown}: {await ReadAsync(source, cancellationToken)}");
        return ExitCode.Good;
    });

    /// <inheritdoc />
    public Task<int> MigrateAsync(TextWriter output, CancellationToken cancellationToken) => AskAsync(async source =>
    {
        await PostgresSchema.PrepareAsync(source, fingerprints(), cancellationToken);
        await output.WriteLineAsync($"{Shown}: {await ReadAsync(source, cancellationToken)}");
        return ExitCode.Good;
    });

    /// <inheritdoc />
    public Task<int> VerifyAsync(TextWriter output, CancellationToken cancellationToken) => AskAsync(async source =>
    {
        // Reads every row; the pages themselves are PostgreSQL's to check (pg_amcheck).
        await output.WriteLineAsync($"{Shown}: whole, {await ReadAsync(source, cancellationToken)}");
        return ExitCode.Good;
    });

    /// <inheritdoc />
    public Task<int> BackupAsync(string file, TextWriter output, CancellationToken cancellationToken) =>
        throw new StoreRefusedException("store_backup_elsewhere",
            $"expected pg_dump for a store in PostgreSQL: pg_dump --schema=edge --format=custom --file={file} "
            + $"--host={settings.Connection!.Host} {settings.Connection.Database}");

    private string Shown => $"postgres {settings.Connection!.Host}/{settings.Connection.Database}";

    private async Task<int> AskAsync(Func<NpgsqlDataSource, Task<int>> question)
    {
        try
        {
            await using var source = NpgsqlDataSource.Create(settings.Connection!.ConnectionString);
            return await question(source);
        }
        catch (Exception e) when (PostgresDatabase.IsFailure(e))
        {
            throw new StoreRefusedException("store_unreachable", $"the database cannot be used: {e.Message}");
        }
    }

    private static async Task<string> ReadAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Content);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"version {reader.GetInt32(0)}, counts {reader.GetInt64(1)}, freezes {reader.GetInt64(2)}, approvals {reader.GetInt64(3)} "
            + $"({reader.GetInt64(4)} pending)");
    }
}
