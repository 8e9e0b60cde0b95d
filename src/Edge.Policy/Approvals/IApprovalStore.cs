using Edge.Policy.Stores;

namespace Edge.Policy.Approvals;

/// <summary>
/// Where approvals live: in memory, or in a database that several Edges share. Thread-safe. Both implementations answer the same contract
/// tests, and neither ever opens: what cannot be asked throws, whatever <c>FailureMode</c> says.
/// </summary>
public interface IApprovalStore
{
    /// <summary>Whether approvals outlive a restart of Edge, and may change through another Edge.</summary>
    bool AreShared { get; }

    /// <summary>
    /// The approval that speaks for a call (<see cref="ApprovalChoice"/>); without one, a new one that waits, if there is room.
    /// </summary>
    /// <exception cref="StoreUnavailableException">Nothing is known to have changed.</exception>
    ValueTask<AskedApproval> AskAsync(ApprovalRequest request, CancellationToken cancellationToken);

    /// <summary>Takes a step of the state machine: no two steps of one approval at the same time, on whatever Edge.</summary>
    /// <param name="id">The approval.</param>
    /// <param name="step">From the approval, and the store's time, to its next form; null where the step is not possible.</param>
    /// <param name="cancellationToken">Ends the waiting, not the step.</param>
    /// <exception cref="StoreUnavailableException">Nothing is known to have changed.</exception>
    ValueTask<ApprovalChange> ChangeAsync(string id, Func<Approval, DateTimeOffset, Approval?> step, CancellationToken cancellationToken);

    /// <summary>One approval as it stands now; null when there is none of that id.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    ValueTask<Approval?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Those that wait, the first to expire first, then the others, the last changed first; at most <see cref="ApprovalLimits.MaxListed"/>.
    /// </summary>
    /// <exception cref="StoreUnavailableException">They cannot be read.</exception>
    ValueTask<IReadOnlyList<Approval>> ListAsync(bool pendingOnly, CancellationToken cancellationToken);

    /// <summary>Lets those expire whose time is over, and forgets those that ended long ago.</summary>
    /// <exception cref="StoreUnavailableException">Nothing is known to have changed.</exception>
    ValueTask<SweptApprovals> SweepAsync(CancellationToken cancellationToken);

    /// <summary>A number that is another after each change on whatever Edge.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    ValueTask<long> RevisionAsync(CancellationToken cancellationToken);
}
