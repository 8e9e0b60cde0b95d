using Edge.Policy.Approvals;

namespace Edge.Gateway.Approvals;

/// <summary>
/// Sends notices about approvals to people or other programs, in place of Edge's webhook. Register one as a singleton before
/// <c>AddEdge</c>.
/// </summary>
/// <remarks>
/// <para>Thread-safety: one instance serves all approvals, whose notices may come at the same time.</para>
/// <para>Delivery: a notice is sent once, by the process in which the change happened, and is not repeated after a restart. The store has
/// the approvals.</para>
/// </remarks>
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
    /// Accepts a notice. It must return at once and deliver the notice later, because the call, or the person's request, waits for it.
    /// Exceptions are logged (event 1007).
    /// </summary>
    /// <param name="approval">The approval as it is now. Its arguments are masked as <see cref="EdgeApprovalOptions.Mask"/> says.</param>
    /// <param name="outcome">What happened: <see cref="ApprovalOutcome.Requested"/>, <see cref="ApprovalOutcome.Approved"/>,
    /// <see cref="ApprovalOutcome.Denied"/> or <see cref="ApprovalOutcome.Expired"/>.</param>
    void Send(Approval approval, ApprovalOutcome outcome);
}
