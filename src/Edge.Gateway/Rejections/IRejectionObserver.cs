namespace Edge.Gateway.Rejections;

/// <summary>
/// Observes requests on Edge's routes that are rejected before a decision: an unknown host, a message that cannot be read in exactly one
/// way, a caller without a token. Add an observer with <c>AddEdge(…).AddRejectionObserver&lt;T&gt;()</c>.
/// </summary>
/// <remarks>
/// <para>Thread-safety: one instance observes all requests, which run at the same time.</para>
/// <para>Cost: callers can cause any number of rejections. Keep the work and the output of an observer bounded.</para>
/// <para>Errors: exceptions are logged (event 216), and the request is rejected all the same.</para>
/// </remarks>
/// <example>
/// <code>
/// internal sealed class RejectionCounter : IRejectionObserver
/// {
///     private long _count;
///
///     public void Rejected(RejectedRequest request) => Interlocked.Increment(ref _count);
/// }
/// </code>
/// </example>
public interface IRejectionObserver
{
    /// <summary>A request is about to be rejected. Called once for each such request, before its response is written.</summary>
    /// <param name="request">A view of the request. Do not keep it, and do not write to its response.</param>
    void Rejected(RejectedRequest request);
}
