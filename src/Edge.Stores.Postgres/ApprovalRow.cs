using Edge.Policy.Approvals;
using Npgsql;

namespace Edge.Stores.Postgres;

/// <summary>An approval as the database holds it.</summary>
internal static class ApprovalRow
{
    /// <summary>The columns that are read, in order; lists leave out long arguments.</summary>
    public const string Columns =
        "id, caller, server, tool, policy, rule, digest, revision, message, arguments, requested_at, expires_at, changed_at, state, "
        + "scope, calls_left, used, answered_by, answered_at, reason, room";

    /// <summary>Writes one that is new.</summary>
    public const string Insert =
        "INSERT INTO edge.approvals (id, key, tool_key, caller, server, tool, policy, rule, digest, revision, message, arguments, "
        + "requested_at, expires_at, changed_at, room, state, scope, used) "
        + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 0, 0, 0)";

    /// <summary>Writes what a step may change.</summary>
    public const string Update =
        "UPDATE edge.approvals SET expires_at = $2, changed_at = $3, state = $4, scope = $5, calls_left = $6, used = $7, answered_by = "
        + "$8, answered_at = $9, reason = $10 WHERE id = $1";

    /// <summary>Says that something changed.</summary>
    public const string Changed = "UPDATE edge.approval_revision SET revision = revision + 1";

    /// <summary>Reads the columns.</summary>
    public static Approval Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetString(0),
        Binding = new ApprovalBinding(
            reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6)),
        Revision = reader.GetString(7),
        Message = reader.GetString(8),
        Arguments = Text(reader, 9),
        RequestedAt = Time(reader.GetInt64(10)),
        ExpiresAt = Time(reader.GetInt64(11)),
        ChangedAt = Time(reader.GetInt64(12)),
        State = reader.GetInt16(13) switch
        {
            0 => ApprovalState.Pending,
            1 => ApprovalState.Approved,
            2 => ApprovalState.Denied,
            3 => ApprovalState.Expired,
            4 => ApprovalState.Consumed,
            var state => throw new InvalidOperationException($"the database holds an approval of the unknown state {state}"),
        },
        Scope = reader.GetInt16(14) switch
        {
            0 => ApprovalScope.Once,
            1 => ApprovalScope.Tool,
            var scope => throw new InvalidOperationException($"the database holds an approval of the unknown scope {scope}"),
        },
        CallsLeft = reader.IsDBNull(15) ? null : reader.GetInt32(15),
        Used = reader.GetInt32(16),
        AnsweredBy = Text(reader, 17),
        AnsweredAt = reader.IsDBNull(18) ? null : Time(reader.GetInt64(18)),
        Reason = Text(reader, 19),
        Room = reader.GetString(20),
    };

    /// <summary>A time of the database.</summary>
    public static DateTimeOffset Time(long ticks) => DateTimeOffset.UnixEpoch.AddTicks(ticks);

    /// <summary>The command that inserts.</summary>
    public static NpgsqlBatchCommand InsertOf(Approval approval)
    {
        var binding = approval.Binding;
        var command = new NpgsqlBatchCommand(Insert);
        foreach (var text in (string[])[approval.Id, binding.Key, binding.ToolKey, binding.Grant, binding.Server, binding.Tool,
            binding.Policy, binding.Rule, binding.Digest, approval.Revision, approval.Message, approval.Arguments!])
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = text });
        foreach (var time in (DateTimeOffset[])[approval.RequestedAt, approval.ExpiresAt, approval.ChangedAt])
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Ticks(time) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = approval.Room });
        return command;
    }

    /// <summary>The command that updates.</summary>
    public static NpgsqlBatchCommand UpdateOf(Approval approval) => new(Update)
    {
        Parameters =
        {
            new NpgsqlParameter<string> { TypedValue = approval.Id },
            new NpgsqlParameter<long> { TypedValue = Ticks(approval.ExpiresAt) },
            new NpgsqlParameter<long> { TypedValue = Ticks(approval.ChangedAt) },
            new NpgsqlParameter<short> { TypedValue = Number(approval.State) },
            new NpgsqlParameter<short> { TypedValue = approval.Scope == ApprovalScope.Tool ? (short)1 : (short)0 },
            Nullable(approval.CallsLeft, NpgsqlTypes.NpgsqlDbType.Integer),
            new NpgsqlParameter<int> { TypedValue = approval.Used },
            Nullable(approval.AnsweredBy, NpgsqlTypes.NpgsqlDbType.Text),
            Nullable(approval.AnsweredAt is { } at ? Ticks(at) : null, NpgsqlTypes.NpgsqlDbType.Bigint),
            Nullable(approval.Reason, NpgsqlTypes.NpgsqlDbType.Text),
        },
    };

    /// <summary>A time for the database.</summary>
    public static long Ticks(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks;

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static NpgsqlParameter Nullable(object? value, NpgsqlTypes.NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    // The numbers by which the database knows states; they never change.
    private static short Number(ApprovalState state) => state switch
    {
        ApprovalState.Pending => 0,
        ApprovalState.Approved => 1,
        ApprovalState.Denied => 2,
        ApprovalState.Expired => 3,
        ApprovalState.Consumed => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A new state needs a number."),
    };
}
