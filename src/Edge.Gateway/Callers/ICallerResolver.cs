namespace Edge.Gateway.Callers;

/// <summary>
/// Identifies callers, for applications that know their users. With a resolver, every request on Edge's routes needs a caller, and the
/// caller's <c>Authorization</c> header is not sent to servers. Register it as a singleton before <c>AddEdge</c>.
/// </summary>
/// <remarks>
/// <para>Thread-safety: one instance serves all requests, which run at the same time.</para>
/// <para>Order: Edge calls it in YARP's pipeline, after the application's own middleware. <c>HttpContext.User</c> is set if the
/// application authenticates.</para>
/// <para>A resolver and <see cref="EdgeGrantOptions.File"/> exclude each other: with both, the start fails
/// (<c>grants_and_resolver</c>).</para>
/// </remarks>
/// <example>
/// <code>
/// internal sealed class UserResolver : ICallerResolver
/// {
///     public ValueTask&lt;CallerIdentity?&gt; ResolveAsync(HttpContext context) =>
///         new(context.User.Identity is { IsAuthenticated: true, Name: { } name } ? new CallerIdentity(name) : null);
/// }
/// </code>
/// </example>
public interface ICallerResolver
{
    /// <summary>
    /// Identifies the caller. Called once for each request on Edge's routes, before its body is read. Its time is part of every call, and
    /// Edge sets no bound on it; <c>HttpContext.RequestAborted</c> ends when the caller leaves.
    /// </summary>
    /// <param name="context">The request. Do not read its body, and do not write to its response.</param>
    /// <returns>The caller; null for an unknown one, to which Edge responds with status 401.</returns>
    /// <remarks>An exception goes to the application, as that of any middleware (status 500 by default). Nothing is forwarded.</remarks>
    ValueTask<CallerIdentity?> ResolveAsync(HttpContext context);
}
