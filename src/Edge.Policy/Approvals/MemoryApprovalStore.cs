namespace Edge.Policy.Approvals;

/// <summary>Approvals in this process, lost when it ends. Never fails. Thread-safe.</summary>
internal sealed class MemoryApprovalStore(TimeProvider clock) : IApprovalStore
{
    private readonly Lock _gate = new();

    // In the order in which they were asked for. Those that may still speak for calls, and those that are over.
    private readonly Dictionary<string, Approval> _live = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Approval> _ended = new(StringComparer.Ordinal);
    private long _characters;
    private long _revision;

    /// <inheritdoc />
    public bool AreShared => false;

    /// <inheritdoc />
    public ValueTask<AskedApproval> AskAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (ApprovalChoice.Find(_live.Values.OrderBy(a => a.Id, StringComparer.Ordinal), request, now) is { } found)
                return new(new AskedApproval(found));
            var pending = _live.Values.Where(a => a.State == ApprovalState.Pending && a.IsInForce(now)).ToList();
            if (pending.Count(a => a.Room == request.Room) >= ApprovalLimits.MaxPendingOfGrant)
                return new(new AskedApproval(null, GrantIsFull: true));
            if (pending.Count >= ApprovalLimits.MaxPending || !MakeRoom(request.Arguments.Length))
                return new(default(AskedApproval));
            var approval = Approval.Of(request, now);
            Put(approval);
            return new(new AskedApproval(approval, IsNew: true));
        }
    }

    /// <inheritdoc />
    public ValueTask<ApprovalChange> ChangeAsync(string id, Func<Approval, DateTimeOffset, Approval?> step,
        CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (Of(id) is not { } approval)
                return new(default(ApprovalChange));
            if (step(approval, now) is not { } next)
                return new(new ApprovalChange(approval.At(now), Happened: false));
            Put(next);
            return new(new ApprovalChange(next, Happened: true));
        }
    }

    /// <inheritdoc />
    public ValueTask<Approval?> FindAsync(string id, CancellationToken cancellationToken)
    {
        lock (_gate)
            return new(Of(id)?.At(clock.GetUtcNow()));
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<Approval>> ListAsync(bool pendingOnly, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var all = _live.Values.Concat(_ended.Values).Select(a => a.At(now)).ToLookup(a => a.State == ApprovalState.Pending);
            var listed = all[true].OrderBy(a => a.ExpiresAt).ThenBy(a => a.Id, StringComparer.Ordinal).AsEnumerable();
            if (!pendingOnly)
                listed = listed.Concat(all[false].OrderByDescending(a => a.ChangedAt).ThenByDescending(a => a.Id, StringComparer.Ordinal));
            return new((IReadOnlyList<Approval>)[.. listed.Take(ApprovalLimits.MaxListed).Select(Listed)]);
        }
    }

    /// <inheritdoc />
    public ValueTask<SweptApprovals> SweepAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var expired = _live.Values.Where(a => a.At(now).State == ApprovalState.Expired).Select(a => a.At(now)).ToList();
            foreach (var approval in expired)
                Put(approval);
            foreach (var denied in _live.Values.Where(a => !a.IsInForce(now)).ToList())
                Put(denied);
            foreach (var old in _ended.Values.Where(a => End(a) < now - ApprovalLimits.Retention).ToList())
                Forget(old);
            foreach (var old in _ended.Values.OrderBy(End).Take(Math.Max(0, _ended.Count - ApprovalLimits.MaxEnded)).ToList())
                Forget(old);
            return new(new SweptApprovals(expired, _live.Values.Count(a => a.State == ApprovalState.Pending)));
        }
    }

    /// <inheritdoc />
    public ValueTask<long> RevisionAsync(CancellationToken cancellationToken) => new(Interlocked.Read(ref _revision));

    private static Approval Listed(Approval approval) =>
        approval.Arguments is { Length: > ApprovalLimits.MaxListedArguments } ? approval with { Arguments = null } : approval;

    private static DateTimeOffset End(Approval approval) =>
        approval.ChangedAt > approval.ExpiresAt ? approval.ChangedAt : approval.ExpiresAt;

    private Approval? Of(string id) => _live.GetValueOrDefault(id) ?? _ended.GetValueOrDefault(id);

    private void Put(Approval approval)
    {
        if (Of(approval.Id) is null)
            _characters += approval.Arguments?.Length ?? 0;
        _live.Remove(approval.Id);
        _ended.Remove(approval.Id);
        // What is over stays among the living until a sweep has told so.
        var isLive = approval.State is ApprovalState.Pending or ApprovalState.Approved || approval.IsInForce(clock.GetUtcNow());
        (isLive ? _live : _ended)[approval.Id] = approval;
        Interlocked.Increment(ref _revision);
    }

    private void Forget(Approval approval)
    {
        _ended.Remove(approval.Id);
        _characters -= approval.Arguments?.Length ?? 0;
    }

    // What is over makes room for what waits.
    private bool MakeRoom(int characters)
    {
        while (_characters + characters > ApprovalLimits.MaxMemory && _ended.Count > 0)
            Forget(_ended.Values.MinBy(End)!);
        return _characters + characters <= ApprovalLimits.MaxMemory;
    }
}
