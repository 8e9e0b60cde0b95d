using Edge.Policy.Approvals;
using Microsoft.Data.Sqlite;

namespace Edge.Stores.Sqlite;

/// <summary>An approval as the file holds it.</summary>
internal static class ApprovalRow
{
    /// <summary>The columns that are read, in order.</summary>
    public const string Columns =
        "id, caller, server, tool, policy, rule, digest, revision, message, arguments, requested_at, expires_at, changed_at, state, "
        + "scope, calls_left, used, answered_by, answered_at, reason, room";

    /// <summary>Reads all rows.</summary>
    public static List<Approval> ReadAll(SqliteDataReader rows)
    {
        using (rows)
        {
            var approvals = new List<Approval>();
            while (rows.Read())
                approvals.Add(Read(rows));
            return approvals;
        }
    }

    /// <summary>Writes one that is new.</summary>
    public static void Insert(SqliteSession session, Approval approval)
    {
        var binding = approval.Binding;
        session.Execute(
            "INSERT INTO approvals (id, key, tool_key, caller, server, tool, policy, rule, digest, revision, message, arguments, "
            + "requested_at, expires_at, changed_at, room, state, scope, used) "
            + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 0, 0, 0)",
            approval.Id, binding.Key, binding.ToolKey, binding.Grant, binding.Server, binding.Tool, binding.Policy, binding.Rule,
            binding.Digest, approval.Revision, approval.Message, approval.Arguments ?? "", Ticks(approval.RequestedAt),
            Ticks(approval.ExpiresAt), Ticks(approval.ChangedAt), approval.Room);
        Change(session);
    }

    /// <summary>Writes what a step may change.</summary>
    public static void Update(SqliteSession session, Approval approval)
    {
        session.Execute(
            "UPDATE approvals SET expires_at = $2, changed_at = $3, state = $4, scope = $5, calls_left = $6, used = $7, answered_by = $8, "
            + "answered_at = $9, reason = $10 WHERE id = $1",
            approval.Id, Ticks(approval.ExpiresAt), Ticks(approval.ChangedAt), Number(approval.State),
            approval.Scope == ApprovalScope.Tool ? 1L : 0L, (long?)approval.CallsLeft, (long)approval.Used, approval.AnsweredBy,
            approval.AnsweredAt is { } at ? Ticks(at) : null, approval.Reason);
        Change(session);
    }

    /// <summary>Says that something changed.</summary>
    public static void Change(SqliteSession session) => session.Execute("UPDATE state SET approvals = approvals + 1");

    /// <summary>A time for the file.</summary>
    public static long Ticks(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks;

    private static Approval Read(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        Binding = new ApprovalBinding(
            row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6)),
        Revision = row.GetString(7),
        Message = row.GetString(8),
        Arguments = Text(row, 9),
        RequestedAt = Time(row.GetInt64(10)),
        ExpiresAt = Time(row.GetInt64(11)),
        ChangedAt = Time(row.GetInt64(12)),
        State = row.GetInt64(13) switch
        {
            0 => ApprovalState.Pending,
            1 => ApprovalState.Approved,
            2 => ApprovalState.Denied,
            3 => ApprovalState.Expired,
            4 => ApprovalState.Consumed,
            var state => throw new InvalidDataException($"the store holds an approval of the unknown state {state}"),
        },
        Scope = row.GetInt64(14) switch
        {
            0 => ApprovalScope.Once,
            1 => ApprovalScope.Tool,
            var scope => throw new InvalidDataException($"the store holds an approval of the unknown scope {scope}"),
        },
        CallsLeft = row.IsDBNull(15) ? null : row.GetInt32(15),
        Used = row.GetInt32(16),
        AnsweredBy = Text(row, 17),
        AnsweredAt = row.IsDBNull(18) ? null : Time(row.GetInt64(18)),
        Reason = Text(row, 19),
        Room = row.GetString(20),
    };

    private static DateTimeOffset Time(long ticks) => DateTimeOffset.UnixEpoch.AddTicks(ticks);

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    // The numbers by which the file knows states; they never change.
    private static long Number(ApprovalState state) => state switch
    {
        ApprovalState.Pending => 0,
        ApprovalState.Approved => 1,
        ApprovalState.Denied => 2,
        ApprovalState.Expired => 3,
        ApprovalState.Consumed => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A new state needs a number."),
    };
}
