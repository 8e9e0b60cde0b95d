using Edge.Gateway.Rejections;

namespace Edge.Gateway.Calls;

/// <summary>
/// Is told of every call whose message was read: when it started, what was decided about it, and how it ended. A call is any request that
/// Edge decides on, those without a message (GET and DELETE) among them. What is refused before that is told to
/// <see cref="IRejectionObserver"/>.
/// </summary>
/// <remarks>
/// <para>
/// Observers run one after the other, in the order in which they were registered, on the way of the call: what they take is a part of the
/// call's time. Implementations must be thread-safe, because calls run at the same time; one call's methods never do.
/// </para>
/// <para>
/// The arguments are views of the call. They are valid until the returned task ends (or the method returns) and must not be kept: the
/// memory of a message is used again for the next one. What an observer needs later it puts into the call's <c>State</c>; each observer has
/// one of its own.
/// </para>
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
    /// Whether no call may go on without this observer: <see langword="false"/> from <see cref="DecidedAsync"/> is then answered with
    /// status 503, an exception with 500, and nothing is forwarded. Default: false, which logs both and goes on.
    /// </summary>
    bool IsRequired => false;

    /// <summary>A message was read, and is about to be decided.</summary>
    void Started(StartedCall call)
    {
    }

    /// <summary>
    /// A call was decided, and nothing was forwarded or answered yet. Called once, and not at all when the caller left or something broke
    /// before.
    /// </summary>
    /// <returns>
    /// Whether the call may go on. After the first required observer that says no, the others are not told of the decision.
    /// </returns>
    ValueTask<bool> DecidedAsync(DecidedCall call) => new(true);

    /// <summary>
    /// A call that had started is over: answered, denied, broken or left by its caller. Called once; what is thrown is logged. The call's
    /// limits have ended, and its body is released.
    /// </summary>
    void Ended(EndedCall call)
    {
    }
}
