using Edge.Gateway.Rejections;

namespace Edge.Gateway.Calls;

/// <summary>
/// Observes calls: when they start, what was decided, and how they ended. A call is a request whose message was read, or a request without
/// a message (GET and DELETE). Requests that are rejected before that go to <see cref="IRejectionObserver"/>. Add an observer with
/// <c>AddEdge(…).AddCallObserver&lt;T&gt;()</c>.
/// </summary>
/// <remarks>
/// <para>Order: observers run one after the other in the order of their registration, after Edge's own. Their time is part of the call's
/// time, and Edge sets no bound on it.</para>
/// <para>Thread-safety: one instance observes all calls, which run at the same time. The methods of one call never overlap.</para>
/// <para>Lifetime of arguments: the arguments are views of the call. They are valid until the method returns, or until its task ends, and
/// must not be kept: the next message uses the same memory. Put what you need later into <c>State</c>; each observer has its own.</para>
/// <para>Errors: an exception of an observer that is not required is logged (event 214), and the call goes on. An exception of a required
/// observer in <see cref="Started"/> or <see cref="DecidedAsync"/> ends the call with status 500.</para>
/// </remarks>
/// <example>
/// <code>
/// internal sealed class CountingObserver : ICallObserver
/// {
///     private long _denied;
///
///     public ValueTask&lt;bool&gt; DecidedAsync(DecidedCall call)
///     {
///         if (!call.Decision.Forwards)
///             Interlocked.Increment(ref _denied);
///         return new(true);
///     }
/// }
/// </code>
/// </example>
public interface ICallObserver
{
    /// <summary>
    /// Whether a call needs this observer. If true, <see langword="false"/> from <see cref="DecidedAsync"/> ends the call with status 503,
    /// an exception ends it with 500, and nothing is forwarded. Default: false, which logs both, and the call goes on.
    /// </summary>
    bool IsRequired => false;

    /// <summary>A message was read and is about to be decided. Called once for each call.</summary>
    /// <param name="call">A view of the call.</param>
    void Started(StartedCall call)
    {
    }

    /// <summary>
    /// A call was decided. Nothing was forwarded and no response was sent yet. Called at most once: not if the caller left, or an error
    /// ended the call, before.
    /// </summary>
    /// <param name="call">A view of the call and its decision.</param>
    /// <returns>
    /// Whether the call may go on, which only a required observer decides. After the first required observer that returns false, the
    /// remaining ones are not called.
    /// </returns>
    ValueTask<bool> DecidedAsync(DecidedCall call) => new(true);

    /// <summary>
    /// A call that had started ended: with a response, a denial or an error, or because its caller left. Called once. The call's limits
    /// have ended and its body is released. Exceptions are logged.
    /// </summary>
    /// <param name="call">A view of the call and its end.</param>
    void Ended(EndedCall call)
    {
    }
}
