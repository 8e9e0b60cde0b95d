using Edge.Policy.Limits.Counting;
using Microsoft.Data.Sqlite;

namespace Edge.Stores.Sqlite;

/// <summary>The rows of counts and permits. Everything happens within a transaction.</summary>
internal static class CountTable
{
    // Many updates of a count do not move its row in the index.
    private const long Coarse = 8 * TimeSpan.TicksPerSecond;

    /// <summary>Writes a count in windows.</summary>
    /// <param name="session">The connection.</param>
    /// <param name="key">Its key.</param>
    /// <param name="state">The count.</param>
    /// <param name="brief">Whether the file has it only while there are several processes.</param>
    public static void Put(SqliteSession session, byte[] key, in CountState state, bool brief) => session.Execute(
        "INSERT INTO counts (key, state, sweep_at, brief) VALUES ($1, $2, $3, $4) ON CONFLICT (key) DO UPDATE SET state = excluded.state, "
        + "sweep_at = excluded.sweep_at, brief = min(brief, excluded.brief)",
        key, CountBytes.Write(in state), SweepAt(state.IdleAt), brief ? 1L : 0L);

    /// <summary>A count in windows; one that nobody has used if there is none.</summary>
    public static CountState Find(SqliteSession session, byte[] key) =>
        session.Find("SELECT state FROM counts WHERE key = $1", key) is byte[] bytes ? CountBytes.Read(bytes) : default;

    /// <summary>Every count in windows that is worth something, by its key.</summary>
    public static List<(CountKey Key, CountState State)> ReadAll(SqliteSession session) =>
        Rows(session.Query("SELECT key, state FROM counts WHERE sweep_at > (SELECT latest FROM state)"));

    /// <summary>All permits of a process, by their keys.</summary>
    public static List<(CountKey Key, CountState State)> ReadAllPermits(SqliteSession session, long process) =>
        Rows(session.Query("SELECT key, state FROM permits WHERE process = $1", process));

    /// <summary>Writes the permits of a process, or removes the row when it holds none.</summary>
    public static void PutPermits(SqliteSession session, byte[] key, long process, in CountState state)
    {
        if (state is { Position: <= 0, More: null })
            session.Execute("DELETE FROM permits WHERE key = $1 AND process = $2", key, process);
        else
            session.Execute("INSERT INTO permits (key, process, state) VALUES ($1, $2, $3) ON CONFLICT (key, process) DO UPDATE SET "
                + "state = excluded.state", key, process, CountBytes.Write(in state));
    }

    /// <summary>The permits of a process; none if there is no row.</summary>
    public static CountState FindPermits(SqliteSession session, byte[] key, long process) =>
        session.Find("SELECT state FROM permits WHERE key = $1 AND process = $2", key, process) is byte[] bytes
            ? CountBytes.Read(bytes)
            : default;

    /// <summary>The permits of all processes but one.</summary>
    public static List<CountState> FindPermitsOfOthers(SqliteSession session, byte[] key, long process)
    {
        var others = new List<CountState>();
        using var rows = session.Query("SELECT state FROM permits WHERE key = $1 AND process <> $2", key, process);
        while (rows.Read())
            others.Add(CountBytes.Read(rows.GetFieldValue<byte[]>(0)));
        return others;
    }

    /// <summary>Says that it was this time: no process goes back behind it.</summary>
    public static void Saw(SqliteSession session, long time) =>
        session.Execute("UPDATE state SET latest = max(latest, $1)", time);

    /// <summary>The latest time that any process has counted at.</summary>
    public static long Latest(SqliteSession session) => session.Number("SELECT latest FROM state");

    /// <summary>Forgets some counts that new ones would equal; how many.</summary>
    public static int Sweep(SqliteSession session, int atMost) => session.Execute(
        "DELETE FROM counts WHERE key IN (SELECT key FROM counts WHERE sweep_at <= (SELECT latest FROM state) LIMIT $1)", (long)atMost);

    /// <summary>Forgets the permits of a process that have returned by themselves.</summary>
    public static void SweepPermits(SqliteSession session, long process, long now)
    {
        foreach (var (key, before) in ReadAllPermits(session, process))
        {
            var state = before;
            if (state.More is null)
                continue;
            Concurrency.Advance(ref state, now);
            PutPermits(session, key.Bytes, process, in state);
        }
    }

    private static List<(CountKey Key, CountState State)> Rows(SqliteDataReader rows)
    {
        using (rows)
        {
            var counts = new List<(CountKey, CountState)>();
            while (rows.Read())
                counts.Add((new CountKey(rows.GetFieldValue<byte[]>(0)), CountBytes.Read(rows.GetFieldValue<byte[]>(1))));
            return counts;
        }
    }

    private static long SweepAt(long idleAt) =>
        idleAt > long.MaxValue - Coarse ? long.MaxValue : (idleAt / Coarse + 1) * Coarse;
}
