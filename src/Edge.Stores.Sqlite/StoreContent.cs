using System.Globalization;
using Edge.Policy.Stores;

namespace Edge.Stores.Sqlite;

/// <summary>What a file holds, for <c>edge store</c>. Immutable.</summary>
/// <param name="Processes">How many processes have the file open.</param>
/// <param name="Counts">How many counts there are.</param>
/// <param name="Freezes">How many freezes are active.</param>
/// <param name="Approvals">How many approvals there are.</param>
/// <param name="Pending">How many of them wait for a person.</param>
internal sealed record StoreContent(int Processes, long Counts, long Freezes, long Approvals, long Pending)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="StoreRefusedException">It is no store of Edge's.</exception>
    public static StoreContent Read(SqliteSession session, string path)
    {
        Expect(session);
        using var processes = new Processes(path);
        return new StoreContent(
            processes.Others(session).Count(processes.IsAlive),
            session.Number("SELECT count(*) FROM counts"),
            session.Number("SELECT count(*) FROM freezes"),
            session.Number("SELECT count(*) FROM approvals"),
            session.Number("SELECT count(*) FROM approvals WHERE state = 0"));
    }

    /// <summary>Reads everything there is, and says what cannot be right.</summary>
    /// <exception cref="StoreRefusedException">It is no store of Edge's.</exception>
    public static IReadOnlyList<string> FindProblems(SqliteSession session)
    {
        Expect(session);
        var problems = new List<string>();
        using (var rows = session.Query("PRAGMA integrity_check"))
        {
            while (rows.Read())
            {
                if (rows.GetString(0) is not "ok" and var problem)
                    problems.Add(problem.ReplaceLineEndings(" "));
            }
        }

        if (problems.Count > 0)
            return problems;
        using (var rows = session.Query("SELECT hex(key), state FROM counts UNION ALL SELECT hex(key), state FROM permits"))
        {
            while (rows.Read())
            {
                try
                {
                    CountBytes.Read(rows.GetFieldValue<byte[]>(1));
                }
                catch (InvalidDataException e)
                {
                    problems.Add($"count {rows.GetString(0)}: {e.Message}");
                }
            }
        }

        try
        {
            ApprovalRow.ReadAll(session.Query($"SELECT {ApprovalRow.Columns} FROM approvals"));
            SqliteFreezes.Read(session);
        }
        catch (InvalidDataException e)
        {
            problems.Add(e.Message);
        }

        return problems;
    }

    /// <inheritdoc />
    public override string ToString() => string.Join(", ",
        Of(Counts, "count"), Of(Freezes, "freeze"),
        string.Create(CultureInfo.InvariantCulture, $"{Of(Approvals, "approval")} ({Pending} pending)"));

    private static string Of(long number, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");

    private static void Expect(SqliteSession session)
    {
        if (session.Number("PRAGMA application_id") != SqliteFile.ApplicationId)
            throw new StoreRefusedException("store_of_another_program", "expected a store of Edge's, found something else");
        if (SqliteSchema.VersionOf(session) != SqliteSchema.Version)
            throw new StoreRefusedException("store_other_version",
                $"expected version {SqliteSchema.Version}, found {SqliteSchema.VersionOf(session)} (edge store migrate, or another Edge)");
    }
}
