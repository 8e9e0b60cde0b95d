using System.Globalization;
using Edge.Policy.Stores;

namespace Edge.Stores.Sqlite;

/// <summary>The tables of the file: made and brought up to date at the start, by one process at a time.</summary>
internal static class SqliteSchema
{
    private static readonly string[] s_migrations = ["001-store.sql"];

    /// <summary>The version that this Edge writes.</summary>
    public static int Version => s_migrations.Length;

    /// <summary>The version of the file; zero where there is none yet.</summary>
    public static int VersionOf(SqliteSession session) =>
        session.Number("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'versions'") == 0
            ? 0
            : (int)session.Number("SELECT coalesce(max(version), 0) FROM versions");

    /// <summary>Brings the file up to date. Within a transaction.</summary>
    /// <exception cref="StoreRefusedException">A newer Edge has written it.</exception>
    public static void Migrate(SqliteSession session, DateTimeOffset now)
    {
        var found = VersionOf(session);
        if (found > Version)
            throw new StoreRefusedException("store_newer_schema",
                $"expected a store of version {Version} or older, found {found}: a newer Edge has written it (start that version, or put a "
                + "copy from before the upgrade in its place)");
        if (found == 0)
        {
            session.Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {SqliteFile.ApplicationId}"));
            session.Run("CREATE TABLE versions (version INTEGER PRIMARY KEY, applied TEXT NOT NULL)");
        }

        for (var version = found + 1; version <= Version; version++)
        {
            session.Run(Read(s_migrations[version - 1]));
            session.Execute("INSERT INTO versions (version, applied) VALUES ($1, $2)", (long)version,
                now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Agrees on the key: any secret of the key file will do; the first is written down. Within a transaction.</summary>
    /// <exception cref="StoreRefusedException">The file is of an Edge with another key file.</exception>
    public static void AgreeOnKey(SqliteSession session, IReadOnlyList<string> fingerprints)
    {
        var found = session.Find("SELECT fingerprint FROM state") as string;
        if (found == fingerprints[0])
            return;
        if (found is not null && !fingerprints.Contains(found))
            throw new StoreRefusedException("store_key_mismatch",
                $"expected the key file with the fingerprint {found}, which the store knows; found one with {fingerprints[0]} (put the key "
                + "file back that was there when the store was made)");
        session.Execute("UPDATE state SET fingerprint = $1", fingerprints[0]);
    }

    private static string Read(string migration)
    {
        using var stream = typeof(SqliteSchema).Assembly.GetManifestResourceStream(migration)
            ?? throw new InvalidOperationException($"the program lacks its part '{migration}'");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
