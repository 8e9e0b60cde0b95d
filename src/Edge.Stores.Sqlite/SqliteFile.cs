using System.Globalization;
using Edge.Gateway.Files;
using Edge.Policy.Stores;
using Microsoft.Data.Sqlite;

namespace Edge.Stores.Sqlite;

/// <summary>The file: made, looked at and opened. What is not a store of Edge's, or is damaged, is refused and never replaced.</summary>
internal static class SqliteFile
{
    /// <summary>"Edge": so that a database of another program is known as such.</summary>
    public const int ApplicationId = 0x45646765;

    /// <summary>Larger files are not read whole at the start: <c>edge store verify</c> does that.</summary>
    public const long CheckedAtStart = 64L << 20;

    // How long a statement waits for another process, in milliseconds: less than what a caller bears.
    private const int Patience = 2000;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly string[] s_beside = ["", "-wal", "-shm"];

    static SqliteFile() => SQLitePCL.Batteries_V2.Init();

    /// <summary>Makes the file if there is none, for its owner only, and looks at where it is.</summary>
    /// <exception cref="StoreRefusedException">It cannot be there.</exception>
    public static void Prepare(string path)
    {
        try
        {
            var folder = Path.GetDirectoryName(path)!;
            Directory.CreateDirectory(folder);
            if (FileSystems.NetworkOf(folder) is { } network)
                throw new StoreRefusedException("store_network_file_system",
                    $"expected a folder on a local disk, found '{folder}' on {network}, where a database gets damaged (several Edges share "
                    + "Edge:Store:Kind 'postgres')");
            if (FileFacts.WhyNoFile(path) is { } kind)
                throw new StoreRefusedException("store_file_kind", kind);
            if (!File.Exists(path))
                Create(path);
            Restrict(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreRefusedException("store_unwritable", $"{e.Message.TrimEnd('.')}{FolderHint.For(path)}{Elsewhere}");
        }
    }

    /// <summary>Opens a connection to a file that exists.</summary>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public static SqliteSession Open(string path, bool durable = false, bool readOnly = false)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = 1,
        }.ToString());
        var session = new SqliteSession(connection);
        try
        {
            connection.Open();
            session.Run(string.Create(CultureInfo.InvariantCulture,
                $"PRAGMA busy_timeout = {Patience}; PRAGMA synchronous = {(durable ? "FULL" : "NORMAL")}; PRAGMA trusted_schema = OFF"));
            return session;
        }
        catch (SqliteException)
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Refuses what is no store of Edge's, or is damaged.</summary>
    /// <exception cref="StoreRefusedException">It is refused.</exception>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    public static void Check(SqliteSession session, string path)
    {
        var id = session.Number("PRAGMA application_id");
        if (id != ApplicationId && (id != 0 || session.Number("SELECT count(*) FROM sqlite_master") > 0))
            throw new StoreRefusedException("store_of_another_program",
                "expected a store of Edge's, found a database of another program");
        if (new FileInfo(path).Length <= CheckedAtStart && session.Find("PRAGMA quick_check(1)") is string problem and not "ok")
            throw Damaged(problem);
    }

    /// <summary>Says for people why a file could not be opened or read.</summary>
    public static StoreRefusedException Explain(SqliteException e, string path) => e.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB => Damaged(e.Message),
        SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED => new StoreRefusedException("store_locked",
            "expected a file that nobody has locked, found one that another program holds (end that program; to copy the file of a running "
            + "Edge use 'edge store backup')"),
        SQLitePCL.raw.SQLITE_FULL => new StoreRefusedException("store_unwritable", "the disk is full"),
        _ => new StoreRefusedException("store_unwritable",
            $"expected a file that Edge can write, in a folder that it can write; found that it cannot{FolderHint.For(path)}{Elsewhere}"),
    };

    /// <summary>Gives the file and what SQLite keeps beside it to its owner only.</summary>
    public static void Restrict(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        foreach (var file in s_beside.Select(end => path + end).Where(File.Exists))
        {
            if ((File.GetUnixFileMode(file) & ~OwnerOnly) != 0)
                File.SetUnixFileMode(file, OwnerOnly);
        }
    }

    private const string Elsewhere = "; Edge:Store:Path names another place, Edge:Store:Kind 'memory' needs none";

    private static StoreRefusedException Damaged(string problem) => new("store_damaged",
        $"expected an SQLite database without faults, found: {problem.ReplaceLineEndings(" ").TrimEnd('.')} (put a copy made by "
        + "'edge store backup' in its place, or move it away to begin without freezes, approvals and counts)");

    /// <summary>Makes an empty file for its owner only.</summary>
    public static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        try
        {
            using var made = new FileStream(path, options);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was faster.
        }
    }
}
