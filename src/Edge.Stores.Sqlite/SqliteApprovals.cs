using System.Globalization;
using Edge.Policy.Approvals;
using Edge.Policy.Stores;

namespace Edge.Stores.Sqlite;

/// <summary>
/// Approvals in the file: they outlive Edge. Each step reads the row within a transaction, is taken by the state machine that the store in
/// memory uses too, and writes the row back. Thread-safe.
/// </summary>
internal sealed class SqliteApprovals(SqliteDatabase database, TimeProvider clock) : IApprovalStore
{
    private const string ById = $"SELECT {ApprovalRow.Columns} FROM approvals WHERE id = $1";

    // Long arguments stay where they are.
    private static readonly string s_listed = ApprovalRow.Columns.Replace(
        " arguments,",
        string.Create(CultureInfo.InvariantCulture,
            $" CASE WHEN length(arguments) <= {ApprovalLimits.MaxListedArguments} THEN arguments END,"),
        StringComparison.Ordinal);

    /// <inheritdoc />
    public bool AreShared => true;

    /// <inheritdoc />
    /// <remarks>1: what there is. 2: room. 3: a new one.</remarks>
    public async ValueTask<AskedApproval> AskAsync(ApprovalRequest request, CancellationToken cancellationToken) =>
        await database.WriteAsync(StoreOperation.AskApproval, session =>
        {
            // 1
            var now = Now(session);
            var found = ApprovalRow.ReadAll(session.Query(
                $"SELECT {ApprovalRow.Columns} FROM approvals WHERE tool_key = $1 AND state = 1 AND scope = 1 ORDER BY id",
                request.Binding.ToolKey));
            foreach (var key in request.Keys)
            {
                found.AddRange(ApprovalRow.ReadAll(session.Query(
                    $"SELECT {ApprovalRow.Columns} FROM approvals WHERE key = $1 AND state IN (0, 1, 2) ORDER BY id", key)));
            }

            if (ApprovalChoice.Find(found.OrderBy(a => a.Id, StringComparer.Ordinal), request, now) is { } approval)
                return new AskedApproval(approval);

            // 2
            var ticks = ApprovalRow.Ticks(now);
            if (session.Number("SELECT count(*) FROM approvals WHERE state = 0 AND expires_at > $1 AND room = $2", ticks, request.Room)
                >= ApprovalLimits.MaxPendingOfGrant)
                return new AskedApproval(null, GrantIsFull: true);
            if (session.Number("SELECT count(*) FROM approvals WHERE state = 0 AND expires_at > $1", ticks) >= ApprovalLimits.MaxPending)
                return default;

            // 3
            approval = Approval.Of(request, now);
            ApprovalRow.Insert(session, approval);
            return new AskedApproval(approval, IsNew: true);
        }).WaitAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask<ApprovalChange> ChangeAsync(
        string id, Func<Approval, DateTimeOffset, Approval?> step, CancellationToken cancellationToken) =>
        await database.WriteAsync(StoreOperation.ChangeApproval, session =>
        {
            if (ApprovalRow.ReadAll(session.Query(ById, id)) is not [var approval])
                return default;
            var now = Now(session);
            if (step(approval, now) is not { } next)
                return new ApprovalChange(approval.At(now), Happened: false);
            ApprovalRow.Update(session, next);
            return new ApprovalChange(next, Happened: true);
        }).WaitAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask<Approval?> FindAsync(string id, CancellationToken cancellationToken) =>
        Read(session => ApprovalRow.ReadAll(session.Query(ById, id)) is [var approval] ? approval.At(Now(session)) : null);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<Approval>> ListAsync(bool pendingOnly, CancellationToken cancellationToken) => Read(session =>
    {
        const string Waits = "state = 0 AND expires_at > $1";
        var only = pendingOnly ? $"WHERE {Waits}" : "";
        var now = Now(session);
        // An approval that is over before anybody noticed changed when its time was over.
        var found = ApprovalRow.ReadAll(session.Query(
            $"SELECT {s_listed} FROM approvals {only} ORDER BY ({Waits}) DESC, CASE WHEN {Waits} THEN expires_at END, "
            + "CASE WHEN state IN (0, 1) AND expires_at <= $1 THEN expires_at ELSE changed_at END DESC, id DESC LIMIT $2",
            ApprovalRow.Ticks(now), (long)ApprovalLimits.MaxListed));
        return (IReadOnlyList<Approval>)[.. found.Select(approval => approval.At(now))];
    });

    /// <inheritdoc />
    public async ValueTask<SweptApprovals> SweepAsync(CancellationToken cancellationToken) =>
        await database.WriteAsync(StoreOperation.Sweep, session =>
        {
            var now = Now(session);
            var ticks = ApprovalRow.Ticks(now);
            var expired = ApprovalRow.ReadAll(session.Query(
                $"UPDATE approvals SET state = 3, changed_at = expires_at WHERE state IN (0, 1) AND expires_at <= $1 "
                + $"RETURNING {ApprovalRow.Columns}", ticks));
            session.Execute("DELETE FROM approvals WHERE state NOT IN (0, 1) AND max(changed_at, expires_at) < $1",
                ticks - ApprovalLimits.Retention.Ticks);
            session.Execute("DELETE FROM approvals WHERE id IN (SELECT id FROM approvals WHERE state IN (3, 4) ORDER BY changed_at DESC "
                + "LIMIT -1 OFFSET $1)", (long)ApprovalLimits.MaxEnded);
            if (expired.Count > 0)
                ApprovalRow.Change(session);
            return new SweptApprovals(expired, (int)session.Number("SELECT count(*) FROM approvals WHERE state = 0"));
        }).WaitAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask<long> RevisionAsync(CancellationToken cancellationToken) =>
        Read(static session => session.Number("SELECT approvals FROM state"));

    private ValueTask<T> Read<T>(Func<SqliteSession, T> read)
    {
        try
        {
            return new(database.Read(StoreOperation.ReadApprovals, read));
        }
        catch (StoreUnavailableException e)
        {
            return ValueTask.FromException<T>(e);
        }
    }

    // A wall clock that was set back makes nothing valid again.
    private DateTimeOffset Now(SqliteSession session)
    {
        var (now, latest) = (clock.GetUtcNow(), DateTimeOffset.UnixEpoch.AddTicks(CountTable.Latest(session)));
        return now > latest ? now : latest;
    }
}
