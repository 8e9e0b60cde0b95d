using Edge.Policy.Stores;
using Edge.Stores.Sqlite;
using Microsoft.Data.Sqlite;

namespace Edge.Cli.Stores;

/// <summary>A store in a file, whether an Edge has it open or not.</summary>
/// <param name="shown">The file as the settings name it.</param>
/// <param name="path">The whole path.</param>
internal sealed class SqliteStoreTool(string shown, string path) : IStoreTool
{
    /// <inheritdoc />
    public async Task<int> StatusAsync(TextWriter output, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            await output.WriteLineAsync($"{shown}: does not exist; the first start makes it");
            return ExitCode.Good;
        }

        var (version, status) = Ask(session => (SqliteSchema.VersionOf(session), StoreContent.Read(session, path)));
        await output.WriteLineAsync($"{shown}: sqlite, version {version}, {status.Processes switch
        {
            0 => "not in use",
            1 => "in use by 1 process",
            var many => $"in use by {many} processes",
        }}");
        await output.WriteLineAsync(status.ToString());
        return ExitCode.Good;
    }

    /// <inheritdoc />
    public async Task<int> MigrateAsync(TextWriter output, CancellationToken cancellationToken)
    {
        SqliteFile.Prepare(path);
        var before = 0;
        Ask(session =>
        {
            SqliteFile.Check(session, path);
            session.Execute("BEGIN IMMEDIATE");
            before = SqliteSchema.VersionOf(session);
            SqliteSchema.Migrate(session, TimeProvider.System.GetUtcNow());
            session.Execute("COMMIT");
            return true;
        }, readOnly: false);
        await output.WriteLineAsync(before == SqliteSchema.Version
            ? $"{shown}: version {before} already"
            : $"{shown}: version {SqliteSchema.Version}, was {before}");
        return ExitCode.Good;
    }

    /// <inheritdoc />
    public async Task<int> VerifyAsync(TextWriter output, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> problems;
        try
        {
            problems = Ask(StoreContent.FindProblems);
        }
        catch (StoreRefusedException e) when (File.Exists(path))
        {
            problems = [e.Message];
        }

        foreach (var problem in problems)
            await output.WriteLineAsync($"{shown}: {problem}");
        if (problems.Count > 0)
            return ExitCode.No;
        await output.WriteLineAsync($"{shown}: whole, {Ask(session => StoreContent.Read(session, path))}");
        return ExitCode.Good;
    }

    /// <inheritdoc />
    public async Task<int> BackupAsync(string file, TextWriter output, CancellationToken cancellationToken)
    {
        if (File.Exists(file))
            throw new StoreRefusedException("store_backup_exists", $"expected a file that does not exist, found '{file}'");
        // For its owner only from the beginning; SQLite writes into an empty file.
        SqliteFile.Create(file);
        Ask(session => session.Execute("VACUUM INTO $1", file));
        await output.WriteLineAsync($"{shown}: copied to {file}");
        return ExitCode.Good;
    }

    private T Ask<T>(Func<SqliteSession, T> question, bool readOnly = true)
    {
        if (!File.Exists(path))
            throw new StoreRefusedException("store_missing", $"expected the store '{shown}', found none (the first start makes it)");
        try
        {
            using var session = SqliteFile.Open(path, readOnly: readOnly);
            return question(session);
        }
        catch (SqliteException e)
        {
            throw SqliteFile.Explain(e, path);
        }
    }
}
