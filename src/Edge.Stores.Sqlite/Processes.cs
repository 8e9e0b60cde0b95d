using System.Globalization;
using Edge.Policy.Stores;

namespace Edge.Stores.Sqlite;

/// <summary>
/// The processes that have the file open: a row each, and a file beside it that the process keeps locked. The system releases the lock when
/// a process ends, however it ends, so that nobody waits for the dead. Not thread-safe; everything happens within a transaction.
/// </summary>
internal sealed class Processes(string path) : IDisposable
{
    private FileStream? _lock;

    /// <summary>The number of this process.</summary>
    public long Id { get; private set; }

    /// <summary>Enters this process.</summary>
    /// <exception cref="StoreRefusedException">File locks do not work there.</exception>
    public void Enter(SqliteSession session)
    {
        session.Execute("INSERT INTO processes (pid, seen) VALUES ($1, 0)", (long)Environment.ProcessId);
        Id = session.Number("SELECT last_insert_rowid()");
        // Locked before anybody can see the row.
        _lock = new FileStream(LockOf(Id), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        if (!IsAlive(Id))
            throw new StoreRefusedException("store_without_locks",
                "expected a file system on which programs can lock files, found one without; unset "
                + "DOTNET_SYSTEM_IO_DISABLEFILELOCKING if it is set");
    }

    /// <summary>Forgets the others that have ended, with what they held; the rest.</summary>
    public IReadOnlyList<long> Living(SqliteSession session)
    {
        var living = new List<long>();
        foreach (var other in Others(session))
        {
            if (IsAlive(other))
            {
                living.Add(other);
                continue;
            }

            session.Execute("DELETE FROM permits WHERE process = $1", other);
            session.Execute("DELETE FROM processes WHERE id = $1", other);
            File.Delete(LockOf(other));
        }

        return living;
    }

    /// <summary>The numbers of the others, those that have ended among them.</summary>
    public List<long> Others(SqliteSession session)
    {
        var others = new List<long>();
        using var rows = session.Query("SELECT id FROM processes WHERE id <> $1 ORDER BY id", Id);
        while (rows.Read())
            others.Add(rows.GetInt64(0));
        return others;
    }

    /// <summary>Says that this process has made way for all that there are.</summary>
    public void MakeWay(SqliteSession session) =>
        session.Execute("UPDATE processes SET seen = (SELECT max(id) FROM processes) WHERE id = $1", Id);

    /// <summary>Those of the living that have not yet made way for this process.</summary>
    public IReadOnlyList<long> Deaf(SqliteSession session) =>
        [.. Living(session).Where(other => other < Id && session.Number("SELECT seen FROM processes WHERE id = $1", other) < Id)];

    /// <summary>Whether a process has not ended.</summary>
    public bool IsAlive(long process)
    {
        try
        {
            using var free = new FileStream(LockOf(process), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Takes this process out.</summary>
    public void Leave(SqliteSession session)
    {
        session.Execute("DELETE FROM permits WHERE process = $1", Id);
        session.Execute("DELETE FROM processes WHERE id = $1", Id);
    }

    /// <summary>Releases the lock, as the end of the process does.</summary>
    public void Dispose()
    {
        if (_lock is null)
            return;
        File.Delete(LockOf(Id));
        _lock.Dispose();
    }

    private string LockOf(long process) => string.Create(CultureInfo.InvariantCulture, $"{path}-process-{process}");
}
