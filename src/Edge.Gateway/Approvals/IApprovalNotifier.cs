using Edge.Policy.Approvals;

namespace Edge.Gateway.Approvals;

/// <summary>
/// Tells people or programs elsewhere what happened to approvals, in the place of the webhook. Register one as a singleton before
/// <c>AddEdge</c>. Implementations must be thread-safe.
/// </summary>
/// <example>
/// <code>
/// internal sealed class QueueNotifier(ChannelWriter&lt;string&gt; queue) : IApprovalNotifier
/// {
///     public void Send(Approval approval, ApprovalOutcome outcome) => queue.TryWrite($"{approval.Binding.Tool}: {outcome}");
/// }
/// </code>
/// </example>
public interface IApprovalNotifier
{
    /// <summary>
    /// Takes the notice and returns at once, whether it can be delivered or not: calls wait meanwhile. It must not throw. Notices are not
    /// repeated after a restart; the store has the approvals.
    /// </summary>
    /// <param name="approval">The approval as it is now. Its arguments are masked as <see cref="EdgeApprovalOptions.Mask"/> says.</param>
    /// <param name="outcome">What happened: requested, approved, denied or expired.</param>
    void Send(Approval approval, ApprovalOutcome outcome);
}
