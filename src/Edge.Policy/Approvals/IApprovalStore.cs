using Edge.Policy.Stores;

namespace Edge.Policy.Approvals;

/// <summary>
/// Stores approvals: calls that wait for a person, and what was decided about them. Edge has a store in memory; packages add stores in
/// databases that several processes share. Register your own as a singleton before <c>AddEdge</c>.
/// </summary>
/// <remarks>
/// <para>Thread-safety: implementations must be thread-safe.</para>
/// <para>State machine: <see cref="Approval"/> is the state machine. A store only keeps its states and serializes the steps of one
/// approval.</para>
/// <para>Errors: a store that cannot answer throws <see cref="StoreUnavailableException"/>. The call is then denied, whatever the failure
/// mode is.</para>
/// <para>Bounds: <see cref="ApprovalLimits"/> states how many approvals may wait and how long they are kept.</para>
/// </remarks>
public interface IApprovalStore
{
    /// <summary>
    /// Whether several processes share the approvals. Edge then polls <see cref="RevisionAsync"/> for changes by other processes.
    /// </summary>
    bool AreShared { get; }

    /// <summary>
    /// Finds the approval that covers a call, as <see cref="ApprovalChoice.Find"/> chooses it. If there is none, adds a pending one if
    /// there is room: one atomic step, so that two equal calls share one approval.
    /// </summary>
    /// <param name="request">The call that needs an approval.</param>
    /// <param name="cancellationToken">Ends the wait, but not a change that has begun.</param>
    /// <returns>The approval, and whether it is new; no approval if there is no room for another one.</returns>
    /// <exception cref="StoreUnavailableException">Nothing is known to have changed.</exception>
    ValueTask<AskedApproval> AskAsync(ApprovalRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a step of the state machine. No two steps of one approval overlap, in any process; a store may repeat
    /// <paramref name="step"/> until it succeeds.
    /// </summary>
    /// <param name="id">The id of the approval.</param>
    /// <param name="step">
    /// From the approval and the store's time to its next state; null if the step is not possible. It has no side effects.
    /// </param>
    /// <param name="cancellationToken">Ends the wait, but not a step that has begun.</param>
    /// <returns>The approval as it is now, and whether the step was taken; no approval if there is none with this id.</returns>
    /// <exception cref="StoreUnavailableException">Nothing is known to have changed.</exception>
    ValueTask<ApprovalChange> ChangeAsync(string id, Func<Approval, DateTimeOffset, Approval?> step, CancellationToken cancellationToken);

    /// <summary>Reads one approval, with its whole arguments.</summary>
    /// <param name="id">The id of the approval.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The approval as it is now; null if there is none with this id.</returns>
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    ValueTask<Approval?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Lists pending approvals, those that expire first in front, and then the others, the last changed in front; at most
    /// <see cref="ApprovalLimits.MaxListed"/>. Arguments longer than <see cref="ApprovalLimits.MaxListedArguments"/> are left out.
    /// </summary>
    /// <param name="pendingOnly">Whether to list pending approvals only.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The approvals; empty if there are none.</returns>
    /// <exception cref="StoreUnavailableException">They cannot be read.</exception>
    ValueTask<IReadOnlyList<Approval>> ListAsync(bool pendingOnly, CancellationToken cancellationToken);

    /// <summary>
    /// Expires the approvals whose time is over, and removes those that ended more than <see cref="ApprovalLimits.Retention"/> ago. Called
    /// every two seconds.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The approvals that expired, each of them reported to one process once, and the number of pending ones.</returns>
    /// <exception cref="StoreUnavailableException">Nothing is known to have changed.</exception>
    ValueTask<SweptApprovals> SweepAsync(CancellationToken cancellationToken);

    /// <summary>Reads a number that differs after each change by any process.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The number. Only equality has a meaning.</returns>
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    ValueTask<long> RevisionAsync(CancellationToken cancellationToken);
}
