using System.Text;
using Edge.Policy.Approvals;
using Edge.Policy.Limits.Shared;
using Edge.Policy.Stores;
using Npgsql;

namespace Edge.Stores.Postgres;

/// <summary>
/// Approvals in the database: they outlive Edge, are answered at one Edge and used at another. Each step reads the row under its lock, is
/// taken by the state machine that the memory store uses too, and writes the row back; time is the database's. Thread-safe.
/// </summary>
internal sealed class PostgresApprovals(PostgresDatabase database) : IApprovalStore
{
    private const string Now = "SELECT edge.time(0)";
    private const string ById = $"SELECT {ApprovalRow.Columns} FROM edge.approvals WHERE id = $1";

    // Long arguments stay where they are.
    private static readonly string s_listed = ApprovalRow.Columns.Replace(
        " arguments,", $" CASE WHEN length(arguments) <= {ApprovalLimits.MaxListedArguments} THEN arguments END,",
            StringComparison.Ordinal);

    /// <inheritdoc />
    public bool AreShared => true;

    /// <inheritdoc />
    /// <remarks>1: a grant asks for one at a time, on all Edges. 2: what there is. 3: room. 4: a new one.</remarks>
    public async ValueTask<AskedApproval> AskAsync(ApprovalRequest request, CancellationToken cancellationToken) =>
        await database.AskAsync(StoreOperation.AskApproval, async source =>
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();

            // 1, 2, 3; the same call has the same room, so that nobody makes a second one meanwhile
            await using var look = new NpgsqlBatch(connection, transaction);
            Add(look, "SELECT pg_advisory_xact_lock(hashtextextended($1, 7308895137234577258))", request.Room);
            Add(look, Now);
            Add(look, $"SELECT {ApprovalRow.Columns} FROM edge.approvals WHERE tool_key = $1 AND state = 1 AND scope = 1 OR key = ANY "
                + $"($2) AND state IN (0, 1, 2) ORDER BY id COLLATE \"C\"", request.Binding.ToolKey);
            look.BatchCommands[^1].Parameters.Add(Take.Array<string>([.. request.Keys], NpgsqlTypes.NpgsqlDbType.Text));
            Add(look,
                "SELECT count(*) FILTER (WHERE room = $1), count(*) FROM edge.approvals WHERE state = 0 AND expires_at > edge.time(0)",
                    request.Room);
            var found = new List<Approval>();
            DateTimeOffset now;
            long ofGrant, all;
            await using (var reader = await look.ExecuteReaderAsync())
            {
                await reader.NextResultAsync();
                await reader.ReadAsync();
                now = ApprovalRow.Time(reader.GetInt64(0));
                await reader.NextResultAsync();
                while (await reader.ReadAsync())
                    found.Add(ApprovalRow.Read(reader));
                await reader.NextResultAsync();
                await reader.ReadAsync();
                (ofGrant, all) = (reader.GetInt64(0), reader.GetInt64(1));
            }

            if (ApprovalChoice.Find(found, request, now) is { } approval)
                return new AskedApproval(approval);
            if (ofGrant >= ApprovalLimits.MaxPendingOfGrant)
                return new AskedApproval(null, GrantIsFull: true);
            if (all >= ApprovalLimits.MaxPending)
                return default;

            // 4
            approval = Approval.Of(request, now);
            await WriteAsync(connection, transaction, ApprovalRow.InsertOf(approval));
            return new AskedApproval(approval, IsNew: true);
        }, request.Room, [CountKey.Of(Encoding.UTF8.GetBytes(request.Room)).Lock]).WaitAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask<ApprovalChange> ChangeAsync(string id, Func<Approval, DateTimeOffset, Approval?> step,
        CancellationToken cancellationToken) =>
        await database.AskAsync(StoreOperation.ChangeApproval, async source =>
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var look = new NpgsqlBatch(connection, transaction);
            Add(look, ById + " FOR UPDATE", id);
            Add(look, Now);
            Approval approval;
            DateTimeOffset now;
            await using (var reader = await look.ExecuteReaderAsync())
            {
                if (!await reader.ReadAsync())
                    return default;
                approval = ApprovalRow.Read(reader);
                await reader.NextResultAsync();
                await reader.ReadAsync();
                now = ApprovalRow.Time(reader.GetInt64(0));
            }

            if (step(approval, now) is not { } next)
                return new ApprovalChange(approval.At(now), Happened: false);
            await WriteAsync(connection, transaction, ApprovalRow.UpdateOf(next));
            return new ApprovalChange(next, Happened: true);
        }, caller: id, [CountKey.Of(Encoding.UTF8.GetBytes(id)).Lock]).WaitAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask<Approval?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await ReadAsync(ById, [new NpgsqlParameter<string> { TypedValue = id }]).WaitAsync(cancellationToken)).FirstOrDefault();

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<Approval>> ListAsync(bool pendingOnly, CancellationToken cancellationToken)
    {
        const string Waits = "state = 0 AND expires_at > edge.time(0)";
        var only = pendingOnly ? $"WHERE {Waits}" : "";
        // An approval that is over before anybody noticed changed when its time was over.
        var text = $"SELECT {s_listed} FROM edge.approvals {only} ORDER BY ({Waits}) DESC, CASE WHEN {Waits} THEN expires_at END, "
            + "CASE WHEN state IN (0, 1) AND expires_at <= edge.time(0) THEN expires_at ELSE changed_at END DESC, id COLLATE \"C\" DESC "
            + $"LIMIT {ApprovalLimits.MaxListed}";
        return await ReadAsync(text, []).WaitAsync(cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<SweptApprovals> SweepAsync(CancellationToken cancellationToken) =>
        await database.AskAsync(StoreOperation.Sweep, async source =>
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var sweep = new NpgsqlBatch(connection, transaction);
            Add(sweep, $"UPDATE edge.approvals SET state = 3, changed_at = expires_at WHERE state IN (0, 1) AND expires_at <= "
                + $"edge.time(0) RETURNING {ApprovalRow.Columns}");
            Add(sweep, $"DELETE FROM edge.approvals WHERE state NOT IN (0, 1) AND greatest(changed_at, expires_at) < edge.time(0) "
                + $"- {ApprovalLimits.Retention.Ticks}");
            Add(sweep, $"DELETE FROM edge.approvals WHERE id IN (SELECT id FROM edge.approvals WHERE state IN (3, 4) ORDER BY "
                + $"changed_at DESC OFFSET {ApprovalLimits.MaxEnded})");
            Add(sweep, "SELECT count(*) FROM edge.approvals WHERE state = 0");
            var expired = new List<Approval>();
            int pending;
            await using (var reader = await sweep.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync())
                    expired.Add(ApprovalRow.Read(reader));
                await reader.NextResultAsync();
                await reader.ReadAsync();
                pending = (int)reader.GetInt64(0);
            }

            if (expired.Count > 0)
                await WriteAsync(connection, transaction);
            else
                await transaction.CommitAsync();
            return new SweptApprovals(expired, pending);
        }).WaitAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask<long> RevisionAsync(CancellationToken cancellationToken) =>
        await database.AskAsync(StoreOperation.ReadApprovals, async source =>
        {
            await using var command = source.CreateCommand("SELECT revision FROM edge.approval_revision");
            return (long)(await command.ExecuteScalarAsync())!;
        }).WaitAsync(cancellationToken);

    private Task<List<Approval>> ReadAsync(string text, NpgsqlParameter[] parameters) =>
        database.AskAsync(StoreOperation.ReadApprovals, async source =>
        {
            await using var batch = source.CreateBatch();
            Add(batch, Now);
            var command = new NpgsqlBatchCommand(text);
            command.Parameters.AddRange(parameters);
            batch.BatchCommands.Add(command);
            await using var reader = await batch.ExecuteReaderAsync();
            await reader.ReadAsync();
            var now = ApprovalRow.Time(reader.GetInt64(0));
            await reader.NextResultAsync();
            var approvals = new List<Approval>();
            while (await reader.ReadAsync())
                approvals.Add(ApprovalRow.Read(reader).At(now));
            return approvals;
        });

    // Writes, says that something changed, and ends the transaction.
    private static async Task WriteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, NpgsqlBatchCommand? command = null)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        if (command is not null)
            batch.BatchCommands.Add(command);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(ApprovalRow.Changed));
        await batch.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    private static void Add(NpgsqlBatch batch, string text, params ReadOnlySpan<string> parameters)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = parameter });
        batch.BatchCommands.Add(command);
    }
}
