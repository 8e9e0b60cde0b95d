using System.Runtime.CompilerServices;
using Edge.Policy.Approvals;
using Edge.Policy.Stores;

namespace Edge.Gateway.Approvals;

/// <summary>The person's side of approvals: look, answer, and be told of changes. Thread-safe.</summary>
internal sealed class ApprovalDesk(IApprovalStore store, ApprovalRecorder recorder, ApprovalChanges changes, IApprovalLinks links)
{
    /// <summary>Whether approvals outlive a restart of Edge.</summary>
    public bool SurviveRestart => store.AreShared;

    /// <summary>Where a person finds an approval.</summary>
    public string UrlOf(Approval approval) => links.Of(approval.Id);

    /// <summary>Those that wait, the first to expire first, then the others, the last changed first. Long arguments are left out.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be read.</exception>
    public ValueTask<IReadOnlyList<Approval>> ListAsync(bool pendingOnly, CancellationToken cancellationToken) =>
        store.ListAsync(pendingOnly, cancellationToken);

    /// <summary>One approval with its arguments; null when there is none of that id.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    public ValueTask<Approval?> FindAsync(string id, CancellationToken cancellationToken) =>
        IsId(id) ? store.FindAsync(id, cancellationToken) : default;

    /// <summary>A person answers; what was answered already, used or is over stays as it is.</summary>
    /// <exception cref="StoreUnavailableException">Nothing is known to have changed.</exception>
    /// <exception cref="UnrecordedException">The answer cannot be recorded, and nothing changed.</exception>
    public async ValueTask<ApprovalChange> AnswerAsync(string id, ApprovalVerdict verdict, CancellationToken cancellationToken)
    {
        if (!IsId(id))
            return default;
        if (!recorder.CanRecord)
            throw new UnrecordedException();
        cancellationToken.ThrowIfCancellationRequested();
        // From here on it is not cancelled: an answer that was taken is recorded and told, whether the person still waits for it or not.
        var change = await store.ChangeAsync(id, (approval, now) => approval.Answer(verdict, now), CancellationToken.None);
        if (change.Happened)
            recorder.Answered(change.Approval!);
        return change;
    }

    // What comes out of addresses may hold anything, and not every store takes that.
    private static bool IsId(string id) => id.Length <= 64 && id.All(char.IsAsciiLetterOrDigit);

    /// <summary>
    /// Yields at once, and then whenever some approval changed, on this Edge or another: look again. Several changes may be one.
    /// </summary>
    public async IAsyncEnumerable<int> ChangesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var listening = changes.Listen();
        for (var i = 0; ; i++)
        {
            var next = changes.Next;
            yield return i;
            await next.WaitAsync(cancellationToken);
        }
    }
}
