namespace Edge.Gateway.Callers;

/// <summary>
/// Says who is calling, for hosts that know their users themselves. With one registered, requests on Edge's routes need a caller, and the
/// caller's own <c>Authorization</c> header is not shown to servers. Register it as a singleton. Implementations must be thread-safe.
/// </summary>
/// <remarks>It cannot be used together with <see cref="EdgeGrantOptions.File"/>: both would say who may call.</remarks>
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
    /// <summary>Says who is calling. Called once for each request on Edge's routes, before its body is read.</summary>
    /// <param name="context">The request. Nothing may be written to its response.</param>
    /// <returns>The caller; null for nobody, which is answered with status 401.</returns>
    /// <remarks>What it throws is answered with status 500, and nothing is forwarded.</remarks>
    ValueTask<CallerIdentity?> ResolveAsync(HttpContext context);
}
